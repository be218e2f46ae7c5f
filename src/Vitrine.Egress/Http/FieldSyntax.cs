using System.Buffers;

namespace Vitrine.Egress.Http;

/// <summary>What may stand in a message (RFC 9110 sections 5 and 9), where both HTTP versions meet: HTTP/2 can carry what would break HTTP/1 in two.</summary>
internal static class FieldSyntax
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether the text is a token: a method or the name of a field.</summary>
    public static bool IsToken(string? text) => !string.IsNullOrEmpty(text) && !text.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>Whether the text may be a field's value: no control but tab, and only what one byte holds.</summary>
    public static bool IsValue(string? text)
    {
        foreach (char c in text ?? "")
            if (c is < ' ' and not '\t' or '\x7f' or > '\xff')
                return false;
        return true;
    }

    /// <summary>Whether the text may be a request target: visible ASCII without a fragment.</summary>
    public static bool IsTarget(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.Contains('#');
}
