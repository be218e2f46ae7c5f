using System.Globalization;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>
/// Whether a few places of something random follow a level. Both sides saw the same randomness, session by session: what is drawn is equal then, and what a mark changes in it stands out, also a mark that
/// depends on the rest of the value and so has no distribution of its own. Where another number of draws shifts all that follows, every place differs, and nothing is said.
/// </summary>
internal sealed class PairedAnalysis(Conditions conditions, ComparisonOptions options)
{
    // A mark changes a part of the value; of two values that were drawn apart most places differ.
    private const int LeastLength = 8, MostShare = 4, LeastPairs = 2, LeastMarked = 3;

    /// <summary>The differences of one column that varies within conditions.</summary>
    public IEnumerable<Difference> Analyse(Column column)
    {
        foreach ((int without, int with, string factor) in conditions.Pairs)
        {
            if (Compare(column, without, with, factor) is { } difference)
                yield return difference;
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
        return new Difference
        {
            Factors = [factor],
            Channel = column.Channel,
            Path = column.Path,
            Place = column.Place,
            Kind = DifferenceKind.Paired,
            Without = conditions.Variations[without],
            With = conditions.Variations[with],
            SessionsWithout = SessionsOf(column, without),
            SessionsWith = SessionsOf(column, with),
            Before = before[marked[0]].Shown,
            After = after[marked[0]].Shown,
            BeforeMarked = before[marked[0]].Value,
            AfterMarked = after[marked[0]].Value,
            IsConfirmed = both.Length >= options.RunsOfEachSide && marked.Count >= LeastMarked && repeats + repeatsToo >= options.RunsOfEachSide,
            Statistics = string.Create(CultureInfo.InvariantCulture, $"of {both.Length} pairs that drew the same, {marked.Count} differ, at the characters {where} and nowhere else; {repeats + repeatsToo} sessions of one side that drew the same as another of it were equal"),
        };
    }

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
