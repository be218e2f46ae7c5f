using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Model;
using Vitrine.Audit.Wire;
using Vitrine.Egress.Tapping;
using Xunit;

namespace Vitrine.Tests.Audit.Wire;

public sealed class Http2WireTests
{
    [Fact]
    public void The_preface_is_what_comes_before_the_first_request_but_for_answers()
    {
        byte[] settings = Http2Writer.Frame(4, 0, 0, [0, 1, 0, 1, 0, 0, 0x0a, 0x0a, 0, 0, 0, 7]);
        byte[] window = Http2Writer.Frame(8, 0, 0, [0, 0xef, 0, 1]);
        byte[] priority = Http2Writer.Frame(2, 0, 5, [0x80, 0, 0, 3, 200]);
        ConnectionReading reading = WireText.Read(
            [
                .. Http2Frame.Magic, .. settings, .. Http2Writer.Frame(4, 1, 0, []), .. window, .. Http2Writer.Frame(6, 1, 0, new byte[8]), .. priority,
                .. Http2Writer.Head(1, true, Http2Writer.Request("GET", "/")), .. window, .. priority,
            ]);
        Assert.Equal([.. settings, .. window, .. priority], reading.Preface!);
        Assert.Equal(["SETTINGS 1=65536 2570=7", "WINDOW_UPDATE 0 15663105", "PRIORITY 5 on 3 weight 201 exclusive"], Http2Settings.Describe(reading.Preface));
        Assert.Equal(["PRIORITY 5 on 3 weight 201 exclusive"], reading.Notes.All);
        Assert.Equal("h2", reading.Protocol);
    }

    [Fact]
    public void Streams_that_are_interleaved_are_put_together()
    {
        ConnectionReading reading = WireText.Read(
            [
                .. Http2Writer.Begin,
                .. Http2Writer.Head(1, false, Http2Writer.Request("POST", "/a")),
                .. Http2Writer.Head(3, false, Http2Writer.Request("PUT", "/b")),
                .. Http2Writer.Data(3, false, "b1"u8.ToArray(), padding: 5),
                .. Http2Writer.Data(1, false, "a1a"u8.ToArray()),
                .. Http2Writer.Data(3, true, "b2"u8.ToArray()),
                .. Http2Writer.Data(1, false, []),
                .. Http2Writer.Head(1, true, ("t", "v")),
            ],
            [.. Http2Writer.Head(3, true, (":status", "404")), .. Http2Writer.Head(1, false, (":status", "103")),
            .. Http2Writer.Head(1, false, (":status", "200"))],
            new TappedAnswer(3, 404, "sinkhole"), new TappedAnswer(1, 200, "stand-in"));
        Assert.Equal(
            [("/a", "a1a", 200, "stand-in", true, false), ("/b", "b1b2", 404, "sinkhole", false, true)],
            reading.Exchanges.Select(e => (e.Target, Encoding.ASCII.GetString(e.Body.Unpack()), e.Status, e.AnsweredBy, e.IsModel, e.AnsweredAt is not null)));
        Assert.Equal([3, 0], reading.Exchanges[0].Chunks);
        Assert.Equal([new CapturedField("t", "v")], reading.Exchanges[0].Trailers);
        Assert.Equal(["data padded by 5"], reading.Exchanges[1].Notes);
        Assert.Equal([":method", ":scheme", ":authority", ":path"], reading.Exchanges[1].Fields.Select(field => field.Name));
        Assert.Equal(("h.example", "wrr wrr wrr wrr"), (reading.Exchanges[1].Host, reading.Exchanges[1].Forms));
    }

    [Fact]
    public void An_answer_of_announced_length_ends_with_its_last_byte_where_the_client_does_not_wait_for_more()
    {
        byte[] request = [.. Http2Writer.Begin, .. Http2Writer.Head(1, false, Http2Writer.Request("POST", "/a")), .. Http2Writer.Frame(3, 0, 1, [0, 0, 0, 8])];
        byte[] head = Http2Writer.Head(1, false, (":status", "200"), ("content-length", "3"));
        Assert.Null(Assert.Single(WireText.Read(request, [.. head, .. Http2Writer.Data(1, false, "ab"u8.ToArray())]).Exchanges).AnsweredAt);
        Assert.NotNull(Assert.Single(WireText.Read(request,
            [.. head, .. Http2Writer.Data(1, false, "ab"u8.ToArray()), .. Http2Writer.Data(1, false, "c"u8.ToArray(), padding: 4)]).Exchanges).AnsweredAt);
    }

    [Fact]
    public void A_head_in_several_frames_with_padding_and_priority_is_one()
    {
        byte[] block = Http2Writer.Block(Http2Writer.Request("GET", "/long"));
        ConnectionReading reading = WireText.Read(
            [
                .. Http2Writer.Begin, .. Http2Writer.Frame(1, 1 | 8 | 0x20, 1, [2, 0, 0, 0, 7, 15, .. block[..3], 0, 0]),
                    .. Http2Writer.Frame(9, 0, 1, block[3..10]),
                .. Http2Writer.Frame(9, 4, 1, block[10..]),
            ]);
        CapturedExchange exchange = Assert.Single(reading.Exchanges);
        Assert.Equal(("GET", "/long", "none"), (exchange.Method, exchange.Target, exchange.Framing));
        Assert.Equal(["head padded by 2", "priority on 7 weight 16", "head in 3 frames"], exchange.Notes);
    }

