namespace Vitrine.Core.Inspect.Secrets;

/// <summary>What people write where a secret would stand.</summary>
internal static class Placeholders
{
    private static readonly byte[][] Inside = Bytes(
        "example", "sample", "dummy", "placeholder", "changeme", "change_me", "change-me", "change_this", "your_", "your-", "yourkey", "yourtoken",
            "yoursecret", "yourpass", "insert", "replace", "redacted", "xxxx", "****", "....", "####",
        "${", "{{", "#{", "$(", "<%", "%(", "todo", "fixme", "getenv", "environ", "process.env", "foobar", "masked", "removed", "hidden", "_here", "-here",
        "goes", "notreal", "not_real", "not-a-", "not_a_", "fake", "mock", "asdf", "qwerty", "deadbeef", "aaaaaa", "000000", "lorem", "my_secret",
        "my-secret", "mysecret", "enter_", "some_", "some-");

    private static readonly byte[][] InsideShort = Bytes("12345678", "abcdefgh");

    private static readonly byte[][] InToken = Bytes("EXAMPLE", "XXXXXX", "PLACEHOLDER", "REDACTED", "YOUR_", "YOUR-", "CHANGEME", "DUMMY", "000000000");

    private static readonly HashSet<string> Words = new(
        ["password", "passwd", "pass", "pwd", "secret", "token", "key", "apikey", "string", "text", "null", "none", "nil", "true", "false", "undefined",
            "required", "optional", "hidden", "test", "testing", "user", "username",
         "admin", "root", "default", "value", "empty", "unknown", "number", "bool", "boolean", "object", "any", "str", "bytes", "input", "new", "old",
         "current", "confirm", "invalid", "wrong", "incorrect", "valid", "yes", "no",
         "localhost", "guest", "postgres", "mysql", "redis", "foo", "bar", "baz", "hello", "bearer", "basic", "digest", "auto", "manual", "oauth", "oauth2",
         "oidc", "saml", "ldap", "md5", "sha1", "sha256", "sha512", "bcrypt", "argon2", "scrypt",
         "plaintext", "base64", "utf8", "utf-8", "pass1", "password1", "password2", "float", "int32", "int64", "uint8", "char*", "const", "type=password"],
         StringComparer.OrdinalIgnoreCase);

    private static byte[][] Bytes(params ReadOnlySpan<string> words)
    {
        byte[][] bytes = new byte[words.Length][];
        for (int i = 0; i < words.Length; i++)
            bytes[i] = System.Text.Encoding.ASCII.GetBytes(words[i]);
        return bytes;
    }

    /// <summary>Whether an assigned value only stands for one.</summary>
    public static bool IsOne(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> head = value.Length > 512 ? value[..512] : value;
        foreach (byte[] word in Inside)
            if (Ascii.Has(head, word))
                return true;
        if (value.Length < 24)
            foreach (byte[] word in InsideShort)
                if (Ascii.Has(head, word))
                    return true;
        if (value[0] == '<' && value[^1] == '>')
            return true;
        if (value.Length > 0 && value.IndexOfAnyExcept(value[0]) < 0)
            return true;
        return IsWord(value);
    }

    public static bool IsWord(ReadOnlySpan<byte> value)
    {
        if (value.Length is 0 or > 24)
            return false;
        Span<char> characters = stackalloc char[24];
        for (int i = 0; i < value.Length; i++)
            characters[i] = (char)value[i];
        return Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(characters[..value.Length]);
    }

    /// <summary>What a URL in a manual or a local compose file has.</summary>
    public static bool IsCommonPassword(ReadOnlySpan<byte> password, ReadOnlySpan<byte> user) =>
        System.Text.Ascii.EqualsIgnoreCase(password, user) || IsWord(password) || (password.Length < 5 && password.IndexOfAnyInRange((byte)'0', (byte)'9') < 0);

    /// <summary>Whether a token is one with its secret part left to fill in: <c>ghp_xxxx…</c>, or a word that says so.</summary>
    public static bool IsFilled(ReadOnlySpan<byte> token)
    {
        int run = 1;
        for (int i = 1; i < token.Length; i++)
        {
            run = token[i] == token[i - 1] ? run + 1 : 1;
            if ((run >= 7 && token[i] is (byte)'x' or (byte)'X' or (byte)'*' or (byte)'0' or (byte)'.' or (byte)'_'))
                return true;
        }

        return HasWord(token);
    }

    /// <summary>Whether a token of a known format says that it is none.</summary>
    public static bool HasWord(ReadOnlySpan<byte> token)
    {
        ReadOnlySpan<byte> head = token.Length > 300 ? token[..300] : token;
        foreach (byte[] word in InToken)
            if (Ascii.Has(head, word))
                return true;
        return false;
    }
}
