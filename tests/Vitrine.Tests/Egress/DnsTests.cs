using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress;
using Vitrine.Egress.Capture;
using Vitrine.Egress.Naming;
using Xunit;

namespace Vitrine.Tests.Egress;

public sealed class DnsTests
{
    private readonly RecordedList _recorder = new();

    [Fact]
    public void An_allowed_name_keeps_one_address_of_each_family_and_a_refused_one_does_not_exist()
    {
        DnsResponder responder = Responder("a.example.com");
        IPAddress? first = Ask(responder, "a.example.com", DnsQuery.A, out int code);
        Assert.Equal(("198.18.0.1", 0), (first?.ToString(), code));
        Assert.Equal(first, Ask(responder, "A.EXAMPLE.com", DnsQuery.A, out _));
        Assert.Equal("fd76:6974:7269:6e65::1", Ask(responder, "a.example.com", DnsQuery.AAAA, out _)?.ToString());
        Assert.Null(Ask(responder, "b.example.com", DnsQuery.A, out code));
        Assert.Equal(3, code);
        NameLookedUp refused = _recorder.All.OfType<NameLookedUp>().Single(l => l.Name == "b.example.com");
        Assert.Equal(("A", "nxdomain", "--allow b.example.com"), (refused.Type, refused.Answer, refused.Decision.Hint));
    }

    [Theory]
    [InlineData(64, "SVCB")]
    [InlineData(65, "HTTPS")]
    [InlineData(16, "TXT")]
    [InlineData(15, "MX")]
    [InlineData(255, "ANY")]
    [InlineData(4711, "TYPE4711")]
    public void Other_types_have_no_data(int type, string name)
    {
        Assert.Null(Ask(Responder("a.example.com"), "a.example.com", (ushort)type, out int code));
        Assert.Equal(0, code);
        Assert.Equal((name, "nodata"), _recorder.All.OfType<NameLookedUp>().Select(l => (l.Type, l.Answer)).Single());
    }

    [Theory]
    [InlineData("intranet")]
    [InlineData("evil\0.a.example.com")]
    [InlineData("a b.example.com")]
    [InlineData("\u00e4.example.com")]
    [InlineData("127.0.0.1")]
    [InlineData("0x7f.1")]
    [InlineData("")]
    public void A_name_that_is_none_does_not_exist_even_where_all_is_observed(string name)
    {
        Assert.Null(Ask(new DnsResponder(new NetworkPolicy(NetworkMode.Observe, []), new NameTable(16), _recorder, new RepeatFilter(16)), name, DnsQuery.A,
            out int code));
        Assert.Equal(3, code);
    }

    [Fact]
    public void Localhost_is_the_boxs_own()
    {
        Assert.Equal(IPAddress.Loopback, Ask(Responder(""), "localhost", DnsQuery.A, out _));
        Assert.Equal(IPAddress.IPv6Loopback, Ask(Responder(""), "app.localhost", DnsQuery.AAAA, out _));
        Assert.Empty(_recorder.All);
    }

    [Fact]
    public void A_full_table_fails_for_new_names_only_and_counts()
    {
        var names = new NameTable(3);
        var responder = new DnsResponder(new NetworkPolicy(NetworkMode.Observe, []), names, _recorder, new RepeatFilter(100));
        for (int i = 0; i < 3; i++)
            Assert.NotNull(Ask(responder, $"n{i}.example.com", DnsQuery.A, out _));
        Assert.Null(Ask(responder, "n3.example.com", DnsQuery.A, out int code));
        Assert.Equal((2, 1L), (code, names.TurnedAway));
        Assert.NotNull(Ask(responder, "n0.example.com", DnsQuery.AAAA, out _));
    }

    [Fact]
    public void The_same_question_is_listed_once_and_a_flood_is_bounded()
    {
        var repeats = new RepeatFilter(10);
        var responder = new DnsResponder(NetworkPolicy.DenyAll, new NameTable(16), _recorder, repeats);
        for (int i = 0; i < 5; i++)
            Ask(responder, "same.example.com", DnsQuery.A, out _);
        for (int i = 0; i < 100; i++)
            Ask(responder, $"secret{i}.example.com", DnsQuery.A, out _);
        Assert.Equal((10, 4L, 91L), (_recorder.All.Count, repeats.Repeats, repeats.Unlisted));
    }

