using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Model;
using Vitrine.Audit.Wire;
using Vitrine.Egress.Tapping;
using Xunit;

namespace Vitrine.Tests.Audit.Wire;

public sealed class Http1WireTests
{
    [Fact]
    public void Fields_stay_as_they_were_sent()
    {
        CapturedExchange exchange = Assert.Single(WireText.Read("GET /a?b HTTP/1.1\r\nhOsT: x.example\r\nX-A:1\r\nx-a: \t2  \r\nX-A: \r\n\r\n").Exchanges);
        Assert.Equal(("GET", "/a?b", "HTTP/1.1", "x.example"), (exchange.Method, exchange.Target, exchange.Version, exchange.Host));
        Assert.Equal(
            [
                new("hOsT", "x.example"), new("X-A", "1") { Before = "" }, new("x-a", "2") { Before = " \t", After = "  " },
                    new("X-A", "") { Before = " ", After = "" },
            ],
            exchange.Fields);
        Assert.Equal(("none", 3), (exchange.Framing, exchange.Connection));
        Assert.Empty(exchange.Notes);
    }

    [Fact]
    public void Chunks_are_told_by_their_sizes_and_their_lines_where_they_are_odd()
    {
        ConnectionReading reading = WireText.Read(
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0A;x=\"y\"\r\n0123456789\r\n00\r\nT: v\r\n\r\n"
            + "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n");
        Assert.Equal(2, reading.Exchanges.Count);
        CapturedExchange odd = reading.Exchanges[0], plain = reading.Exchanges[1];
        Assert.Equal(("chunked", "abc0123456789"), (odd.Framing, Encoding.ASCII.GetString(odd.Body.Unpack())));
        Assert.Equal([3, 10], odd.Chunks);
        Assert.Equal(["3", "0A;x=\"y\"", "00"], odd.ChunkLines);
        Assert.Equal([new CapturedField("T", "v")], odd.Trailers);
        Assert.Empty(plain.ChunkLines);
        Assert.Null(reading.Opaque);
    }

    [Fact]
    public void Pipelined_requests_get_their_answers_in_turn()
    {
        ConnectionReading reading = WireText.Read(
            "HEAD /a HTTP/1.1\r\nHost: h\r\n\r\nPOST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nokGET /c HTTP/1.1\r\nHost: h\r\n\r\nGET /d HTTP/1.1\r\nHost: h\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\nHTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
            new TappedAnswer(0, 200, "stand-in"), new TappedAnswer(0, 404, "sinkhole"));
        Assert.Equal([("/a", 200, "stand-in"), ("/b", 404, "sinkhole"), ("/c", 400, "refused"), ("/d", 0, "")],
            reading.Exchanges.Select(e => (e.Target, e.Status, e.AnsweredBy)));
        Assert.Equal([true, false, false, false], reading.Exchanges.Select(e => e.IsModel));
        Assert.Equal([true, true, true, false], reading.Exchanges.Select(e => e.AnsweredAt is not null));
    }

