namespace Vitrine.Core.Inspect.Secrets;

internal enum SecretNameKind
{
    None,
    Password,
    Secret,
    Key,
    Authorization,
}

/// <summary>A name that promises a secret, such as <c>DB_PASSWORD</c> or <c>clientSecret</c>.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">Behind its last byte.</param>
/// <param name="Kind">What it promises.</param>
internal readonly record struct SecretName(int Start, int End, SecretNameKind Kind)
{
    /// <summary>The longest name looked at, in bytes.</summary>
    public const int Longest = 80;

    // A name that ends so holds something about the secret.
    private static readonly string[][] About = ByEnd(
        ["file", "path", "name", "length", "len", "type", "field", "label", "placeholder", "regex", "pattern", "count", "limit", "expiry", "expires",
            "expiration", "ttl", "size", "policy", "reset", "hint",
         "column", "header", "prefix", "suffix", "version", "required", "min", "max", "index", "error", "message", "title", "text", "description", "strength",
         "url", "uri", "endpoint", "format", "kind", "mode",
         "enabled", "attribute", "attr", "algorithm", "alg", "provider", "source", "arn", "changed", "changes", "updated", "date", "time", "at", "checksum",
         "sha", "sha1", "sha256", "md5", "digest", "fingerprint", "class", "style", "id",
         "selector", "button", "input", "form", "page", "link", "method", "usage", "template", "budget", "rate", "ids", "names", "public", "pub", "row", "code",
         "spec", "pair", "store", "map", "list", "hash", "ref"]);

    /// <summary>The name around a word that was found in it.</summary>
    public static SecretName Read(ReadOnlySpan<byte> text, int at)
    {
        (int word, SecretNameKind kind) = Word(text, at);
        if (kind == SecretNameKind.None)
            return default;
        int end = at + word, start = at;
        int last = Math.Min(text.Length, end + 32), first = Math.Max(0, at - 40);
        while (end < last && ByteSet.Base64Url.Contains(text[end]))
            end++;
        if (end == last || !IsGiven(text, end))
            return default;
        while (start > first && (ByteSet.Base64Url.Contains(text[start - 1]) || text[start - 1] == '.'))
            start--;
        while (end > at + word && text[end - 1] == '-')
            end--;
        // Of "salt" the table knows three letters.
        int joint = kind == SecretNameKind.Key && (text[at] | 0x20) == 'a' ? 1 : 0;
        if (!EndsWord(text, at - joint, word + joint)
            || IsAbout(text[(at + word)..end])
            || IsType(text, start)
            || (word == 5 && kind == SecretNameKind.Secret && IsCursor(text[start..at])))
            return default;
        if (kind == SecretNameKind.Key && start == at && end == at + word && AnnouncedBy(text[Math.Max(0, at - 16)..at]) is > 0 and var announced)
            return new SecretName(at - announced, end, SecretNameKind.Secret);
        return kind == SecretNameKind.Key && !IsSecretKey(text[start..at], text[(at + word)..end]) ? default : new SecretName(start, end, kind);
    }

    /// <summary>Whether something like an assignment follows: most words stand in prose or code and are done with here.</summary>
    private static bool IsGiven(ReadOnlySpan<byte> text, int end)
    {
        byte next = text[end];
        if (next is (byte)'='
            or (byte)':'
            or (byte)'"'
            or (byte)'\''
            or (byte)'>'
            or (byte)'('
            or (byte)'`'
            or (byte)'\\'
            or (byte)']'
            or (byte)'?'
            or (byte)'.'
            or (byte)'!')
            return true;
        if (next is (byte)'\n' or (byte)'\r' or (byte)'<')
            return PairedValue.Find(text, end) > 0;
        if (next == ',')
            return end + 2 < text.Length && text[end + 1] == ' ' && text[end + 2] == '"';
        if (next is not ((byte)' ' or (byte)'\t'))
            return false;
        while (end < text.Length && text[end] is (byte)' ' or (byte)'\t')
            end++;
        return end < text.Length && text[end] >= '!';
    }

    private static (int Length, SecretNameKind Kind) Word(ReadOnlySpan<byte> all, int at)
    {
        ReadOnlySpan<byte> text = all[at..];
        switch (text[0] | 0x20)
        {
            case 'p':
                return (PasswordWord(text), SecretNameKind.Password) is { Item1: > 0 } password ? password : default;
            case 's':
                return Ascii.Starts(text, "secret"u8) ? (6, SecretNameKind.Secret) : default;
            case 't':
                return Ascii.Starts(text, "token"u8) ? (5, SecretNameKind.Secret) : default;
            case 'k':
                return Ascii.Starts(text, "key"u8) ? (3, SecretNameKind.Key) : default;
            case 'c':
                return Ascii.Starts(text, "credential"u8) ? (10, SecretNameKind.Secret) : Ascii.Starts(text, "creds"u8) ? (5, SecretNameKind.Secret) : default;
            case 'a':
                return Ascii.Starts(text, "authorization"u8)
                    ? (13, SecretNameKind.Authorization)
                    : Ascii.Starts(text, "auth"u8)
                        ? (4, SecretNameKind.Authorization)
                        : Ascii.Starts(text, "alt"u8) && at > 0 && (all[at - 1] | 0x20) == 's' ? (3, SecretNameKind.Key) : default;
            case 'b':
                return Ascii.Starts(text, "bearer "u8) ? (6, SecretNameKind.Authorization) : default;
            default:
                return default;
        }
    }

    private static int PasswordWord(ReadOnlySpan<byte> text)
    {
        foreach (byte[] word in PasswordWords)
            if (Ascii.Starts(text, word))
                return word.Length;
        return text.Length > 2 && text[1] is (byte)'w' or (byte)'W' && text[2] is (byte)':' or (byte)'=' ? 2 : 0;
    }

    // The longer first; and how people misspell it.
    private static readonly byte[][] PasswordWords =
    [
        "passphrase"u8.ToArray(), "password"u8.ToArray(), "passwort"u8.ToArray(), "passcode"u8.ToArray(), "passwd"u8.ToArray(), "passwrd"u8.ToArray(),
            "pass"u8.ToArray(), "pasword"u8.ToArray(), "paswrd"u8.ToArray(),
        "paswd"u8.ToArray(), "pssword"u8.ToArray(), "psswrd"u8.ToArray(), "psswd"u8.ToArray(), "pswrd"u8.ToArray(), "psword"u8.ToArray(), "pswd"u8.ToArray(),
        "pwd"u8.ToArray(), "psw"u8.ToArray(),
    ];

    /// <summary>"token" ends a word in "tokenValue" and "token_2", not in "tokenizer".</summary>
    private static bool EndsWord(ReadOnlySpan<byte> text, int at, int word)
    {
        if (at + word >= text.Length)
            return false;
        byte next = text[at + word], last = text[at + word - 1];
        bool goesOn = next is >= (byte)'a' and <= (byte)'z'
            ? last is >= (byte)'a' and <= (byte)'z' || word > 3
            : next is >= (byte)'A' and <= (byte)'Z' && last is >= (byte)'A' and <= (byte)'Z';
        if (goesOn && !(next is (byte)'s' or (byte)'S' && at + word + 1 < text.Length && !Ascii.IsLetter(text[at + word + 1])))
            return false;

        // "compass", "bypass", "monkey": the word is the end of another. A secret's name has a joint there, or a short known beginning.
        if (word > 4
            || at == 0
            || !Ascii.IsLetter(text[at - 1])
            || (text[at] is >= (byte)'A' and <= (byte)'Z' && text[at - 1] is >= (byte)'a' and <= (byte)'z'))
            return true;
        ReadOnlySpan<byte> before = text[Math.Max(0, at - 8)..at];
        foreach (string start in (ReadOnlySpan<string>)["db", "my", "user", "root", "admin", "smtp", "sql", "mail", "api", "access", "auth", "private",
            "secret", "account", "pg"])
            if (EndsWith(before, start))
                return true;
        return false;
    }

    private static bool IsAbout(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 2)
            return false;
        foreach (string word in About[rest[^1] & 31])
            if (EndsWith(rest, word)
                && (rest.Length == word.Length
                    || !Ascii.IsLetter(rest[rest.Length - word.Length - 1])
                    || rest[rest.Length - word.Length] is >= (byte)'A' and <= (byte)'Z'
                    || (rest.Length == word.Length + 1 && rest[0] is (byte)'s' or (byte)'S')))
                return true;
        return false;
    }

    // By their last byte, since most can be told by it.
    private static string[][] ByEnd(ReadOnlySpan<string> words)
    {
        var lists = new List<string>?[32];
        foreach (string word in words)
            (lists[word[^1] & 31] ??= []).Add(word);
        var ends = new string[32][];
        for (int i = 0; i < ends.Length; i++)
            ends[i] = lists[i]?.ToArray() ?? [];
        return ends;
    }

    /// <summary>The length of "secret " and its like before a "key" that stands by itself, as in what people write to each other; 0 for none.</summary>
    private static int AnnouncedBy(ReadOnlySpan<byte> before)
    {
        foreach (string word in (ReadOnlySpan<string>)["secret ", "access ", "api ", "private ", "authentication ", "encryption ", "master ", "shared "])
            if (EndsWith(before, word))
                return word.Length;
        return 0;
    }

    /// <summary><c>AWS::IAM::AccessKey</c> names a type; <c>arn:…:secret:name</c> a resource.</summary>
    private static bool IsType(ReadOnlySpan<byte> text, int start) =>
        start > 1 && text[start - 1] == ':' && (text[start - 2] == ':' || text[Math.Max(0, start - 80)..start].IndexOf("arn:"u8) >= 0);

    /// <summary>Tokens that say where a list goes on, or that a request is the same one: they open nothing.</summary>
    private static bool IsCursor(ReadOnlySpan<byte> before)
    {
        while (before.Length > 0 && !Ascii.IsLetter(before[^1]))
            before = before[..^1];
        if (before.IsEmpty)
            return false;
        foreach (string word in Cursors[before[^1] & 31])
            if (EndsWith(before, word))
                return true;
        return false;
    }

    private static readonly string[][] Cursors = ByEnd(
        ["next", "change", "lock", "request", "import", "continuation", "continue", "page", "pagination", "client", "idempotency", "verification", "sync",
            "resume", "update", "cancellation", "cancel", "product", "csrf", "xsrf", "authenticity", "public", "start",
         "starting", "stop", "pad", "eos", "bos", "end", "begin", "max", "device", "design", "lexer", "syntax", "parse", "consumer", "lifecycleaction"]);

    /// <summary>"key" alone is a key of a dictionary as a rule.</summary>
    private static bool IsSecretKey(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        if (after.Length > 0 && !Ascii.Has(after, "secret"u8) && Ascii.IsLetter(after[0]) && after.Length > 8)
            return false;
        while (before.Length > 0 && !Ascii.IsLetter(before[^1]))
            before = before[..^1];
        if (Ascii.Ends(before, "public"u8)
            || Ascii.Ends(before, "primary"u8)
            || Ascii.Ends(before, "foreign"u8)
            || Ascii.Ends(before, "cache"u8)
            || Ascii.Ends(before, "sort"u8)
            || Ascii.Ends(before, "partition"u8)
            || Ascii.Ends(before, "hot"u8)
            || Ascii.Ends(before, "site"u8)
            || Ascii.Ends(before, "i18n"u8)
            || Ascii.Ends(before, "tag"u8)
            || Ascii.Ends(before, "schema"u8)
            || Ascii.Ends(before, "context"u8)
            || Ascii.Ends(before, "normalized"u8)
            || Ascii.Ends(before, "natural"u8)
            || Ascii.Ends(before, "bucket"u8)
            || Ascii.Ends(before, "object"u8)
            || Ascii.Ends(before, "device"u8)
            || Ascii.Ends(before, "result"u8)
            || Ascii.Ends(before, "idempotency"u8)
            || Ascii.Ends(before, "hash"u8)
            || Ascii.Ends(before, "lookup"u8)
            || Ascii.Ends(before, "group"u8))
            return false;
        return before.Length >= 2;
    }

    private static bool EndsWith(ReadOnlySpan<byte> text, string word)
    {
        if (text.Length < word.Length)
            return false;
        for (int i = word.Length - 1; i >= 0; i--)
            if ((text[text.Length - word.Length + i] | 0x20) != (word[i] | 0x20))
                return false;
        return true;
    }
}
