namespace Vitrine.Core.Inspect.Secrets;

/// <summary>Private keys in text: PEM (RFC 7468 and the older forms), OpenSSH, OpenPGP armour (RFC 9580), PuTTY.</summary>
internal static class PrivateKeys
{
    private const int LongestLabel = 64, LongestKey = 1 << 16, ShortestBody = 40;

    /// <summary>The key whose <c>BEGIN</c> is here, from its first dash to its last; empty for none, such as a public key or a mention in prose.</summary>
    public static TextRange Find(ReadOnlySpan<byte> text, int begin)
    {
        ReadOnlySpan<byte> label = Label(text, begin);
        if (!Ascii.Has(label, "PRIVATE KEY"u8))
            return default;
        int body = begin + 6 + label.Length;
        while (body < text.Length && text[body] == '-')
            body++;
        ReadOnlySpan<byte> rest = text.Slice(body, Math.Min(LongestKey, text.Length - body));
        rest = UpTo(rest, "-----BEGIN"u8, 0);
        int end = rest.IndexOf("-----END"u8);
        int length = end < 0 ? BodyLength(rest) : end;
        if (!HasBody(rest[..length]))
            return default;
        if (end >= 0)
        {
            length += 8;
            while (length < rest.Length && rest[length] is not ((byte)'\n' or (byte)'"' or (byte)'\'' or (byte)'\\') && length < end + LongestLabel)
                length++;
        }

        int start = begin;
        while (start > 0 && text[start - 1] == '-' && begin - start < 5)
            start--;
        return new TextRange(start, body + length - start);
    }

    /// <summary>The rule for the key whose <c>BEGIN</c> is here.</summary>
    public static string RuleAt(ReadOnlySpan<byte> text, int begin)
    {
        ReadOnlySpan<byte> label = Label(text, begin);
        return Ascii.Has(label, "OPENSSH"u8) ? "openssh-private-key" : Ascii.Has(label, "PGP"u8) ? "pgp-private-key" : "private-key";
    }

    private static ReadOnlySpan<byte> PuttyHeader => "PuTTY-User-Key-File-"u8;

    /// <summary>A PuTTY key file around its word "Key"; empty for none.</summary>
    public static TextRange FindPutty(ReadOnlySpan<byte> text, int key)
    {
        if (key < 11 || !text[(key - 11)..].StartsWith(PuttyHeader))
            return default;
        ReadOnlySpan<byte> file = text.Slice(key - 11, Math.Min(LongestKey, text.Length - key + 11));
        file = UpTo(file, PuttyHeader, PuttyHeader.Length);
        int lines = file.IndexOf("Private-Lines:"u8), mac = file.IndexOf("Private-MAC:"u8);
        return lines < 0 ? default : new TextRange(key - 11, mac > lines ? mac : file.Length);
    }

    // The next header begins another key, which is looked at from there: headers in a row would each be searched to the end otherwise. A NUL parts texts.
    private static ReadOnlySpan<byte> UpTo(ReadOnlySpan<byte> text, ReadOnlySpan<byte> header, int from)
    {
        int next = text[from..].IndexOf(header);
        if (next >= 0)
            text = text[..(from + next)];
        return text.IndexOf((byte)0) is >= 0 and var zero ? text[..zero] : text;
    }

    private static ReadOnlySpan<byte> Label(ReadOnlySpan<byte> text, int begin)
    {
        int start = Math.Min(begin + 6, text.Length), end = start;
        while (end < text.Length && end - start < LongestLabel && (text[end] is (byte)' ' || ByteSet.Alphanumeric.Contains(text[end])))
            end++;
        return end < text.Length && text[end] == '-' ? text[start..end] : [];
    }

    private static int BodyLength(ReadOnlySpan<byte> rest)
    {
        int length = 0;
        while (length < rest.Length
            && (ByteSet.Base64.Contains(rest[length]) || rest[length] is (byte)'\n' or (byte)'\r' or (byte)'=' or (byte)' ' or (byte)'\\'))
            length++;
        return length;
    }

    private static bool HasBody(ReadOnlySpan<byte> body)
    {
        int count = 0, run = 0;
        for (int i = 0; i < body.Length && i < 4096; i++)
        {
            run = ByteSet.Base64.Contains(body[i]) ? run + 1 : 0;
            count = Math.Max(count, run);
        }

        return count >= ShortestBody;
    }
}