    [Fact]
    public void Malformed_messages_are_answered_as_such_or_not_at_all()
    {
        byte[] query = DnsQuery.Write("a.example.com", DnsQuery.A);
        DnsResponder responder = Responder("a.example.com");
        Assert.Empty(Reply(responder, query[..11]));
        Assert.Equal(1, DnsQuery.Code(Reply(responder, query[..^1])));
        Assert.Empty(Reply(responder, With(query, 2, 0x80)));
        Assert.Equal(4, DnsQuery.Code(Reply(responder, With(query, 2, 0x28))));
        Assert.Equal(1, DnsQuery.Code(Reply(responder, With(query, 5, 2))));
        Assert.Equal(1, DnsQuery.Code(Reply(responder, With(query, 5, 0))));
        Assert.Equal(1, DnsQuery.Code(Reply(responder, With(query, 7, 1))));
        Assert.Equal(1, DnsQuery.Code(Reply(responder, [.. query[..12], 0xC0, 12, 0, 1, 0, 1])));
        Assert.Equal(1, DnsQuery.Code(Reply(responder, [.. query[..12], 64, .. new byte[80]])));
        Assert.Equal(5, DnsQuery.Code(Reply(responder, DnsQuery.Write("a.example.com", DnsQuery.A, @class: 3))));
        string label = new('a', 62);
        Assert.Equal(1, DnsQuery.Code(Reply(responder, DnsQuery.Write($"{label}.{label}.{label}.{label}.{label}", DnsQuery.A))));
        byte[] withEdns = [.. With(query, 11, 1), 0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(0, DnsQuery.Code(Reply(responder, withEdns)));
    }

    [Fact]
    public void Any_bytes_get_a_bounded_answer_with_their_own_id()
    {
        DnsResponder responder = Responder("a.example.com");
        Gen<byte[]> mutated = from position in Gen.Choose(0, 30)
                              from value in Gen.Choose(0, 255)
                              from cut in Gen.Choose(0, 31)
                              select With(DnsQuery.Write("a.example.com", DnsQuery.A), position, (byte)value)[..^cut];
        Gen<byte[]> random = Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf();
        Prop.ForAll(Gen.OneOf(mutated, random).ToArbitrary(), bytes =>
        {
            byte[] reply = Reply(responder, bytes);
            return reply.Length == 0
                || (bytes.AsSpan(0, 2).SequenceEqual(reply.AsSpan(0, 2)) && (reply[2] & 0x80) != 0 && reply.Length <= DnsReply.MaximumLength);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public async Task Connections_carry_questions_one_after_another()
    {
        await using TestDoor door = await TestDoor.StartAsync("a.example.com b.example.com");
        using var client = new TcpClient();
        await client.ConnectAsync(door.DnsTcp4, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        foreach (string name in new[] { "a.example.com", "b.example.com", "a.example.com" })
        {
            byte[] query = DnsQuery.Write(name, DnsQuery.A);
            await stream.WriteAsync(new byte[] { 0, (byte)query.Length }, TestContext.Current.CancellationToken);
            await stream.WriteAsync(query, TestContext.Current.CancellationToken);
            byte[] length = new byte[2];
            await stream.ReadExactlyAsync(length, TestContext.Current.CancellationToken);
            byte[] reply = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(reply, TestContext.Current.CancellationToken);
            Assert.Equal(name[0] == 'a' ? "198.18.0.1" : "198.18.0.2", DnsQuery.Address(query, reply)?.ToString());
        }
    }

    private static byte[] With(byte[] query, int position, byte value)
    {
        byte[] copy = [.. query];
        copy[position] = value;
        return copy;
    }

    private static byte[] Reply(DnsResponder responder, byte[] query)
    {
        byte[] reply = new byte[DnsReply.MaximumLength];
        return reply[..responder.Answer(query, reply)];
    }

    private static IPAddress? Ask(DnsResponder responder, string name, ushort type, out int code)
    {
        byte[] query = DnsQuery.Write(name, type);
        byte[] reply = Reply(responder, query);
        code = DnsQuery.Code(reply);
        return DnsQuery.Address(query, reply);
    }

    private DnsResponder Responder(string allow) => new(
        new NetworkPolicy(NetworkMode.DenyByDefault, [.. allow.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(TestDoor.Rule)]),
        new NameTable(16), _recorder, new RepeatFilter(1000));
}
