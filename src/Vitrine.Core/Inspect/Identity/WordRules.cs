namespace Vitrine.Core.Inspect.Identity;

/// <summary>When a literal that stands in a text is the value, and not a part of something else.</summary>
internal sealed class WordRules(byte[] home)
{
    // What stands before the user's name in the home path.
    private readonly byte[] _parent = home[..(home.AsSpan().LastIndexOf((byte)'/') + 1)];

    public bool Takes(ReadOnlySpan<byte> text, int begin, in Literal literal)
    {
        if (!literal.IsWord)
            return true;
        int end = begin + literal.Bytes.Length;
        if ((begin > 0 && Joins(text[begin - 1]) && Joins(literal.Bytes[0])) || (end < text.Length && Joins(text[end]) && Joins(literal.Bytes[^1])))
            return false;
        // "max-age" is not Max; a host's name may go on with its domain, and a remote's with ".git".
        if (literal.Kind is IdentityKind.UserName
            && ((begin > 0 && text[begin - 1] is (byte)'-' or (byte)'_') || (end < text.Length && text[end] is (byte)'-' or (byte)'_')))
            return false;
        // Within the home path it is the home path that was found.
        return literal.Kind != IdentityKind.UserName || home.Length == 0 || begin < _parent.Length || !text[(begin - _parent.Length)..].StartsWith(home);
    }

    private static bool Joins(byte b) => char.IsAsciiLetterOrDigit((char)b) || b >= 0x80;
}
