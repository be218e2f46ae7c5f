using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// What a sentence calls each condition. One that uses such a word says openly under which condition it stands there: it is told to whoever reads the request.
/// </summary>
internal static partial class ConditionWords
{
    // That it is so, or is not, or how often it was.
    private static readonly HashSet<string> s_saying = new(StringComparer.OrdinalIgnoreCase) { "not", "no", "never", "yes", "none" };
    private static readonly HashSet<string> s_requests = new(StringComparer.OrdinalIgnoreCase) { "pull", "merge" };
    private static readonly HashSet<string> s_ordinals = new(StringComparer.OrdinalIgnoreCase) { "first", "second", "third", "fourth", "session", "sessions",
        "run", "number", "the", "time", "times", "1", "2", "3", "4", "1st", "2nd", "3rd", "4th" };

    /// <summary>Whether all words of a text can be read: a run of letters that nobody can say is no word of a sentence about anything.</summary>
    public static bool AreReadable(string text) => !Unreadable().IsMatch(text);

    /// <summary>Whether words are but the condition's own, or say that it is so or is not.</summary>
    public static bool AreOwn(IEnumerable<string> words, Difference difference) =>
        difference is { Factors: [var factor] } && words.ToArray() is { Length: > 0 } some
        && (factor == Factors.RunCount ? some.All(s_ordinals.Contains)
            : (factor == Factors.GitRemote
                && some.All(s_requests.Contains)
                && IsOfForge(difference.Before, difference.SessionsWithout[0])
                && IsOfForge(difference.After, difference.SessionsWith[0]))
                || (some.Any(s_saying.Contains)
                    && some.All(word => s_saying.Contains(word) || ConditionLexicon.InSentences(factor).Contains(word, StringComparer.OrdinalIgnoreCase))));

    // GitLab calls a merge request what all others call a pull request.
    private static bool IsOfForge(string piece, AuditSession session) =>
        TextJudge.IsSaid(piece, session.Machine.GitRemote.Contains("gitlab", StringComparison.OrdinalIgnoreCase) ? "merge" : "pull", 1);

    /// <summary>Whether all that one side has more is a word for the condition: <c>, weekend</c> behind a date.</summary>
    public static bool AreOne(Difference difference) =>
        difference is { Factors: [(Factors.Clock or Factors.TimeZone or Factors.RunCount) and var factor] }
        && (difference.Before.Trim().Length == 0) != (difference.After.Trim().Length == 0)
        && ConditionLexicon.InSentences(factor).Contains((difference.Before + difference.After).Trim(' ', ',', ';', '.', '(', ')'),
            StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a sentence names the condition of a difference by what it is called.</summary>
    public static bool Names(string sentence, Difference difference) => difference is { Factors: [var factor] }
        && (ConditionLexicon.InSentences(factor).Any(word => TextJudge.IsSaid(sentence, word, 2))
            || (factor == Factors.TimeZone && DayTimes.TellSide(sentence, difference))
            || (factor == Factors.WorkspaceContent && FileKinds.IsNamed(sentence, difference)));

    [GeneratedRegex(@"[b-df-hj-np-tv-xz]{6}|[a-z]{24}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Unreadable();
}