    [Fact]
    public void Resets_pings_and_farewells_are_noted()
    {
        ConnectionReading reading = WireText.Read(
            [
                .. Http2Writer.Begin, .. Http2Writer.Head(1, false, Http2Writer.Request("GET", "/")), .. Http2Writer.Frame(6, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]),
                .. Http2Writer.Frame(3, 0, 1, [0, 0, 0, 8]), .. Http2Writer.Frame(0xfa, 0, 0, [1]), .. Http2Writer.Frame(7, 0, 0, [0, 0, 0, 0, 0, 0, 0, 2]),
            ]);
        Assert.Equal(["RST_STREAM 1 8"], Assert.Single(reading.Exchanges).Notes);
        Assert.Equal(["PING 0 0102030405060708", "TYPE250 0 01", "GOAWAY 0 0000000000000002"], reading.Notes.All);
    }

    public static TheoryData<string, byte[]> Malformed => new()
    {
        { "a fault of HPACK", Http2Writer.Frame(1, 5, 1, [0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]) },
        { "a continuation of nothing", Http2Writer.Frame(9, 4, 1, []) },
        { "another frame within a head", [.. Http2Writer.Frame(1, 1, 1, []), .. Http2Writer.Frame(0, 0, 1, [])] },
        { "more padding than frame", Http2Writer.Frame(1, 5 | 8, 1, [9, 1]) },
        { "a priority that is not there", Http2Writer.Frame(1, 5 | 0x20, 1, [9, 1]) },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void After_a_fault_the_rest_is_kept_as_it_is(string what, byte[] frame)
    {
        byte[] rest = [.. frame, .. Http2Writer.Head(5, true, Http2Writer.Request("GET", "/hidden"))];
        ConnectionReading reading = WireText.Read([.. Http2Writer.Begin, .. Http2Writer.Head(3, true, Http2Writer.Request("GET", "/seen")), .. rest]);
        Assert.Equal("/seen", Assert.Single(reading.Exchanges).Target);
        Assert.Equal(rest, reading.Opaque);
        Assert.True(reading.Notes.All.Contains("malformed frame"), what);
    }

    [Fact]
    public void An_incomplete_frame_is_kept_and_its_request_said_to_be_incomplete()
    {
        byte[] data = Http2Writer.Data(1, true, "secret"u8.ToArray())[..^2];
        ConnectionReading reading = WireText.Read([.. Http2Writer.Begin, .. Http2Writer.Head(1, false, Http2Writer.Request("POST", "/")), .. data]);
        Assert.Equal(["incomplete request"], Assert.Single(reading.Exchanges).Notes);
        Assert.Equal(data, reading.Opaque);
    }

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        Gen<(string Path, byte[][] Data, int Padding)> request =
            from path in Gen.Elements("/", "/v1/messages")
            from data in Gen.Choose(0, 50).Select(length => Enumerable.Repeat((byte)length, length).ToArray()).ListOf()
            from padding in Gen.Choose(-1, 20)
            select (path, data.ToArray(), padding);
        Prop.ForAll(request.ListOf().Select(list => list.ToArray()).ToArbitrary(), requests =>
        {
            var bytes = new List<byte>(Http2Writer.Begin);
            for (int i = 0; i < requests.Length; i++)
                bytes.AddRange(Http2Writer.Head((2 * i) + 1, false, Http2Writer.Request("POST", requests[i].Path)));
            // One frame of each in turn.
            for (int turn = 0; turn < requests.Select(each => each.Data.Length).DefaultIfEmpty().Max(); turn++)
                for (int i = 0; i < requests.Length; i++)
                    if (turn < requests[i].Data.Length)
                        bytes.AddRange(Http2Writer.Data((2 * i) + 1, turn == requests[i].Data.Length - 1, requests[i].Data[turn], requests[i].Padding));
            ConnectionReading reading = WireText.Read([.. bytes]);
            return reading.Opaque is null && reading.Exchanges.Count == requests.Length && reading.Exchanges.Zip(requests).All(pair =>
                pair.First.Target == pair.Second.Path && pair.First.Chunks.SequenceEqual(pair.Second.Data.Select(data => data.Length))
                && pair.First.Body.Unpack().AsSpan().SequenceEqual([.. pair.Second.Data.SelectMany(data => data)]));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_frames_are_taken()
    {
        Gen<byte[]> frame =
            from type in Gen.Choose(0, 10)
            from flags in Gen.Choose(0, 63)
            from stream in Gen.Choose(0, 4)
            from payload in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf()
            select Http2Writer.Frame(type, flags, stream, payload);
        Prop.ForAll(frame.ListOf().Select(list => list.SelectMany(each => each).ToArray()).ToArbitrary(), frames =>
        {
            ConnectionReading reading = WireText.Read([.. Http2Frame.Magic, .. frames], frames);
            return reading.Protocol == "h2";
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_megabyte_of_the_smallest_frames_is_read_in_good_time()
    {
        byte[] small = [.. Enumerable.Range(0, 50_000).SelectMany(i => Http2Writer.Frame(1, 5, (2 * i) + 1, [0x82, 0x84]))];
        Assert.Equal(50_000, WireText.Read([.. Http2Writer.Begin, .. small], small).Exchanges.Count);
    }
}
