using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>What a session's text says of earlier ones.</summary>
internal static partial class Recalling
{
    private const int ShortestSentence = 8;
    private const int MostIntroducing = 40;
    private const int LeastBeginning = 24;
    private const int LongestText = 1 << 15;
    private const int LongestRest = 400;
    private const int MostSentences = 200;

    /// <summary>
    /// Whether a text repeats what earlier sessions were asked and answered, which is what this one is, with no more than a few words that introduce it.
    /// </summary>
    public static bool IsAll(Difference difference, string text)
    {
        if (text.Length > LongestText)
            return false;
        AuditSession session = difference.SessionsWith[0];
        string rest = text;
        foreach (string sentence in (session.Machine.Prompt + "\n" + BodyText.Utf8(session.Capture.Output.Unpack()))
            .Split(['\n', '.'])
            .Select(sentence => sentence.Trim())
            .Where(sentence => sentence.Length >= ShortestSentence)
            .Distinct(StringComparer.Ordinal)
            .Take(MostSentences))
            rest = Without(rest, sentence);
        return rest.Length < text.Length && rest.Length <= LongestRest && Word().Count(rest) <= MostIntroducing && !Number().IsMatch(rest);
    }

    // What is long is cut off somewhere, and it stands there as often as it was asked.
    private static string Without(string text, string sentence)
    {
        string beginning = sentence.Length < LeastBeginning ? sentence : sentence[..LeastBeginning];
        for (int at = text.IndexOf(beginning, StringComparison.Ordinal); at >= 0; at = text.IndexOf(beginning, at, StringComparison.Ordinal))
        {
            int end = at + text.AsSpan(at).CommonPrefixLength(sentence);
            if (GoesOn(text.AsSpan(end)))
                at = end;
            else
                text = text.Remove(at, end - at);
            if (at >= text.Length)
                break;
        }

        return text;
    }

    // A sentence that only begins as what was asked is another.
    private static bool GoesOn(ReadOnlySpan<char> rest) =>
        rest is [var first, ..] && (char.IsLetterOrDigit(first) || (first is ' ' or ',' && rest.TrimStart(" ,") is [var next, ..] && char.IsLower(next)));

    [GeneratedRegex(@"[0-9]{6}", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Number();

    [GeneratedRegex(@"[\p{L}']{2,}", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Word();
}
