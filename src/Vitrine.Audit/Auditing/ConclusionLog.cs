using System.Collections.Concurrent;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// Draws an audit's conclusions and keeps from which sessions it drew them, so that a verifier can draw them again. What the confirmations' sessions show
/// beyond what they were run for is concluded at the end, from the captures alone: so nothing that they prove is missing, neither from the report nor for
/// somebody who checks it.
/// </summary>
internal sealed class ConclusionLog(ComparisonSteps steps)
{
    /// <summary>The least sessions of each side from which something is concluded that nobody asked for.</summary>
    private const int LeastOfEachSide = 5;

    private readonly List<Conclusion> _conclusions = [];
    private readonly ConcurrentDictionary<IReadOnlyList<Finding>, Conclusion> _drawn = new(ReferenceEqualityComparer.Instance);

    /// <summary>Those that gave findings, in the order in which they were taken.</summary>
    public IReadOnlyList<Conclusion> Conclusions => _conclusions;

    /// <summary>See <see cref="ComparisonSteps.Conclude"/>.</summary>
    public IReadOnlyList<Finding> Conclude(ShownDifference shown)
    {
        IReadOnlyList<Finding> findings = steps.Conclude(shown);
        return Keep(new Conclusion(shown.Toggled.Factor, shown.IsConfirmed, Ids(shown.SessionsWithout), Ids(shown.SessionsWith)), findings);
    }

    /// <summary>See <see cref="AuditSteps.Took"/>.</summary>
    public void Take(IReadOnlyList<Finding> findings)
    {
        if (_drawn.TryRemove(findings, out Conclusion? conclusion))
            _conclusions.Add(conclusion);
    }

    /// <summary>See <see cref="ComparisonSteps.Always"/>.</summary>
    public IReadOnlyList<Finding> Always(IReadOnlyList<Observation> sessions) =>
        Keep(new Conclusion(Factors.Always, true, [], Ids(sessions)), steps.Always(sessions));

    /// <summary>The findings of recorded conclusions, and of what else the sessions prove.</summary>
    /// <param name="steps">What draws them.</param>
    /// <param name="conclusions">The conclusions, in their order.</param>
    /// <param name="sessions">All sessions.</param>
    public static IReadOnlyList<Finding> Again(ComparisonSteps steps, IReadOnlyList<Conclusion> conclusions, IReadOnlyList<Observation> sessions)
    {
        Dictionary<string, Observation> known = sessions.ToDictionary(session => session.Capture.Session, StringComparer.Ordinal);
        Observation[] Sessions(IReadOnlyList<string> ids) => [.. ids.Where(known.ContainsKey).Distinct(StringComparer.Ordinal).Select(id => known[id])];
        HashSet<string> used = [.. conclusions.SelectMany(conclusion => conclusion.Without.Concat(conclusion.With))];
        steps.Prepare([.. sessions.Where(session => MayProve(session) || used.Contains(session.Capture.Session))]);
        IEnumerable<Finding> recorded = AllProcessors.Each(conclusions,
            conclusion => Again(steps, conclusion, Sessions(conclusion.Without), Sessions(conclusion.With)));
        return WithLines(steps, EachOnce(recorded.Concat(Proven(steps, sessions))), [.. sessions.Where(MayProve)]);
    }

    /// <summary>Whether something may be concluded from a session beyond what it was run for. Only these are kept while a report is made.</summary>
    public static bool MayProve(Observation session) =>
        session.Variation.Levels.Count == 0 || session.Capture.Repetition >= Confirmation.FirstRepetition || session.Variation.Of(Factors.Always) is not null;

    /// <summary>Each finding once, the gravest of those with one id: what other conditions explain at a place hides nothing that is found there.</summary>
    public static IEnumerable<Finding> EachOnce(IEnumerable<Finding> findings) =>
        findings.GroupBy(finding => finding.Id, StringComparer.Ordinal).Select(same => same.MaxBy(finding => finding.Severity)!);

