namespace Vitrine.Core.Inspect.Secrets;

/// <summary>Secrets that stand at a place of their own: arguments of well-known programs, and lines of a password file.</summary>
internal static class CommandSecret
{
    private const int FarthestBack = 192, LongestValue = 128;

    /// <summary>The secret that begins behind <c> -u</c>, <c> -p</c>, or within a line of <c>.pgpass</c>; empty for none.</summary>
    public static TextRange Find(ReadOnlySpan<byte> text, int at, out string rule)
    {
        rule = "command-password";
        if (text[at] != ' ')
        {
            rule = "pgpass-password";
            return PasswordFile(text, at);
        }

        if (at + 4 >= text.Length || text[at + 1] != '-')
            return default;
        ReadOnlySpan<byte> before = Line(text, at);
        return text[at + 2] switch
        {
            (byte)'u' when HasWord(before, "curl"u8) || HasWord(before, "wget"u8) || HasWord(before, "http"u8) => UserAndPassword(text, at + 3),
            (byte)'p' when HasWord(before, "sshpass"u8) => Password(text, Skip(text, at + 3, 8)),
            (byte)'p' when HasWord(before, "mysql"u8)
                || HasWord(before, "mysqldump"u8)
                || HasWord(before, "mysqladmin"u8)
                || HasWord(before, "mariadb"u8) => Password(text, at + 3),
            (byte)'p' when HasWord(before, "login"u8)
                || HasWord(before, "mongo"u8)
                || HasWord(before, "mongosh"u8)
                || HasWord(before, "mongodump"u8) => Password(text, Skip(text, at + 3, 8)),
            _ => default,
        };
    }

    /// <summary>The password behind <c>--user NAME:</c>; empty for none.</summary>
    public static TextRange FindUser(ReadOnlySpan<byte> text, int at) => UserAndPassword(text, at + 6);

    /// <summary>The password in <c>IDENTIFIED [WITH x] BY 'x'</c> of SQL, whose "ied" is here; empty for none.</summary>
    public static TextRange FindIdentified(ReadOnlySpan<byte> text, int at)
    {
        if (at < 7 || !Ascii.Ends(text[(at - 7)..at], "identif"u8))
            return default;
        int limit = Math.Min(text.Length, at + 64), i = at + 4;
        while (i + 3 < limit && !Ascii.Starts(text[i..], "by "u8) && text[i] is not ((byte)'\n' or (byte)';' or 0))
            i++;
        if (i + 3 >= limit || !Ascii.Starts(text[i..], "by "u8))
            return default;
        i = Skip(text, i + 3, 8);
        if (Ascii.Starts(text[i..], "password "u8))
            i = Skip(text, i + 9, 8);
        TextRange range = Password(text, i);
        ReadOnlySpan<byte> value = text.Slice(range.Start, range.Length);

        // "is identified by the name": a password has a digit or a sign in it.
        return value.ContainsAnyInRange((byte)'0', (byte)'9') || (value.Length >= 6 && i < range.Start && value.IndexOf((byte)' ') < 0) ? range : default;
    }

    /// <summary>The text that PowerShell's <c>ConvertTo-SecureString</c> is given; empty for none.</summary>
    public static TextRange FindSecureString(ReadOnlySpan<byte> text, int at)
    {
        int start = at + 12;
        if (at < 10 || !Ascii.Ends(text[(at - 10)..at], "ConvertTo-"u8))
            return default;
        for (int options = 0; options < 4; options++)
        {
            start = Skip(text, start, 8);
            if (start >= text.Length || text[start] != '-')
                break;
            while (start < text.Length && start < at + 96 && text[start] > ' ')
                start++;
        }

        while (start < text.Length && text[start] == '\\')
            start++;
        return Password(text, start);
    }

    /// <summary><c>host:5432:database:user:password</c>, or with <c>*</c> for some of the first four.</summary>
    private static TextRange PasswordFile(ReadOnlySpan<byte> text, int at)
    {
        int start = at, first = Math.Max(0, at - FarthestBack);
        while (start > first && text[start - 1] is > (byte)' ' and not ((byte)':' or (byte)'/' or (byte)'"' or (byte)'\''))
            start--;
        if (start > first && text[start - 1] is not ((byte)'\n' or (byte)'\r' or 0 or (byte)'"'))
            return default;
        int colons = 0, i = start, limit = Math.Min(text.Length, start + 320);
        for (; i < limit && colons < 4 && text[i] > ' '; i++)
            if (text[i] == ':')
            {
                colons++;
                if (colons == 2 && !IsPort(text[start..i]))
                    return default;
            }

        if (colons < 4)
            return default;
        int end = i;
        while (end < limit && text[end] > ' ' && text[end] != '"')
            end++;
        ReadOnlySpan<byte> password = text[i..end];
        return password.Length >= 3
            && password.IndexOf((byte)':') < 0
            && password[0] is not ((byte)'*' or (byte)'<' or (byte)'$')
            && !password.SequenceEqual("password"u8)
            ? new TextRange(i, end - i)
            : default;
    }

