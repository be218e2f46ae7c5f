using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// The sentences in which two texts differ at one place. Whole sentences that one side has and the other has not, and that name their condition, are said
/// openly. Words that are another in a sentence that both have are not, whatever it speaks of: there the choice may be the mark.
/// </summary>
internal sealed partial class ChangedSentences
{
    // Characters; whole chapters are looked at by themselves.
    private const int Longest = 600;
    private const int MostFollowing = 2;
    private const int MostSentences = 40;

    // Of the words of the longer of two sentences: with more in common, one is the other in other words.
    private const double Alike = 0.6;
    private const int ShortLine = 1;
    private const int MostOfHeading = 4;
    private const char Line = '\u0001';

    private readonly Difference _difference;
    private readonly string[] _before;
    private readonly string[] _after;
    private readonly Lazy<HashSet<string>> _knownBefore, _knownAfter;

    private ChangedSentences(Difference difference, string before, string after)
    {
        _difference = difference;
        _before = Split(before);
        _after = Split(after);
        _knownBefore = new(() => [.. _before.Select(sentence => Marked(sentence, isAfter: false))]);
        _knownAfter = new(() => [.. _after.Select(sentence => Marked(sentence, isAfter: true))]);
    }

    /// <summary>Those of a difference in a text; null where there are none, or too many.</summary>
    public static ChangedSentences? Of(Difference difference)
    {
        (string Before, string After)? text = !difference.Before.Contains('\n', StringComparison.Ordinal)
            && !difference.After.Contains('\n', StringComparison.Ordinal)
            ? FactLines.LinesOf(difference, Longest)
            : difference.Before.Length <= Longest && difference.After.Length <= Longest ? (difference.Before, difference.After) : null;
        return text is var (before, after)
            && new ChangedSentences(difference, before, after) is var changed
            && changed._before.Length + changed._after.Length <= MostSentences
            ? changed
            : null;
    }

    /// <summary>Those that only the side without has, with the machine's values as they stand there.</summary>
    public IReadOnlyList<string> Gone => [.. _before.Where(sentence => IsChanged(sentence, isAfter: false))];

    /// <summary>Those that only the side with has.</summary>
    public IReadOnlyList<string> New => [.. _after.Where(sentence => IsChanged(sentence, isAfter: true))];

    /// <summary>
    /// Whether each of them names the condition, goes on right behind one that does, or stands where such a one stands on the other side, and none is one of
    /// the other side in other words.
    /// </summary>
    /// <param name="names">Whether a sentence names the condition.</param>
    public bool AreTold(Func<string, bool> names)
    {
        IReadOnlyList<string> gone = Gone, come = New;
        bool[]? ofGone = Told(_before, isAfter: false, come, names), ofNew = Told(_after, isAfter: true, gone, names);
        return ofGone is not null && ofNew is not null && ofGone.Length + ofNew.Length > 0
            && ofGone.Index().All(each => each.Item || ofNew.ElementAtOrDefault(each.Index))
            && ofNew.Index().All(each => each.Item || ofGone.ElementAtOrDefault(each.Index));
    }

    /// <summary>The words of <see cref="Gone"/> that those of the other side have not.</summary>
    public IEnumerable<string> LostWords => Gone.SelectMany(Words).Except(New.SelectMany(Words), StringComparer.OrdinalIgnoreCase);

    /// <summary>The words of <see cref="New"/> that those of the other side have not.</summary>
    public IEnumerable<string> NewWords => New.SelectMany(Words).Except(Gone.SelectMany(Words), StringComparer.OrdinalIgnoreCase);

    /// <summary>The words of a text.</summary>
    public static IEnumerable<string> Words(string text) => Word.Matches(text).Select(word => word.Value);

    // Of each changed sentence of a side; null where one is another's in other words.
    private bool[]? Told(string[] side, bool isAfter, IReadOnlyList<string> others, Func<string, bool> names)
    {
        int following = 0;
        bool isHeaded = false;
        var told = new List<bool>();
        for (int i = 0; i < side.Length; i++)
        {
            string sentence = side[i];
            if (!IsChanged(sentence, isAfter))
            {
                following = IsReason(sentence, isAfter) ? MostFollowing : 0;
                continue;
            }
            // The condition's own word may be what is another.
            HashSet<string> words = Set(Marked(sentence, isAfter));
            bool isNamed = names(sentence);
            if (words.Count > ShortLine
                && others.Any(other => AreAlike(words, Marked(other, !isAfter))
                    && names(other) == isNamed
                    && !(isNamed && ConditionWords.AreOwn(Parted(words, Marked(other, !isAfter)), _difference))))
                return null;
            // What a line says does not go on in the next, unless it is their heading.
            if (sentence[0] == Line && !isHeaded)
                following = 0;
            bool isHeading = IsHeading(sentence.TrimStart(Line), words.Count);
            if (isNamed)
                (following, isHeaded) = (MostFollowing + 1, isHeading);
            told.Add(following-- > 0 || (isHeading && i + 1 < side.Length && names(side[i + 1])));
        }

        return [.. told];
    }

    // Who is told that the user is root is given a reason for care.
    private bool IsReason(string sentence, bool isAfter) =>
        _difference.Factors is [Factors.UserName]
        && (isAfter ? _difference.SessionsWith : _difference.SessionsWithout)[0].Machine.UserName == "root"
        && TextJudge.IsSaid(sentence, "root", 1);

    private static bool IsHeading(string sentence, int words) => words <= MostOfHeading && (sentence[0] is '#' or '*' or '[' or '<' || sentence[^1] == ':');

    private static bool AreAlike(HashSet<string> words, string other)
    {
        HashSet<string> others = Set(other);
        return words.Count(others.Contains) >= Alike * Math.Max(words.Count, others.Count);
    }

    /// <summary>Whether two texts have most of their words in common.</summary>
    public static bool AreAlike(string text, string other) => AreAlike(Set(text), other);

    private static IEnumerable<string> Parted(HashSet<string> words, string other) =>
        Set(other) is var others ? words.Except(others, StringComparer.OrdinalIgnoreCase).Concat(others.Except(words, StringComparer.OrdinalIgnoreCase)) : [];

    private static HashSet<string> Set(string text) =>
        new(Words(text).Select(word => word.EndsWith("'s", StringComparison.Ordinal) ? word[..^2] : word), StringComparer.OrdinalIgnoreCase);

    private bool IsChanged(string sentence, bool isAfter) => !(isAfter ? _knownBefore : _knownAfter).Value.Contains(Marked(sentence, isAfter));

    private string Marked(string sentence, bool isAfter) =>
        SaidValues.WithoutValues(_difference, sentence, (isAfter ? _difference.SessionsWith : _difference.SessionsWithout)[0].Machine);

    // Lines begin with the sign for one.
    private static string[] Split(string text) =>
        [.. End.Split(text.ReplaceLineEndings("\n").Replace('\f', '\n').Replace("\n", "\n" + Line, StringComparison.Ordinal))
            .Select(sentence => sentence.Trim())
            .Where(sentence => sentence.Any(char.IsLetterOrDigit))];

    [GeneratedRegex(@"(?<=[.!?]) |\n", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex End { get; }

    [GeneratedRegex(@"[\p{L}\p{N}']+", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Word { get; }
}
