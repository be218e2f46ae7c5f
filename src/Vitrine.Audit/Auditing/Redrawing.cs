using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// Which conditions are worth many sessions because something that is drawn anew in each session may have been drawn until it pleased: it differs from the
/// baseline that drew the same, under several levels of one factor and hardly under those of others. What only draws more often does so under many factors.
/// </summary>
internal sealed class Redrawing(Knowledge knowledge)
{
    private const int MaxFactors = 3;
    private const int LeastLevels = 2;

    // Some conditions draw lawfully, as those do that make an agent ask again: this many times rarer among the other factors' levels is rare enough for a look.
    private const int TimesRarer = 5;
    private readonly HashSet<string> _looked = new(StringComparer.Ordinal);

    /// <summary>Notes that there was a look at a factor's conditions.</summary>
    public void Looked(string factor) => _looked.Add(factor);

    /// <summary>
    /// Conditions that have a twin to be compared with, with what may be drawn again there as their differences; of each factor one, where most differs first.
    /// </summary>
    /// <param name="examined">What was examined so far.</param>
    public IReadOnlyList<Examination> Choose(IEnumerable<Examination> examined)
    {
        var suspects = new List<Examination>();
        foreach (IGrouping<string, Examination> script in examined.Where(each => each.Variation.Levels.Count == 1)
            .GroupBy(each => each.Script, StringComparer.Ordinal)
            .OrderBy(script => script.Key, StringComparer.Ordinal))
        {
            Examination[] looks = [.. script];
            suspects.AddRange(looks.GroupBy(each => each.Variation.Levels[0].Factor, StringComparer.Ordinal).Where(factor => !_looked.Contains(factor.Key))
                .Select(factor => Of([.. factor], [.. looks.Except(factor)])).OfType<Examination>().Where(suspect => knowledge.Open(suspect).Count > 0));
        }

        return [.. suspects.OrderByDescending(suspect => suspect.Differences.Count)
            .ThenBy(suspect => suspect.Variation.Name, StringComparer.Ordinal)
            .DistinctBy(suspect => suspect.Variation.Levels[0].Factor)
            .Take(MaxFactors - Math.Min(MaxFactors, _looked.Count))];
    }

    private Examination? Of(Examination[] factor, Examination[] others)
    {
        // The best of them shows most, so that the twins are compared at most places.
        foreach (Examination told in factor.Where(each => each.Variation.Levels[0].MatchedWith is not null).OrderByDescending(each => each.Lapsed.Count))
        {
            Difference[] drawn =
            [
                .. Redrawn(told)
                    .Distinct(StringComparer.Ordinal)
                    .Where(key => IsOf(key, factor, others))
                    .Select(key => new Difference(key, "", DifferenceWeight.Certain) { IsNoisy = true, IsDrawn = true }),
            ];
            // What lapsed did so in several sessions, of these conditions or of others.
            if (drawn.Length > 0)
                return told with { Differences = drawn, Sessions = Math.Max(told.Sessions, 2) };
        }

        return null;
    }

    // Nobody repeats conditions for a difference that is known to come and go.
    private IEnumerable<string> Redrawn(Examination told) =>
        told.Lapsed.Concat(told.Sessions > 1 ? [] : told.Certain.Select(difference => difference.Key).Where(knowledge.HasLapsed));

    private static bool IsOf(string key, Examination[] factor, Examination[] others)
    {
        int here = factor.Count(each => Showed(each, key)), elsewhere = others.Count(each => Showed(each, key));
        return here >= LeastLevels && here * others.Length > TimesRarer * elsewhere * factor.Length;
    }

    private static bool Showed(Examination examination, string key) =>
        examination.Lapsed.Contains(key) || examination.Differences.Any(difference => difference.Key == key);
}
