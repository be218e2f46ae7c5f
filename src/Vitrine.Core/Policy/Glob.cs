using System.Diagnostics.CodeAnalysis;

namespace Vitrine.Core.Policy;

/// <summary>
/// A pattern over slash-separated names: <c>*</c> is any part of one name, <c>?</c> one character, <c>**</c> as a whole name any number of names, none
/// included. Everything else is itself; there are no classes and no escapes, so that nobody misreads a rule. Matching takes at most
/// pattern length × path length steps, whatever the path is.
/// </summary>
public sealed class Glob : IEquatable<Glob>
{
    /// <summary>The longest pattern, in characters.</summary>
    public const int LongestPattern = 1024;

    /// <summary>The longest path that is matched; a longer one is covered by no rule that allows and by every one that denies.</summary>
    public const int LongestPath = 16_384;

    private readonly string[] _names;

    private Glob(string text, string[] names) => (Text, _names) = (text, names);

    /// <summary>The pattern.</summary>
    public string Text { get; }

    /// <summary>The names before the first one with a wildcard, joined by slashes; what a mount could be made of.</summary>
    public string LiteralPrefix => string.Join('/', _names.TakeWhile(IsLiteral));

    /// <summary>Whether there is no wildcard in it.</summary>
    public bool IsExact => Array.TrueForAll(_names, IsLiteral);

    /// <summary>Parses a pattern; <paramref name="why"/> says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Glob? glob, out string why)
    {
        ArgumentNullException.ThrowIfNull(text);
        glob = null;
        why = "";
        if (text.Length is 0 or > LongestPattern)
            why = text.Length == 0 ? "a pattern is not empty" : $"a pattern has at most {LongestPattern} characters";
        else if (text.Any(char.IsControl))
            why = "a pattern holds no control characters";
        else if (text[0] == '!')
            why = "a pattern that takes back (!) has no meaning here: put it into the other list";
        string[] names = text.Split('/');
        foreach (string name in names)
        {
            if (why.Length > 0)
                break;
            if (name is "." or "..")
                why = "'.' and '..' are no names in a pattern";
            else if (name.Contains("**", StringComparison.Ordinal) && name != "**")
                why = "'**' stands alone between slashes, such as a/**/b";
            else if (name.AsSpan().IndexOfAny("[]{}") >= 0)
                why = "there are no [classes] and no {alternatives}: write one pattern for each";
        }

        if (why.Length > 0)
            return false;
        // Two of them next to each other are one, and would only cost time.
        glob = new Glob(text, [.. names.Where((name, i) => name != "**" || i == 0 || names[i - 1] != "**")]);
        return true;
    }

    /// <summary>Whether the whole path is covered.</summary>
    public bool Matches(ReadOnlySpan<char> path, bool ignoreCase = false) => Match(path, ignoreCase, belowToo: false);

    /// <summary>Whether the path, or a directory that it is in, is covered.</summary>
    public bool MatchesAtOrBelow(ReadOnlySpan<char> path, bool ignoreCase = false) => Match(path, ignoreCase, belowToo: true);

    /// <inheritdoc/>
    public bool Equals(Glob? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Glob);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>One name against one pattern of a name: the last star alone is ever widened, which is enough for stars that are all alike.</summary>
    internal static bool MatchesName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name, bool ignoreCase)
    {
        int p = 0, n = 0, star = -1, from = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                from = n;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || IsSame(pattern[p], name[n], ignoreCase)))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++from;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

    private bool Match(ReadOnlySpan<char> path, bool ignoreCase, bool belowToo)
    {
        if (path.Length > LongestPath)
            return false;
        int p = 0, at = 0, star = -1, from = 0;
        // The path's names are taken one by one; 'at' is past the end when none is left.
        while (at <= path.Length)
        {
            int slash = path[at..].IndexOf('/');
            int end = slash < 0 ? path.Length : at + slash;
            if (p < _names.Length && _names[p] == "**")
            {
                star = p++;
                from = at;
                if (p == _names.Length)
                    return true;
            }
            else if (p < _names.Length && MatchesName(_names[p], path[at..end], ignoreCase))
            {
                p++;
                at = end + 1;
                if (belowToo && p == _names.Length)
                    return true;
            }
            else if (star >= 0)
            {
                p = star + 1;
                int next = path[from..].IndexOf('/');
                from = next < 0 ? path.Length + 1 : from + next + 1;
                at = from;
            }
            else
            {
                return false;
            }
        }

        while (p < _names.Length && _names[p] == "**")
            p++;
        return p == _names.Length;
    }

    private static bool IsLiteral(string name) => name.AsSpan().IndexOfAny('*', '?') < 0;

    private static bool IsSame(char a, char b, bool ignoreCase) => a == b || (ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}
