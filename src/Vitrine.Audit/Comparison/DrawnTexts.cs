using System.Globalization;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>
/// Texts that are put together by chance, as a list of rules in a shuffled order is: no place of them is the same in two sessions, unless both drew the same.
/// What is in all sessions of one side the one difference from the session of the other side that drew the same follows the conditions.
/// </summary>
internal sealed class DrawnTexts(Conditions conditions, ComparisonOptions options)
{
    private const int LeastPairs = 2;

    // What is drawn otherwise differs at many places.
    private const int MostEdits = 3;

    /// <summary>The differences of one text; each is told of the sessions with the least draw, where its place is.</summary>
    /// <param name="path">The feature.</param>
    /// <param name="rows">The text in each session.</param>
    public IEnumerable<Difference> Analyse(string path, IReadOnlyList<(int Session, Feature Feature)> rows)
    {
        foreach ((int without, int with, string factor) in conditions.Pairs)
        {
            if (Draws(rows, without, out int repeats) is not { } before || Draws(rows, with, out int repeatsToo) is not { } after || repeats + repeatsToo == 0)
                continue;
            int[] both = [.. before.Keys.Where(after.ContainsKey).Order()];
            if (both.Length < LeastPairs
                || before.Where(draw => both.Contains(draw.Key))
                    .Select(draw => draw.Value[0].Feature.Value)
                    .Distinct(StringComparer.Ordinal)
                    .Count() < LeastPairs)
                continue;
            List<TextEdit>[] edits = [.. both.Select(draw => Edits(before[draw][0], after[draw][0]))];
            if (edits[0].Count is 0 or > MostEdits || !edits.All(other => AreSame(edits[0], other)))
                continue;
            foreach (TextEdit edit in edits[0])
            {
                yield return new Difference
                {
                    Factors = [factor],
                    Channel = rows[0].Feature.Channel,
                    Path = path,
                    Place = edit.Place,
                    Kind = DifferenceKind.Steady,
                    IsByDraw = true,
                    Without = conditions.Variations[without],
                    With = conditions.Variations[with],
                    SessionsWithout = [.. before[both[0]].Select(row => conditions.Sessions[row.Session])],
                    SessionsWith = [.. after[both[0]].Select(row => conditions.Sessions[row.Session])],
                    Before = edit.Before,
                    After = edit.After,
                    BeforeMarked = edit.BeforeMarked,
                    AfterMarked = edit.AfterMarked,
                    IsConfirmed = both.Length >= options.RunsOfEachSide && repeats + repeatsToo >= options.RunsOfEachSide - 1,
                    Statistics = string.Create(CultureInfo.InvariantCulture,
                        $"put together by chance; the same difference, and no other, in all {both.Length} pairs that drew the same; {repeats + repeatsToo} sessions of one side that drew the same as another of it were equal"),
                };
            }
        }
    }

    // The sessions of each draw; null where one draw gave two texts.
    private Dictionary<int, List<(int Session, Feature Feature)>>? Draws(IReadOnlyList<(int Session, Feature Feature)> rows, int condition, out int repeats)
    {
        var draws = new Dictionary<int, List<(int Session, Feature Feature)>>();
        repeats = 0;
        foreach ((int Session, Feature Feature) row in rows)
        {
            if (conditions.Of(row.Session) != condition || conditions.Sessions[row.Session].Draw is not int draw)
                continue;
            if (!draws.TryGetValue(draw, out List<(int Session, Feature Feature)>? same))
            {
                draws[draw] = [row];
                continue;
            }

            if (Edits(same[0], row).Count > 0)
                return null;
            same.Add(row);
            repeats++;
        }

        return draws;
    }

    private List<TextEdit> Edits((int Session, Feature Feature) a, (int Session, Feature Feature) b) => a.Feature.Value == b.Feature.Value
        ? []
        : TextComparison.Compare(a.Feature.Value, b.Feature.Value, KnownValues.Of(conditions.Sessions[a.Session].Machine),
            KnownValues.Of(conditions.Sessions[b.Session].Machine)).Edits;

    // Wherever they are; a line's end moves with what stands beside it.
    private static bool AreSame(List<TextEdit> one, List<TextEdit> other) => one.Count == other.Count
        && Pieces(one).SequenceEqual(Pieces(other));

    private static IEnumerable<(string, string)> Pieces(List<TextEdit> edits) =>
        edits.Select(edit => (edit.BeforeMarked.Trim(), edit.AfterMarked.Trim())).Order();
}
