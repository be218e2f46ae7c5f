using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Core.Inspect.Secrets;

/// <summary>A rule that is a regular expression, as other scanners have them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Description">What it finds.</param>
/// <param name="Pattern">The expression. It must be <see cref="RegexOptions.NonBacktracking"/>: the text is hostile.</param>
/// <param name="Group">The group that is the secret; 0 for the first that matched, or the whole.</param>
/// <param name="Entropy">Least bits for each character of the secret; 0 for any.</param>
/// <param name="Keywords">Words of which one must be near, lower case; empty for always.</param>
/// <param name="Allowed">What is no secret.</param>
public sealed record SecretPattern(string Id, string Description, Regex Pattern, int Group, double Entropy, IReadOnlyList<string> Keywords,
    IReadOnlyList<AllowedSecret> Allowed);

/// <summary>What a rule does not report.</summary>
/// <param name="Patterns">Expressions.</param>
/// <param name="StopWords">Words within the secret, lower case.</param>
/// <param name="Target">What the expressions are held against: <c>secret</c>, <c>match</c> or <c>line</c>.</param>
/// <param name="All">Whether all kinds of conditions must hold, not one.</param>
public sealed record AllowedSecret(IReadOnlyList<Regex> Patterns, IReadOnlyList<string> StopWords, string Target, bool All);

/// <summary>Rules that are regular expressions, run only near their keywords.</summary>
public sealed class SecretPatterns
{
    // As far as an expression sees around a keyword; the same text is looked at once for each rule.
    private const int Window = 1024, LongestPiece = 1 << 20;
    private readonly IReadOnlyList<SecretPattern> _patterns;

    /// <summary>Takes the rules.</summary>
    /// <exception cref="ArgumentException">An expression may backtrack.</exception>
    public SecretPatterns(IReadOnlyList<SecretPattern> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        foreach (SecretPattern pattern in patterns)
            if (!pattern.Pattern.Options.HasFlag(RegexOptions.NonBacktracking))
                throw new ArgumentException($"The rule '{pattern.Id}' has an expression that may backtrack.", nameof(patterns));
        _patterns = patterns;
    }

    /// <summary>How many rules there are.</summary>
    public int Count => _patterns.Count;

    internal void Find(ReadOnlySpan<byte> text, List<SecretHit> hits, int most)
    {
        if (_patterns.Count == 0)
            return;
        for (int at = 0; at < text.Length && hits.Count < most;)
        {
            int length = text[at..].IndexOf((byte)0);
            length = length < 0 ? text.Length - at : length;
            for (int part = 0; part < length; part += LongestPiece - Window)
                FindInPiece(at + part, text.Slice(at + part, Math.Min(LongestPiece, length - part)), hits, most);
            at += length + 1;
        }
    }

    private void FindInPiece(int offset, ReadOnlySpan<byte> piece, List<SecretHit> hits, int most)
    {
        // One character for each byte: places in the string are places in the text, and the formats are ASCII.
        string? characters = null;
        foreach (SecretPattern pattern in _patterns)
        {
            if (pattern.Keywords.Count > 0 && !HasKeyword(pattern, piece))
                continue;
            characters ??= Encoding.Latin1.GetString(piece);
            int last = -1;
            for (Match match = pattern.Pattern.Match(characters); match.Success && hits.Count < most; match = match.NextMatch())
            {
                Group group = Secret(pattern, match);
                if (group.Length == 0 || group.Index <= last || IsAllowed(pattern, characters, match, group))
                    continue;
                last = group.Index;
                if (!hits.Exists(hit => hit.Range.Start == offset + group.Index && hit.Rule == pattern.Id))
                    hits.Add(new SecretHit(new TextRange(offset + group.Index, group.Length), pattern.Id, null, "", SecretCheck.None));
            }
        }
    }

    private static bool HasKeyword(SecretPattern pattern, ReadOnlySpan<byte> piece)
    {
        Span<byte> word = stackalloc byte[128];
        foreach (string keyword in pattern.Keywords)
            if (keyword.Length <= word.Length && Encoding.Latin1.TryGetBytes(keyword, word, out int length) && Ascii.Has(piece, word[..length]))
                return true;
        return false;
    }

    private static Group Secret(SecretPattern pattern, Match match)
    {
        if (pattern.Group > 0 && pattern.Group < match.Groups.Count)
            return match.Groups[pattern.Group];
        for (int i = 1; i < match.Groups.Count; i++)
            if (match.Groups[i].Success && match.Groups[i].Length > 0)
                return match.Groups[i];
        return match;
    }

    private static bool IsAllowed(SecretPattern pattern, string text, Match match, Group secret)
    {
        if (pattern.Entropy > 0 && Randomness.Entropy(Encoding.Latin1.GetBytes(secret.Value)) <= pattern.Entropy)
            return true;
        foreach (AllowedSecret allowed in pattern.Allowed)
        {
            string target = allowed.Target switch { "match" => match.Value, "line" => Line(text, match.Index), _ => secret.Value };
            bool byPattern = allowed.Patterns.Any(expression => expression.IsMatch(target));
            bool byWord = allowed.StopWords.Any(word => secret.Value.Contains(word, StringComparison.OrdinalIgnoreCase));
            if (allowed.All
                ? (byPattern || allowed.Patterns.Count == 0) && (byWord || allowed.StopWords.Count == 0) && allowed.Patterns.Count + allowed.StopWords.Count > 0
                : byPattern || byWord)
                return true;
        }

        return false;
    }

    private static string Line(string text, int at)
    {
        int start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1, end = text.IndexOf('\n', at);
        end = Math.Min(end < 0 ? text.Length : end, start + 4096);
        return end > start ? text[start..end] : "";
    }
}
