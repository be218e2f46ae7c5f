namespace Vitrine.Core.Inspect.Secrets;

/// <summary>A password before the host of a URL (RFC 3986, section 3.2.1): databases, brokers, git remotes.</summary>
internal static class UrlPassword
{
    private const int LongestUserInfo = 320;

    /// <summary>The password in the URL whose <c>://</c> is here; empty for none.</summary>
    public static (TextRange Range, string Rule) Find(ReadOnlySpan<byte> text, int at)
    {
        int start = at + 3, colon = -1, sign = -1;
        int limit = Math.Min(text.Length, start + LongestUserInfo);
        int i = start;
        for (; i < limit; i++)
        {
            byte value = text[i];
            if (value == '@')
                sign = i;
            else if (value == ':' && colon < 0)
                colon = i;
            else if (value is <= (byte)' '
                or (byte)'"'
                or (byte)'\''
                or (byte)'<'
                or (byte)'>'
                or (byte)'`'
                or (byte)'('
                or (byte)')'
                or (byte)'/'
                or (byte)'{'
                or (byte)'}'
                or >= 0x7F)
                break;
        }

        if (sign < 0)
            return default;
        if (colon < 0 || colon > sign)
            return sign - start >= 16 && Randomness.LooksRandom(text[start..sign]) ? (new TextRange(start, sign - start), "url-token") : default;
        ReadOnlySpan<byte> user = text[start..colon], password = text[(colon + 1)..sign];
        if (password.Length < 3
            || sign + 1 >= text.Length
            || Placeholders.IsOne(password)
            || Placeholders.IsCommonPassword(password, user)
            || password.ContainsAny("$*"u8) && password[0] is (byte)'$' or (byte)'*')
            return default;
        return (new TextRange(colon + 1, password.Length), Rule(text, at));
    }

    private static string Rule(ReadOnlySpan<byte> text, int at)
    {
        ReadOnlySpan<byte> before = text[Math.Max(0, at - 16)..at];
        return Ascii.Ends(before, "postgres"u8) || Ascii.Ends(before, "postgresql"u8) ? "postgres-url"
            : Ascii.Ends(before, "mysql"u8) || Ascii.Ends(before, "mariadb"u8) ? "mysql-url"
                : Ascii.Ends(before, "mongodb"u8) || Ascii.Ends(before, "mongodb+srv"u8) ? "mongodb-url"
                    : Ascii.Ends(before, "redis"u8) || Ascii.Ends(before, "rediss"u8) ? "redis-url"
                        : Ascii.Ends(before, "amqp"u8) || Ascii.Ends(before, "amqps"u8) ? "amqp-url"
                            : "url-password";
    }
}