    [Fact]
    public void Each_part_has_the_time_of_the_read_that_completed_it()
    {
        byte[] bytes = WireText.Bytes("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody");
        int head = bytes.Length - 4;
        var sent = new WireBytes(bytes, [new(0, 1), new(head - 1, 2), new(head, 3), new(head + 2, 4)]);
        CapturedExchange exchange = Assert.Single(WireReading.Read(sent, new WireBytes(ReadOnlyMemory<byte>.Empty, []), [], WireText.Connection).Exchanges);
        Assert.Equal((2.0, 4.0), (exchange.At, exchange.EndedAt));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\nHost: h\r\n\r\n", "line ends with a bare line feed")]
    [InlineData("\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", "empty line before a request")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n", "folded field")]
    [InlineData("GET / HTTP/1.1\r\nHost : h\r\n\r\n", "white space or nothing before a colon")]
    [InlineData("GET / HTTP/1.1\r\nHost\r\n\r\n", "field without a colon")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "both a length and a transfer coding")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", "several lengths")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", "body of unknown length")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\nx", "body of unknown length")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nx", "incomplete body")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nx", "body of unknown length")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", "malformed chunk")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\nx", "malformed chunk")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n", "malformed chunk")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nxy", "incomplete body")]
    public void What_is_unusual_is_read_and_noted(string request, string note) =>
        Assert.Contains(note, Assert.Single(WireText.Read(request).Exchanges).Notes);

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTT", "incomplete head", "GET / HTT")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n\r\nwhat is this\r\n\r\n", "malformed head", "what is this\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\nzz\r\nrest", "malformed chunk", "zz\r\nrest")]
    [InlineData("SSH-2.0-x\r\n", "neither HTTP/1 nor HTTP/2", "SSH-2.0-x\r\n")]
    [InlineData("GET /\r\n", "neither HTTP/1 nor HTTP/2", "GET /\r\n")]
    public void What_can_not_be_read_is_kept_as_it_is(string sent, string note, string opaque)
    {
        ConnectionReading reading = WireText.Read(sent);
        Assert.Equal([note], reading.Notes.All);
        Assert.Equal(opaque, Encoding.Latin1.GetString(reading.Opaque!));
    }

    [Fact]
    public void A_web_socket_gives_its_payloads_unmasked()
    {
        byte[] head = WireText.Bytes("GET /s HTTP/1.1\r\nHost: h\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n\r\n");
        byte[] frames = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58, 0x89, 0x82, 1, 2, 3, 4, 1 ^ 'h', 2 ^ 'i'];
        CapturedExchange exchange = Assert.Single(WireText.Read([.. head, .. frames], WireText.Bytes("HTTP/1.1 101 Switching Protocols\r\n\r\n")).Exchanges);
        Assert.Equal(("web-socket", "Hellohi", 101), (exchange.Framing, Encoding.ASCII.GetString(exchange.Body.Unpack()), exchange.Status));
        Assert.Equal([5, 2], exchange.Chunks);
        Assert.Equal(["frame of kind 9"], exchange.Notes);
    }

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        Gen<Sent> request =
            from method in Gen.Elements("GET", "POST", "X-Y")
            from target in Gen.Elements("/", "/v1/messages?beta=true", "http://x.example/a b")
            from fields in (from name in Gen.Elements("A", "b-C", "b-C") from value in Gen.Elements("", "x", "x  y", "\u00e9") select new CapturedField(name, value))
                .ListOf()
            from kind in Gen.Choose(0, 2)
            from pieces in Gen.Choose(1, 300).Select(length => new byte[length]).ListOf()
            select new Sent(method, target, [.. fields], kind, [.. pieces]);
        Prop.ForAll(request.NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary(), requests =>
        {
            ConnectionReading reading = WireText.Read([.. requests.SelectMany(Write)]);
            return reading.Opaque is null
                && reading.Exchanges.Count == requests.Length
                && reading.Exchanges.Zip(requests).All(pair => IsSame(pair.First, pair.Second));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_bytes_are_taken_and_a_beginning_reads_as_the_beginning()
    {
        string[] words =
        [
            "GET / HTTP/1.1\r\n", "POST /x HTTP/1.0\n", "Transfer-Encoding: chunked\r\n", "Content-Length: 5\r\n", "\r\n", "\n", "5\r\nabcde\r\n", "0\r\n\r\n",
                "Upgrade: websocket\r\n", "x", " ", ":", "\0",
        ];
        Prop.ForAll(Gen.Elements(words).ListOf().Select(list => string.Concat(list)).ToArbitrary(), Gen.Choose(0, 200).ToArbitrary(), (text, cut) =>
        {
            ConnectionReading whole = WireText.Read(text), part = WireText.Read(text[..Math.Min(cut, text.Length)]);
            // The last one of a beginning may be incomplete.
            return part.Exchanges.SkipLast(1).Select(Show).SequenceEqual(whole.Exchanges.Take(Math.Max(0, part.Exchanges.Count - 1)).Select(Show));
        }).QuickCheckThrowOnFailure();
    }

    private static string Show(CapturedExchange exchange) =>
        $"{exchange.Method} {exchange.Target} {exchange.Fields.Count} {exchange.Framing} {Convert.ToHexString(exchange.Body.Unpack())}";

    private static bool IsSame(CapturedExchange read, Sent sent) =>
        (read.Method, read.Target, read.Version) == (sent.Method, sent.Target, "HTTP/1.1")
        && read.Fields.Take(sent.Fields.Length).SequenceEqual(sent.Fields.Select(field => field.Value.Length > 0
            ? field
            : field with { Before = " ", After = "" }))
        && read.Body.Unpack().AsSpan().SequenceEqual(sent.Kind == 0 ? [] : [.. sent.Pieces.SelectMany(piece => piece)])
        && read.Chunks.SequenceEqual(sent.Kind == 2 ? sent.Pieces.Select(piece => piece.Length) : [])
        && read.Framing == sent.Kind switch { 0 => "none", 1 => "length", _ => "chunked" };

    private static byte[] Write(Sent sent)
    {
        var bytes = new List<byte>();
        bytes.AddRange(WireText.Bytes($"{sent.Method} {sent.Target} HTTP/1.1\r\n{string.Concat(sent.Fields.Select(field => $"{field.Name}: {field.Value}\r\n"))}"));
        switch (sent.Kind)
        {
            case 1:
                bytes.AddRange(WireText.Bytes(string.Create(CultureInfo.InvariantCulture,
                    $"Content-Length: {sent.Pieces.Sum(piece => piece.Length)}\r\n\r\n")));
                bytes.AddRange(sent.Pieces.SelectMany(piece => piece));
                break;
            case 2:
                bytes.AddRange(WireText.Bytes("Transfer-Encoding: chunked\r\n\r\n"));
                foreach (byte[] piece in sent.Pieces)
                    bytes.AddRange([.. WireText.Bytes($"{piece.Length:x}\r\n"), .. piece, (byte)'\r', (byte)'\n']);
                bytes.AddRange(WireText.Bytes("0\r\n\r\n"));
                break;
            default:
                bytes.AddRange(WireText.Bytes("\r\n"));
                break;
        }

        return [.. bytes];
    }

    private sealed record Sent(string Method, string Target, CapturedField[] Fields, int Kind, byte[][] Pieces);
}
