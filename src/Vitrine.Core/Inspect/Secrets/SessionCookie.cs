namespace Vitrine.Core.Inspect.Secrets;

/// <summary>The session in a <c>Cookie</c> or <c>Set-Cookie</c> header (RFC 6265): whoever has it is logged in.</summary>
internal static class SessionCookie
{
    private const int LongestHeader = 4096;

    /// <summary>The first value in the header whose name is here that is a session's; empty for none.</summary>
    public static TextRange Find(ReadOnlySpan<byte> text, int at)
    {
        int i = at + 6;
        while (i < text.Length && i < at + 12 && text[i] is (byte)'"' or (byte)'\'' or (byte)' ' or (byte)'\\')
            i++;
        if (i >= text.Length || text[i] is not ((byte)':' or (byte)'='))
            return default;
        i++;
        int limit = Math.Min(text.Length, at + LongestHeader);
        while (i < limit)
        {
            while (i < limit && text[i] is (byte)' ' or (byte)';' or (byte)'"' or (byte)'\'')
                i++;
            int name = i;
            while (i < limit && (ByteSet.Base64Url.Contains(text[i]) || text[i] == '.'))
                i++;
            if (i == name || i >= limit || text[i] != '=')
                return default;
            int value = ++i;
            while (i < limit && text[i] > ' ' && text[i] is not ((byte)';' or (byte)'"' or (byte)'\'' or (byte)'\\' or (byte)',' or >= 0x7F))
                i++;
            ReadOnlySpan<byte> bytes = text[value..i];
            if (bytes.Length is >= 16 and <= 1024 && IsSession(text[name..(value - 1)]) && Randomness.LooksRandom(bytes) && !Placeholders.IsOne(bytes))
                return new TextRange(value, i - value);
            if (i >= limit || text[i] != ';')
                return default;
        }

        return default;
    }

    private static bool IsSession(ReadOnlySpan<byte> name) =>
        Ascii.Has(name, "sess"u8)
        || Ascii.Has(name, "sid"u8)
        || Ascii.Has(name, "auth"u8)
        || Ascii.Has(name, "jwt"u8)
        || Ascii.Has(name, "remember"u8)
        || (Ascii.Has(name, "token"u8) && !Ascii.Has(name, "csrf"u8) && !Ascii.Has(name, "xsrf"u8));
}
