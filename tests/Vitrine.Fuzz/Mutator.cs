using System.Buffers.Binary;

namespace Vitrine.Fuzz;

/// <summary>Makes new inputs of old ones. Deterministic: the same random numbers give the same input.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> seeds)
{
    private const int MaximumLength = 256 * 1024;

    // What the formats here give a meaning to: ends, escapes, depths, numbers at the edge, names that are not what they seem.
    private static readonly byte[][] Words =
    [
        [.. "\0"u8], [.. "\r\n\r\n"u8], [.. "\n"u8], [.. "\""u8], [.. "\\"u8], [.. "\\u0000"u8], [.. "\\ud800"u8], [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80],
            [0xef, 0xbb, 0xbf],
        [.. "[[[[[[[["u8], [.. "{\"a\":{\"a\":"u8], [.. "}}"u8], [.. "null"u8], [.. "true"u8], [.. "-0"u8], [.. "1e999"u8], [.. "9223372036854775808"u8],
        [.. "-2147483649"u8],
        [.. "4294967296"u8], [.. "..%2f"u8], [.. "../"u8], [.. "xn--"u8], [.. "*."u8], [.. "127.1"u8], [.. "0x7f"u8], [.. "[::ffff:127.0.0.1]"u8], [.. "%25"u8],
        [.. ":65536"u8],
        [.. "Content-Length: "u8], [.. "Transfer-Encoding: chunked\r\n"u8], [.. "data: "u8], [.. "event: "u8], [.. "\u001b["u8], [.. "\u001b]8;;"u8],
        [.. "\u009b"u8],
        [0xc0, 0x0c], [0x3f], [0x40], [0x16, 0x03, 0x01], [0x1f, 0x8b], [.. "&a"u8], [.. "*a"u8], [.. "!!"u8], [.. "<<: "u8],
    ];

    private static readonly uint[] Edges = [0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

    /// <summary>An input of one to eight steps from a seed.</summary>
    public byte[] Next()
    {
        byte[] input = seeds[random.Next(seeds.Count)];
        for (int steps = 1 << random.Next(4); steps > 0; steps--)
            input = Step(input);
        return input.Length > MaximumLength ? input[..MaximumLength] : input;
    }

    private byte[] Step(byte[] input)
    {
        int at = random.Next(input.Length + 1), length = random.Next(Math.Min(input.Length - at, 64) + 1);
        switch (random.Next(10))
        {
            case 0 when at < input.Length:
                return With(input, at, (byte)(input[at] ^ (1 << random.Next(8))));
            case 1 when at < input.Length:
                return With(input, at, (byte)random.Next(256));
            case 2:
                return [.. input[..at], .. input[(at + length)..]];
            case 3:
                return [.. input[..at], .. input[at..(at + length)], .. input[at..]];
            case 4:
                return [.. input[..at], .. Words[random.Next(Words.Length)], .. input[at..]];
            case 5:
                byte[] word = Words[random.Next(Words.Length)];
                return [.. input[..at], .. word, .. input[Math.Min(input.Length, at + word.Length)..]];
            case 6:
                byte[] other = seeds[random.Next(seeds.Count)];
                return [.. input[..at], .. other[random.Next(other.Length + 1)..]];
            case 7:
                return WithNumber(input, at);
            case 8 when random.Next(16) == 0:
                // One long run: where a length is trusted or work grows with its square.
                byte[] run = new byte[1 << random.Next(8, 17)];
                run.AsSpan().Fill(at < input.Length ? input[at] : (byte)'a');
                return [.. input[..at], .. run, .. input[at..]];
            default:
                return input[..at];
        }
    }

    private static byte[] With(byte[] input, int at, byte value)
    {
        byte[] copy = [.. input];
        copy[at] = value;
        return copy;
    }

    // A length field, in either order of bytes and any of three sizes, set to a value at an edge.
    private byte[] WithNumber(byte[] input, int at)
    {
        byte[] copy = [.. input];
        uint value = Edges[random.Next(Edges.Length)];
        Span<byte> number = stackalloc byte[4];
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteUInt32LittleEndian(number, value);
        else
            BinaryPrimitives.WriteUInt32BigEndian(number, value << (8 * (4 - (1 << random.Next(3)))));
        int length = Math.Min(1 << random.Next(3), copy.Length - at);
        number[..length].CopyTo(copy.AsSpan(at));
        return copy;
    }
}
