using System.Globalization;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>
/// Whether a few places of something random follow a level. Both sides saw the same randomness, session by session: what is drawn is equal then, and what a
/// mark changes in it stands out, also a mark that depends on the rest of the value and so has no distribution of its own. Where another number of draws shifts
/// all that follows, every place differs, and nothing is said.
/// </summary>
internal sealed class PairedAnalysis(Conditions conditions, ComparisonOptions options)
{
    // A mark changes a part of the value; of two values that were drawn apart most places differ.
    private const int LeastLength = 8, MostShare = 4, LeastPairs = 2, LeastMarked = 3;

    // Of words that are drawn: how many must stay as they were, and from how many each may be drawn.
    private const int LeastKept = 3, MostWords = 4, LongestWord = 40;

    /// <summary>The differences of one column that varies within conditions.</summary>
    public IEnumerable<Difference> Analyse(Column column)
    {
        foreach ((int without, int with, string factor) in conditions.Pairs)
        {
            if (Compare(column, without, with, factor) is { } difference)
                yield return difference;
        }
    }

    /// <summary>
    /// The differences of words that are drawn one by one, each from a few: a mark changes some of them, where the others of the same text stay as they were
    /// drawn. One word alone says nothing, as there may be other words to draw from.
    /// </summary>
    public IEnumerable<Difference> AnalyseChoices(IReadOnlyList<Column> columns)
    {
        foreach (IGrouping<string, Column> text in columns.Where(IsChoice).GroupBy(column => column.Path, StringComparer.Ordinal))
        {
            Column[] choices = [.. text];
            foreach ((int without, int with, string factor) in choices.Length > LeastKept ? conditions.Pairs : [])
            {
                foreach (Difference difference in Choices(choices, without, with, factor))
                    yield return difference;
            }
        }
    }

    // Words within a line: what is shuffled as a whole moves as a whole.
    private static bool IsChoice(Column column) => column.Kind == ColumnKind.Edit && column.Place.Contains(", word ", StringComparison.Ordinal)
        && column.Values.Distinct(StringComparer.Ordinal).Count() is > 1 and <= MostWords
        && column.Values.All(value => value.Length <= LongestWord && !value.Contains('\n', StringComparison.Ordinal));

    private IEnumerable<Difference> Choices(Column[] choices, int without, int with, string factor)
    {
        var marked = new List<(Column Column, Dictionary<int, (string Value, string Shown)> Before, Dictionary<int, (string Value, string Shown)> After)>();
        var kept = 0;
        var draws = new SortedSet<int>();
        int repeated = int.MaxValue, pairs = 0;
        foreach (Column column in choices)
        {
            Dictionary<int, (string Value, string Shown)>? before = Draws(column, without, out int repeats), after = Draws(column, with, out int repeatsToo);
            if (before is null || after is null || repeats + repeatsToo == 0)
                yield break;
            int[] both = [.. before.Keys.Where(after.ContainsKey)];
            int[] other = [.. both.Where(draw => before[draw].Value != after[draw].Value)];
            // What is drawn under the conditions must be able to be drawn without them.
            if (both.Length < LeastPairs || other.Any(draw => before.Values.All(value => value.Value != after[draw].Value)))
                yield break;
            pairs = Math.Max(pairs, both.Length);
            repeated = Math.Min(repeated, repeats + repeatsToo);
            draws.UnionWith(other);
            if (other.Length > 0)
                marked.Add((column, before, after));
            else if (both.Select(draw => before[draw].Value).Distinct(StringComparer.Ordinal).Count() > 1)
                kept++;
        }

        if (marked.Count == 0 || kept < Math.Max(LeastKept, marked.Count) || draws.Count < Math.Max(LeastPairs, pairs / 3))
            yield break;
        foreach ((Column column, Dictionary<int, (string Value, string Shown)> before, Dictionary<int, (string Value, string Shown)> after) in marked)
        {
            int first = before.Keys.Where(draw => after.TryGetValue(draw, out (string Value, string Shown) other) && other.Value != before[draw].Value).Min();
            yield return Make(column, (without, with, factor), before[first], after[first],
                pairs >= options.RunsOfEachSide && draws.Count >= LeastMarked && repeated >= options.RunsOfEachSide, string.Create(
                CultureInfo.InvariantCulture,
                $"of {pairs} pairs that drew the same, {draws.Count} differ in {marked.Count} of the words that are drawn, and {kept} others in none; {repeated} sessions of one side that drew the same as another of it were equal"));
        }
    }

