namespace Vitrine.Core.Inspect.Secrets;

/// <summary>Decides whether a value that is assigned to a promising name is a secret, or code, prose, a placeholder, a hash.</summary>
internal static class ValueJudge
{
    private static readonly System.Buffers.SearchValues<byte> Brackets = System.Buffers.SearchValues.Create("(){}[]"u8);

    private static readonly System.Buffers.SearchValues<byte> Signs = System.Buffers.SearchValues.Create(" ()[]{}<>\\\"'"u8);

    public static bool IsSecret(ReadOnlySpan<byte> text, SecretName name, AssignedValue value)
    {
        ReadOnlySpan<byte> bytes = text.Slice(value.Range.Start, value.Range.Length);
        if (bytes.Length < 4 || bytes.Length > 512 || bytes.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
            return false;
        if (IsSymbols(bytes, value))
            return true;
        if (Placeholders.IsOne(bytes) || IsReference(bytes, value))
            return false;
        if (bytes.Contains((byte)' ') && !(name.Kind == SecretNameKind.Password && value.IsQuoted && bytes.Count((byte)' ') == 1 && Has(bytes, ByteSet.Digits)))
            return false;
        if (name.Kind == SecretNameKind.Authorization)
            return IsCredentials(bytes) || (bytes.Length >= 16 && Randomness.LooksRandom(bytes) && IsTokenText(bytes));
        if (name.Kind == SecretNameKind.Password)
            return IsPassword(bytes, text[name.Start..name.End], value)
                || (value is { IsQuoted: true, Operator: (byte)':' } && IsOfAccount(text, bytes, name, value));
        if (value.IsQuoted
            && bytes.Length >= 16
            && name.Kind == SecretNameKind.Secret
            && !bytes.ContainsAny(Signs)
            && Has(bytes, ByteSet.Digits)
            && Randomness.WordShare(bytes) < 0.6
            && Randomness.Entropy(bytes) > 3.6)
            return true;
        return bytes.Length >= 10
            && IsTokenText(bytes)
            && Randomness.LooksRandom(bytes)
            && (bytes.Length >= 16 || name.Kind == SecretNameKind.Secret || value.IsQuoted || value.IsLine);
    }

    /// <summary>A long line of signs of all kinds, as frameworks make it for their keys and salts.</summary>
    private static bool IsSymbols(ReadOnlySpan<byte> bytes, AssignedValue value)
    {
        int special = bytes.Length - Count(bytes, ByteSet.Word) - Count(bytes, Common);
        return bytes.Length is >= 32 and <= 128
            && value.IsQuoted
            && special * 8 >= bytes.Length
            && Has(bytes, ByteSet.Digits)
            && Randomness.Entropy(bytes) > 4.2
            && Randomness.WordShare(bytes) < (special * 6 >= bytes.Length || bytes.StartsWith("django-insecure-"u8) ? 0.75 : 0.6)
            && bytes.Count((byte)' ') < 4 && bytes.IndexOf("://"u8) < 0 && bytes.Count((byte)'\\') < 3;
    }

    private static bool IsPassword(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name, AssignedValue value)
    {
        if (bytes.Length > 128 || Placeholders.IsWord(bytes) || System.Text.Ascii.EqualsIgnoreCase(bytes, name) || (!value.IsLine && Ascii.Starts(bytes, name)))
            return false;
        bool digit = Has(bytes, ByteSet.Digits), letter = Has(bytes, Letters);
        int special = bytes.Length - Count(bytes, ByteSet.Alphanumeric);
        bool joinedWords = special > 0 && special == Count(bytes, Joints);

        // A negative number, a character written as an escape.
        if ((bytes[0] == '-' && Count(bytes, ByteSet.Digits) == bytes.Length - 1)
            || (bytes[0] == '\\' && bytes.Length > 1 && bytes[1] is (byte)'u' or (byte)'x'))
            return false;

        // An argument of a call: "assertPass('user1')" and "('password', '$argon2…')" are as frequent as settings.
        if (value.Operator == '(')
            return bytes.Length >= 10 && digit && letter && !joinedWords && Randomness.LooksRandom(bytes);
        if (value.Operator == ','
            && !(letter
                && (digit || (Randomness.LooksRandom(bytes) && !joinedWords))
                && bytes.IndexOf((byte)'\\') < 0
                && ((special > 0 && !joinedWords) || Randomness.WordShare(bytes) < 0.8)))
            return false;
        if (!value.IsQuoted && !value.IsLine && value.Operator != ' ' && !(digit && letter))
            return false;
        if (digit && letter)
            return bytes.Length >= 6 || value.IsLine || value.IsQuoted;
        if (digit)
            return bytes.Length is >= 6 and <= 32 && special > 0;
        if (special > 0 && !joinedWords)
            return bytes.Length >= 6;

        // Letters alone, or words joined: most are names of fields, labels, keys of messages.
        return bytes.Length >= 8 && !joinedWords && (Randomness.WordShare(bytes) < 0.62 || (value.IsLine && value.Operator == '=') || IsMixedCase(bytes));
    }

    /// <summary>
    /// A password of letters alone in an object that names a host or database and a user, too: what clients of databases and of file transfer keep of a
    /// connection.
    /// </summary>
    private static bool IsOfAccount(ReadOnlySpan<byte> text, ReadOnlySpan<byte> bytes, SecretName name, AssignedValue value)
    {
        const int Reach = 256;
        if (bytes.Length is < 8 or > 64
            || bytes.ContainsAnyExcept(AsciiLetters)
            || Placeholders.IsWord(bytes)
            || Ascii.Has(text[name.Start..name.End], bytes)
            || Ascii.Has(bytes, text[name.Start..name.End])
            || !Object(text, value.Range.Start, Reach, out ReadOnlySpan<byte> entries))
            return false;
        return (Ascii.Has(entries, "host\""u8)
            || Ascii.Has(entries, "hostname\""u8)
            || Ascii.Has(entries, "server\""u8)
            || Ascii.Has(entries, "databasename\""u8))
            && (Ascii.Has(entries, "user\""u8) || Ascii.Has(entries, "username\""u8) || Ascii.Has(entries, "login\""u8));
    }

    // The entries of the object of JSON around a place, as far as the reach goes.
    private static bool Object(ReadOnlySpan<byte> text, int at, int reach, out ReadOnlySpan<byte> entries)
    {
        int first = Math.Max(0, at - (2 * reach)), start = text[first..at].LastIndexOfAny((byte)'{', (byte)0) + 1 + first;
        int length = text.Slice(at, Math.Min(reach, text.Length - at)).IndexOfAny((byte)'}', (byte)0);
        entries = text[start..(length < 0 ? Math.Min(text.Length, at + reach) : at + length)];
        return start > first && text[start - 1] == '{';
    }

    private static readonly System.Buffers.SearchValues<byte> AsciiLetters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Something that stands for a value: a variable, a call, a path, a URL, a member.</summary>
    private static bool IsReference(ReadOnlySpan<byte> bytes, AssignedValue value)
    {
        if (bytes[0] is (byte)'/' or (byte)'~' && bytes[1..].Contains((byte)'/') && Randomness.WordShare(bytes) > 0.5
            || bytes.StartsWith("./"u8)
            || bytes.StartsWith("../"u8)
            || bytes.IndexOf("://"u8) >= 0)
            return true;
        if (bytes[0] is (byte)'$' or (byte)'%' or (byte)'{' or (byte)'<' or (byte)'[' or (byte)'&'
            && (value.IsQuoted is false
                || bytes[^1] is (byte)'}' or (byte)'%' or (byte)'>' or (byte)']' or (byte)')'
                || bytes.Length > 1 && bytes[1] is (byte)'{' or (byte)'('))
            return true;
        if (value.IsQuoted)
            return bytes.IndexOf("(\""u8) >= 0;
        return bytes.ContainsAny(Brackets)
            || bytes.IndexOf("->"u8) >= 0
            || bytes.IndexOf("::"u8) >= 0
            || bytes.IndexOf("?."u8) >= 0
            || bytes.IndexOf("=="u8) is >= 0 and var equal && equal < bytes.Length - 2
            || bytes[0] is (byte)'.' or (byte)'*'
            || IsMember(bytes);
    }

    /// <summary><c>config.db.password</c>, <c>self.token2</c>: identifiers joined by dots, none of which is random.</summary>
    private static bool IsMember(ReadOnlySpan<byte> bytes)
    {
        int dots = 0;
        foreach (byte value in bytes)
            if (value == '.')
                dots++;
            else if (!ByteSet.Word.Contains(value))
                return false;
        return dots is > 0 and < 6 && Ascii.IsLetter(bytes[0]) && !Randomness.LooksRandom(bytes);
    }

    /// <summary>Base64 of <c>user:password</c> (RFC 7617).</summary>
    private static bool IsCredentials(ReadOnlySpan<byte> bytes)
    {
        Span<byte> plain = stackalloc byte[384];
        if (bytes.Length < 8
            || bytes.Length % 4 != 0
            || System.Buffers.Text.Base64.DecodeFromUtf8(bytes, plain, out _, out int length) != System.Buffers.OperationStatus.Done)
            return false;
        plain = plain[..length];
        return plain.IndexOf((byte)':') > 0 && !plain.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E) && !Placeholders.IsOne(plain);
    }

    private static bool IsTokenText(ReadOnlySpan<byte> bytes) => Count(bytes, TokenText) >= bytes.Length - 3;

    private static bool IsMixedCase(ReadOnlySpan<byte> bytes)
    {
        int changes = 0;
        for (int i = 1; i < bytes.Length; i++)
            if ((bytes[i] & 0x20) != (bytes[i - 1] & 0x20))
                changes++;
        return changes > bytes.Length / 3;
    }

    private static readonly ByteSet Letters = ByteSet.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly ByteSet Common = ByteSet.Of(" ,.:;'\"/");
    private static readonly ByteSet Joints = ByteSet.Of("_-. /:");
    private static readonly ByteSet TokenText = ByteSet.Alphanumeric.With(ByteSet.Of("_-+/=.~%"));

    private static bool Has(ReadOnlySpan<byte> bytes, ByteSet set) => Count(bytes, set) > 0;

    private static int Count(ReadOnlySpan<byte> bytes, ByteSet set)
    {
        int count = 0;
        foreach (byte value in bytes)
            if (set.Contains(value))
                count++;
        return count;
    }
}
