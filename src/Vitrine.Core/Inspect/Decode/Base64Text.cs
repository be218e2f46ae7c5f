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
        byte[] clean = ArrayPool<byte>.Shared.Rent(source.Length);
        int written = Decode(clean.AsSpan(0, Clean(source, clean)), target);
        ArrayPool<byte>.Shared.Return(clean);
        return written;
    }

    /// <summary>Leaves out line ends, blanks and padding, and makes characters of the URL-safe alphabet those of the standard one.</summary>
    /// <returns>Bytes written.</returns>
    public static int Clean(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int length = 0;
        while (!source.IsEmpty)
        {
            int kept = source.IndexOfAny(Dropped);
            kept = kept < 0 ? source.Length : kept;
            source[..kept].CopyTo(target[length..]);
            length += kept;
            source = source[Math.Min(source.Length, kept + 1)..];
        }

        target[..length].Replace((byte)'-', (byte)'+');
        target[..length].Replace((byte)'_', (byte)'/');
        return length;
    }

    /// <summary>Decodes what was cleaned. Stray bits and a single leftover character are dropped.</summary>
    /// <returns>Bytes written; -1 for a character that is none.</returns>
    public static int Decode(ReadOnlySpan<byte> clean, Span<byte> target)
    {
        int whole = clean.Length / 4 * 4;
        if (Base64.DecodeFromUtf8(clean[..whole], target, out _, out int written) != OperationStatus.Done)
            return -1;
        ReadOnlySpan<byte> rest = clean[whole..];
        if (rest.Length < 2)
            return written;
        // The base library refuses stray bits in the last character; lenient decoders ignore them.
        int first = Alphabet.IndexOf(rest[0]), second = Alphabet.IndexOf(rest[1]), third = rest.Length > 2 ? Alphabet.IndexOf(rest[2]) : 0;
        if ((first | second | third) < 0)
            return -1;
        target[written++] = (byte)((first << 2) | (second >> 4));
        if (rest.Length > 2)
            target[written++] = (byte)((second << 4) | (third >> 2));
        return written;
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

    private static ReadOnlySpan<byte> Alphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;

    private static readonly SearchValues<byte> Dropped = SearchValues.Create("\r\n \t="u8);
}