    private Difference? Compare(Column column, int without, int with, string factor)
    {
        Dictionary<int, (string Value, string Shown)>? before = Draws(column, without, out int repeats), after = Draws(column, with, out int repeatsToo);
        // That the same randomness gives the same value has to be seen before a difference says anything.
        if (before is null || after is null || repeats + repeatsToo == 0)
            return null;
        int[] both = [.. before.Keys.Where(after.ContainsKey).Order()];
        if (both.Length < LeastPairs || both.Select(draw => before[draw].Value).Distinct().Count() < Math.Max(2, both.Length / 2))
            return null;
        bool isMatched = IsMatched(conditions.Variations[without].Of(factor), conditions.Variations[with].Of(factor));
        var places = new SortedSet<int>();
        var marked = new List<int>();
        foreach (int draw in both)
        {
            string a = before[draw].Value, b = after[draw].Value;
            if (a.Length != b.Length || a.Length < LeastLength || a.All(char.IsAsciiDigit))
                return null;
            if (a != b)
                marked.Add(draw);
            for (int i = 0; i < a.Length; i++)
            {
                if (a[i] != b[i])
                    places.Add(i);
            }

            if (!isMatched && places.Count * MostShare > a.Length)
                return null;
        }

        if (marked.Count * 3 < both.Length * (isMatched ? 2 : 1) || marked.Count < LeastPairs)
            return null;
        string where = string.Join(", ", places.Take(16).Select(place => (place + 1).ToString(CultureInfo.InvariantCulture)));
        return Make(column, (without, with, factor), before[marked[0]], after[marked[0]],
            both.Length >= options.RunsOfEachSide && marked.Count >= LeastMarked && repeats + repeatsToo >= options.RunsOfEachSide, string.Create(
            CultureInfo.InvariantCulture,
            $"of {both.Length} pairs that drew the same, {marked.Count} differ, at the characters {where} and nowhere else; {repeats + repeatsToo} sessions of one side that drew the same as another of it were equal"));
    }

    private Difference Make(Column column, (int Without, int With, string Factor) pair, (string Value, string Shown) before, (string Value, string Shown) after,
        bool isConfirmed, string statistics) =>
        new()
        {
            Factors = [pair.Factor],
            Channel = column.Channel,
            Path = column.Path,
            Place = column.Place,
            Kind = DifferenceKind.Paired,
            Without = conditions.Variations[pair.Without],
            With = conditions.Variations[pair.With],
            SessionsWithout = SessionsOf(column, pair.Without),
            SessionsWith = SessionsOf(column, pair.With),
            Before = before.Shown,
            After = after.Shown,
            BeforeMarked = before.Value,
            AfterMarked = after.Value,
            IsConfirmed = isConfirmed,
            Statistics = statistics,
        };

    // What an honest program cannot tell apart may not change what it draws either, at however many places.
    private static bool IsMatched(Level? a, Level? b) => a is not null && b is not null && (a.MatchedWith == b.Name || b.MatchedWith == a.Name);

    // The value that each randomness gave; null where one gave two.
    private Dictionary<int, (string Value, string Shown)>? Draws(Column column, int condition, out int repeats)
    {
        var values = new Dictionary<int, (string Value, string Shown)>();
        repeats = 0;
        for (int i = 0; i < column.Sessions.Length; i++)
        {
            if (conditions.Of(column.Sessions[i]) != condition || conditions.Sessions[column.Sessions[i]].Draw is not int draw)
                continue;
            if (!values.TryAdd(draw, (column.Values[i], column.Shown[i])))
            {
                if (values[draw].Value != column.Values[i])
                    return null;
                repeats++;
            }
        }

        return values;
    }

    private IReadOnlyList<AuditSession> SessionsOf(Column column, int condition) =>
        [.. column.Sessions.Distinct().Where(session => conditions.Of(session) == condition).Select(session => conditions.Sessions[session])];
}