    private static bool IsPort(ReadOnlySpan<byte> hostAndPort)
    {
        ReadOnlySpan<byte> port = hostAndPort[(hostAndPort.IndexOf((byte)':') + 1)..];
        return port is [(byte)'*'] || port.StartsWith("54"u8) && port.Length == 4 && !port.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static TextRange UserAndPassword(ReadOnlySpan<byte> text, int at)
    {
        TextRange whole = Argument(text, Skip(text, at, 8));
        ReadOnlySpan<byte> value = text.Slice(whole.Start, whole.Length);
        int colon = value.IndexOf((byte)':');
        if (colon < 0)
            return default;
        ReadOnlySpan<byte> password = value[(colon + 1)..];
        int behind = whole.Start + colon + 1;
        if (password.Length == 0 && behind < text.Length && text[behind] is (byte)'"' or (byte)'\'' && text[whole.Start - 1] != text[behind])
            return Password(text, behind);
        if (password.Length == 0)
            return colon >= 12 && !IsReference(value[..colon]) && Randomness.LooksRandom(value[..colon]) && !Placeholders.IsOne(value[..colon])
                ? new TextRange(whole.Start, colon)
                : default;
        if (IsReference(value)
            || IsReference(password)
            || password.Length < 4
            || Placeholders.IsOne(password)
            || Placeholders.IsCommonPassword(password, value[..colon]))
            return default;
        return new TextRange(whole.Start + colon + 1, password.Length);
    }

    private static TextRange Password(ReadOnlySpan<byte> text, int at)
    {
        TextRange range = Argument(text, at);
        ReadOnlySpan<byte> value = text.Slice(range.Start, range.Length);
        return value.Length >= 4 && value[0] != '-' && !IsReference(value) && !Placeholders.IsOne(value) && !Placeholders.IsCommonPassword(value, default)
            ? range
            : default;
    }

    private static bool IsReference(ReadOnlySpan<byte> value) =>
        value[0] is (byte)'$' or (byte)'<' or (byte)'{' or (byte)'%' or (byte)'[' || value.IndexOf("${"u8) >= 0 || value.IndexOf("$("u8) >= 0;

    private static TextRange Argument(ReadOnlySpan<byte> text, int at)
    {
        if (at >= text.Length)
            return new TextRange(text.Length, 0);
        int slash = text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
        byte mark = text[at + slash];
        bool quoted = mark is (byte)'"' or (byte)'\'';
        int start = quoted ? at + slash + 1 : at, end = start, limit = Math.Min(text.Length, start + LongestValue);
        while (end < limit
            && text[end] is not ((byte)'\n' or (byte)'\r' or 0)
            && (quoted
                ? text[end] != mark && text[end] != '\\'
                : text[end] is not ((byte)' ' or (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'\\' or (byte)';' or (byte)')')))
            end++;
        return end == limit && limit < text.Length ? new TextRange(start, 0) : new TextRange(start, end - start);
    }

    private static int Skip(ReadOnlySpan<byte> text, int at, int most)
    {
        int limit = Math.Min(text.Length, at + most);
        while (at < limit && text[at] is (byte)' ' or (byte)'=')
            at++;
        return at;
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text, int at)
    {
        int start = at, first = Math.Max(0, at - FarthestBack);
        while (start > first
            && (text[start - 1] is not ((byte)'\n' or 0) || (start > 1 && text[start - 1] == '\n' && text[start - 2] == '\\'))
            && !(text[start - 1] == 'n' && start > 1 && text[start - 2] == '\\'))
            start--;
        return text[start..at];
    }

    private static bool HasWord(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word)
    {
        for (int from = 0; line[from..].IndexOf(word) is >= 0 and var at; from += at + word.Length)
        {
            int start = from + at, end = start + word.Length;
            if ((start == 0 || !ByteSet.Alphanumeric.Contains(line[start - 1]))
                && (end == line.Length || line[end] is (byte)' ' or (byte)'"' or (byte)'\'' or (byte)',' or (byte)'.'))
                return true;
        }

        return false;
    }
}
