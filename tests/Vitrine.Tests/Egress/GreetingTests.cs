using System.Buffers;
using System.Net.Security;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Egress.Capture;
using Xunit;

namespace Vitrine.Tests.Egress;

public sealed class GreetingTests
{
    [Fact]
    public async Task A_hello_is_incomplete_at_every_byte_but_the_last()
    {
        byte[] hello = await HelloAsync("api.example.com");
        for (int length = 1; length < hello.Length; length++)
            Assert.Equal(GreetingKind.Undecided, Greeting.Look(hello.AsSpan(0, length), out _));
        Assert.Equal(GreetingKind.Tls, Greeting.Look(hello, out ClientHello read));
        Assert.Equal("api.example.com", read.ServerName);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task A_hello_may_be_spread_over_many_records_and_segments(int fragment)
    {
        byte[] spread = Spread(await HelloAsync("api.example.com"), fragment);
        Assert.Equal(GreetingKind.Tls, Greeting.Look(spread, out ClientHello read));
        Assert.Equal("api.example.com", read.ServerName);
        for (int cut = 1; cut < spread.Length; cut += 7)
        {
            Assert.Equal(GreetingKind.Tls, Greeting.Look(Segments(spread[..cut], spread[cut..]), out read));
            Assert.Equal("api.example.com", read.ServerName);
            Assert.Equal(GreetingKind.Undecided, Greeting.Look(spread.AsSpan(0, cut), out _));
        }
    }

    [Fact]
    public void A_hello_longer_than_a_record_is_read_and_one_without_end_is_not()
    {
        // 20 KB of a padding extension before SNI, over two records.
        byte[] message = Message(20_000);
        byte[] large = Spread([22, 3, 1, 0, 0, .. message], 16_000);
        Assert.Equal(GreetingKind.Tls, Greeting.Look(large, out ClientHello read));
        Assert.Equal("late.example.com", read.ServerName);
        Assert.Equal(GreetingKind.Other, Greeting.Look([22, 3, 1, 0, 4, 1, 0xFF, 0xFF, 0xFF], out _));
        byte[] endless = Spread([22, 3, 1, 0, 0, 1, 0, 0x7F, 0xFF, .. new byte[40_000]], 10);
        Assert.Equal(GreetingKind.Other, Greeting.Look(endless.AsSpan(0, ClientHello.MaximumLength), out _));
    }

    [Fact]
    public void Two_names_or_a_broken_name_make_no_hello()
    {
        byte[] name = [0, 0, 0, 8, 0, 6, 0, 0, 3, (byte)'a', (byte)'.', (byte)'b'];
        Assert.Equal(GreetingKind.Tls, Greeting.Look(Hello(name), out ClientHello read));
        Assert.Equal("a.b", read.ServerName);
        Assert.Equal(GreetingKind.Other, Greeting.Look(Hello([.. name, .. name]), out _));
        Assert.Equal(GreetingKind.Other, Greeting.Look(Hello([0, 0, 0, 8, 0, 6, 0, 0, 9, (byte)'a', (byte)'.', (byte)'b']), out _));
        Assert.Equal(GreetingKind.Other, Greeting.Look(Hello([0, 0, 0, 8, 0, 6, 1, 0, 3, (byte)'a', (byte)'.', (byte)'b']), out _));
        Assert.Equal(GreetingKind.Other, Greeting.Look(Hello([0, 0, 0, 2, 0, 0]), out _));
        Assert.Equal(GreetingKind.Tls, Greeting.Look(Hello([]), out read));
        Assert.Null(read.ServerName);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1", "Http")]
    [InlineData("M-SEARCH * HTTP/1.1", "Http")]
    [InlineData("CONNECT a.com:443 HTTP/1.1", "Http")]
    [InlineData("GET http://a.com/", "Http")]
    [InlineData("GE", "Undecided")]
    [InlineData("GET ", "Undecided")]
    [InlineData("HELO a.com", "Other")]
    [InlineData("USER anonymous", "Other")]
    [InlineData("PRI * HTTP/2.0", "Other")]
    [InlineData("get / HTTP/1.1", "Other")]
    [InlineData("SSH-2.0-x", "Other")]
    [InlineData(" GET /", "Other")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ /", "Other")]
    [InlineData("GET \r\n", "Other")]
    [InlineData("\u0080\u0001", "Other")]
    public void Requests_are_told_by_method_and_target(string text, string kind) =>
        Assert.Equal(kind, Greeting.Look(Encoding.Latin1.GetBytes(text), out _).ToString());

    [Fact]
    public async Task No_bytes_make_it_throw_and_more_bytes_never_change_its_mind()
    {
        byte[] hello = await HelloAsync("api.example.com");
        Gen<byte[]> mutated = from position in Gen.Choose(0, hello.Length - 1)
                              from value in Gen.Choose(0, 255)
                              select Enumerable.Range(0, hello.Length).Select(i => i == position ? (byte)value : hello[i]).ToArray();
        Gen<byte[]> random = Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf().Select(bytes => (byte[])[22, 3, .. bytes]);
        Prop.ForAll(Gen.OneOf(mutated, random).ToArbitrary(), bytes =>
        {
            GreetingKind all = Greeting.Look(bytes, out _);
            GreetingKind half = Greeting.Look(bytes.AsSpan(0, bytes.Length / 2), out _);
            return half == GreetingKind.Undecided || half == all;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    private static async Task<byte[]> HelloAsync(string name)
    {
        // What a real client sends, taken from its first write.
        using var sent = new FirstWrite();
        await using var client = new SslStream(sent);
        await Assert.ThrowsAnyAsync<Exception>(() => client.AuthenticateAsClientAsync(name));
        return sent.Bytes;
    }

    private static byte[] Hello(byte[] extensions)
    {
        byte[] body = [3, 3, .. new byte[32], 0, 0, 2, 0x13, 1, 1, 0, (byte)(extensions.Length >> 8), (byte)extensions.Length, .. extensions];
        return [22, 3, 1, (byte)((body.Length + 4) >> 8), (byte)(body.Length + 4), 1, 0, (byte)(body.Length >> 8), (byte)body.Length, .. body];
    }

    private static byte[] Message(int padding)
    {
        byte[] name = Encoding.ASCII.GetBytes("late.example.com");
        byte[] extensions =
        [
            0, 21, (byte)(padding >> 8), (byte)padding, .. new byte[padding],
            0, 0, 0, (byte)(name.Length + 5), 0, (byte)(name.Length + 3), 0, 0, (byte)name.Length, .. name,
        ];
        return Hello(extensions)[5..];
    }

    /// <summary>The same handshake message in records of <paramref name="fragment"/> bytes.</summary>
    private static byte[] Spread(byte[] hello, int fragment) =>
        [.. hello[5..].Chunk(fragment).SelectMany(piece => (byte[])[22, 3, 1, (byte)(piece.Length >> 8), (byte)piece.Length, .. piece])];

    private static ReadOnlySequence<byte> Segments(byte[] first, byte[] second)
    {
        var start = new Segment(first, null);
        var end = new Segment(second, start);
        return new ReadOnlySequence<byte>(start, 0, end, second.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] memory, Segment? before)
        {
            Memory = memory;
            RunningIndex = before is null ? 0 : before.RunningIndex + before.Memory.Length;
            before?.Next = this;
        }
    }

    private sealed class FirstWrite : MemoryStream
    {
        public byte[] Bytes { get; private set; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Bytes.Length == 0)
                Bytes = buffer.ToArray();
            return ValueTask.CompletedTask;
        }
    }
}