    /// <summary>Findings with the lines that were sent.</summary>
    public static IReadOnlyList<Finding> WithLines(ComparisonSteps steps, IEnumerable<Finding> findings, IReadOnlyList<Observation> sessions)
    {
        Dictionary<string, Observation> known = sessions.ToDictionary(session => session.Capture.Session, StringComparer.Ordinal);
        return AllProcessors.Each<Finding, Finding>(findings,
            finding => [SentLines.Add(finding, id => known.TryGetValue(id, out Observation? session) ? steps.SessionOf(session) : null)]);
    }

    /// <summary>
    /// What the sessions prove whatever was concluded from them: what all baselines do, what the installation does, and each pair of conditions that was run
    /// for nothing else.
    /// </summary>
    public static IEnumerable<Finding> Proven(ComparisonSteps steps, IReadOnlyList<Observation> sessions)
    {
        Observation[] sorted = [.. sessions.OrderBy(each => each.Script, StringComparer.Ordinal)
            .ThenBy(each => each.Variation.Name, StringComparer.Ordinal)
            .ThenBy(each => each.Capture.Repetition)];
        Observation[] baselines = [.. sorted.Where(each => each.Variation.Levels.Count == 0 && each.Capture.Repetition < Confirmation.FirstRepetition)];
        List<Func<IReadOnlyList<Finding>>> drawn = [() => steps.Always(baselines)];
        foreach (Observation install in sorted.Where(each => each.Capture.Repetition == 0 && each.Variation.Levels is [{ Factor: Factors.Always }]))
            drawn.Add(() => steps.Always([.. baselines, install]));
        foreach (IGrouping<string, Observation> script in sorted.GroupBy(each => each.Script, StringComparer.Ordinal))
        {
            ILookup<string, Observation> confirming = script.Where(each => each.Capture.Repetition >= Confirmation.FirstRepetition)
                .ToLookup(each => each.Variation.Name, StringComparer.Ordinal);
            foreach (Observation[] with in confirming.Where(group => group.Count() >= LeastOfEachSide).Select(group => group.ToArray()))
                foreach (Level toggled in with[0].Variation.Levels)
                {
                    var less = Variation.Of(with[0].Variation.Levels.Where(level => level != toggled));
                    Observation[] without = [.. less.Levels.Count == 0 ? baselines.Where(each => each.Script == script.Key) : [], .. confirming[less.Name]];
                    if (without.Length >= LeastOfEachSide)
                        drawn.Add(() => steps.Conclude(Shown(toggled, without, with, isConfirmed: true)));
                }
        }

        return AllProcessors.Each(drawn, draw => draw());
    }

    private static IEnumerable<Finding> Again(ComparisonSteps steps, Conclusion conclusion, Observation[] without, Observation[] with)
    {
        if (with.Length == 0)
            return [];
        if (conclusion.Factor == Factors.Always && without.Length == 0)
            return steps.Always(with);
        // Of a report that somebody made up: sides that are none.
        bool areSides = without.Length > 0
            && with.All(each => each.Variation.Equals(with[0].Variation))
            && without.All(each => each.Variation.Equals(without[0].Variation));
        return areSides && with[0].Variation.Of(conclusion.Factor) is { } toggled ? steps.Conclude(Shown(toggled, without, with, conclusion.IsConfirmed)) : [];
    }

    private static ShownDifference Shown(Level toggled, Observation[] without, Observation[] with, bool isConfirmed) => new()
    {
        With = with[0].Variation,
        Without = without[0].Variation,
        Toggled = toggled,
        Differences = [],
        IsConfirmed = isConfirmed,
        SessionsWithout = without,
        SessionsWith = with,
    };

    private IReadOnlyList<Finding> Keep(Conclusion conclusion, IReadOnlyList<Finding> findings)
    {
        if (findings.Count > 0)
            _drawn[findings] = conclusion;
        return findings;
    }

    private static string[] Ids(IReadOnlyList<Observation> sessions) => [.. sessions.Select(session => session.Capture.Session)];
}
