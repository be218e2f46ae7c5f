using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// A question that failed is asked again, and says more than the first one did: what a client counts, which is lawful, or something of the machine, which shows
/// only where a fact of it is another and the model fails as well.
/// </summary>
internal sealed class RepeatedQuestions(SessionQueue queue, CompareSessions compare, ExperimentPlan plan)
{
    // Of what is the same each time, two tell.
    private const int Looks = 2;

    // Those of the search, and not those of a confirmation, which have to be fresh.
    private const int FirstRepetition = 760;
    private static readonly HashSet<string> s_facts = [Factors.TimeZone, Factors.Locale, Factors.HostName, Factors.UserName, Factors.HomePath,
        Factors.GitRemote, Factors.GitIdentity];
    private readonly HashSet<string> _looked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Variation With, IReadOnlyList<Difference> Differences)> _open = [];

    /// <summary>What was seen and not settled: nobody may be told that there is nothing.</summary>
    public IEnumerable<(Variation Under, string Key)> Left =>
        _open.Values.SelectMany(each => each.Differences.Select(difference => (each.With, difference.Key)));

    /// <summary>Notes that it is known what came of what was seen.</summary>
    public void Settle(Variation with, Level fact)
    {
        _looked.Add(fact.Factor);
        _open.Remove(with.Name);
    }

    /// <summary>Conditions with a failure under which a fact shows that does not show so without one, with the fact as the level to toggle.</summary>
    /// <param name="examined">What was examined so far.</param>
    /// <param name="share">The share of the budget up to which sessions may be begun.</param>
    public async Task<IReadOnlyList<(Variation With, Level Toggled, string Script,
        IReadOnlyList<Difference> Differences)>> LookAsync(IReadOnlyList<Examination> examined, double share)
    {
        if (examined.FirstOrDefault(each => each.Variation.Levels is [{ Changes.FailFirst: 1 }]) is not { } failing)
            return [];
        string script = failing.Script;
        Level[] facts = [.. plan.Levels.Where(level => s_facts.Contains(level.Level.Factor) && level.Use == LevelUse.Any)
            .GroupBy(level => level.Level.Factor)
            .Select(factor => factor.First().Level)
            .Where(fact => !_looked.Contains(fact.Factor))];
        if (facts.Length == 0)
            return [];
        Task<Observation[]?> alone = SessionsAsync(failing.Variation, script, share);
        (Level Fact, Variation With, Task<Observation[]?> Seen)[] looks = [.. facts.Select(fact => (fact, Variation.Of(failing.Variation.Levels.Append(fact))))
            .Select(each => (each.fact,
            each.Item2, SessionsAsync(each.Item2, script, share)))];
        Observation[]? without = await alone.ConfigureAwait(false);
        var found = new List<(Variation, Level, string, IReadOnlyList<Difference>)>();
        foreach ((Level fact, Variation with, Task<Observation[]?> seen) in looks)
        {
            // Where the budget did not allow for it, the next round looks.
            if (await seen.ConfigureAwait(false) is not { Length: > 0 } both || without is not { Length: > 0 })
                continue;
            HashSet<string> known = [.. examined.Where(each => each.Variation.Levels is [Level one] && one.Factor == fact.Factor)
                .SelectMany(each => each.Certain)
                .Select(difference => difference.Key)];
            Difference[] differences = [.. compare(without, both).Where(difference => difference.Weight == DifferenceWeight.Certain
                && !difference.IsTime
                && !difference.IsWeak
                && !known.Contains(difference.Key))];
            if (differences.Length == 0)
            {
                _looked.Add(fact.Factor);
                continue;
            }

            _open[with.Name] = (with, differences);
            found.Add((with, fact, script, differences));
        }

        return found;
    }

    // Null where the budget did not allow for all.
    private async Task<Observation[]?> SessionsAsync(Variation variation, string script, double share)
    {
        SessionAnswer[] answers = await Task.WhenAll(Enumerable.Range(FirstRepetition, Looks)
            .Select(repetition => queue.RunAsync(new Cell(variation, script, repetition), share)))
            .ConfigureAwait(false);
        return answers.Any(answer => answer.End == SessionEnd.Refused) ? null : [.. answers.Select(answer => answer.Observation).OfType<Observation>()];
    }
}
