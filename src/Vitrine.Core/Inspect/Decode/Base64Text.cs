using System.Buffers;
using System.Buffers.Text;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Base64 in either alphabet (RFC 4648, 4 and 5), with or without padding, with or without line ends.</summary>
internal static class Base64Text
{
    /// <summary>Undoes it. Stray bits and a single leftover character are dropped: lenient decoders do the same.</summary>
    /// <returns>Bytes written; -1 for a character of neither alphabet.</returns>
    public static int Undo(ReadOnlySpan<byte> source, Span<byte> target)
    {
        byte[] clean = ArrayPool<byte>.Shared.Rent(source.Length + 4);
        try
        {
            int length = 0;
            foreach (byte each in source)
            {
                if (each is (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t' or (byte)'=')
                    continue;
                clean[length++] = each switch { (byte)'-' => (byte)'+', (byte)'_' => (byte)'/', _ => each };
            }

            length -= length % 4 == 1 ? 1 : 0;
            Canonical(clean.AsSpan(0, length));
            while (length % 4 != 0)
                clean[length++] = (byte)'=';
            return Decode(clean.AsSpan(0, length), target);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(clean);
        }
    }

    /// <summary>Encodes bytes in the manner of <paramref name="like"/>: its alphabet, its padding, its line ends.</summary>
    public static byte[] Redo(ReadOnlySpan<byte> data, bool isUrl, ReadOnlySpan<byte> like)
    {
        byte[] plain = new byte[Base64.GetMaxEncodedToUtf8Length(data.Length)];
        Base64.EncodeToUtf8(data, plain, out _, out int length);
        bool isPadded = like.TrimEnd("\r\n \t"u8).EndsWith("="u8) || !IsUnpadded(like);
        if (!isPadded)
            length = plain.AsSpan(0, length).TrimEnd((byte)'=').Length;
        if (isUrl)
        {
            plain.AsSpan().Replace((byte)'+', (byte)'-');
            plain.AsSpan().Replace((byte)'/', (byte)'_');
        }

        int width = like.IndexOfAny("\r\n \t"u8);
        if (width <= 0)
            return plain[..length];
        int gap = like[width..].IndexOfAnyExcept("\r\n \t"u8);
        ReadOnlySpan<byte> between = like.Slice(width, gap < 0 ? like.Length - width : gap);
        var wrapped = new ArrayBufferWriter<byte>(length + (length / width * between.Length) + 1);
        for (int i = 0; i < length; i += width)
        {
            if (i > 0)
                wrapped.Write(between);
            wrapped.Write(plain.AsSpan(i, Math.Min(width, length - i)));
        }

        return wrapped.WrittenSpan.ToArray();
    }

    // What would have needed padding and has none.
    private static bool IsUnpadded(ReadOnlySpan<byte> like)
    {
        int characters = 0;
        foreach (byte each in like)
            characters += each is (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t' ? 0 : 1;
        return characters % 4 != 0;
    }

    // The base library refuses a last character with stray bits; lenient decoders ignore them.
    private static void Canonical(Span<byte> clean)
    {
        int last = clean.Length - 1;
        int kept = (clean.Length % 4) switch { 2 => 0x30, 3 => 0x3C, _ => 0x3F };
        if (kept == 0x3F || Alphabet.IndexOf(clean[last]) is not (>= 0 and var value))
            return;
        clean[last] = Alphabet[value & kept];
    }

    private static ReadOnlySpan<byte> Alphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;

    private static int Decode(ReadOnlySpan<byte> clean, Span<byte> target) =>
        Base64.DecodeFromUtf8(clean, target, out _, out int written) == OperationStatus.Done ? written : -1;
}
