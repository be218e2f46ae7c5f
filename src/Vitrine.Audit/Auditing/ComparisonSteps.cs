using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Compared = Vitrine.Audit.Comparison.Difference;
using Capture = Vitrine.Audit.Model.Capture;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// The audit's steps by way of <see cref="SessionComparison"/> and <see cref="FindingMaker"/>. Two sets of conditions are compared as if they differed in one
/// factor, however many they do; which of them it takes is for the audit to narrow down.
/// </summary>
/// <param name="machines">What each session's machine was.</param>
/// <param name="target">The target's own names.</param>
public sealed partial class ComparisonSteps(MachineReading machines, TargetNames target)
{
    private readonly SessionComparison _comparison = new(new ComparisonOptions());
    private readonly FindingMaker _maker = new(target);
    private int _notCompared;
    private readonly ConditionalWeakTable<Capture, MachineFacts> _facts = [];

    /// <summary>In which things two sets of sessions differ. Where the conditions differ in one level, what that explains weighs nothing.</summary>
    public IReadOnlyList<Difference> Compare(IReadOnlyList<Observation> without, IReadOnlyList<Observation> with)
    {
        ArgumentNullException.ThrowIfNull(without);
        ArgumentNullException.ThrowIfNull(with);
        return without.Count == 0 || with.Count == 0 ? [] : Guarded(() => CompareAll(without, with));
    }

    private List<Difference> CompareAll(IReadOnlyList<Observation> without, IReadOnlyList<Observation> with)
    {
        Level? toggled = Toggled(without[0].Variation, with[0].Variation);
        AuditSession[] sessions = Sides(without, with, toggled);
        ComparisonResult result = _comparison.Compare(sessions);
        Func<Compared, bool> isGrave = _maker.Graveness(sessions, result);
        Level[] many = toggled is null ? [.. with[0].Variation.Levels.Where(level => without[0].Variation.Of(level.Factor)?.Name != level.Name)] : [];
        var found = new List<Difference>();
        foreach (Compared difference in result.Differences)
        {
            // Something steady that changed is worth a confirmation at once; what is random, once it showed in some sessions.
            bool isSure = difference.IsConfirmed || difference.Kind == DifferenceKind.Steady || with.Count > 2;
            string[] explaining = [.. many.Where(level => !isGrave(difference with { Factors = [level.Factor], Without = Variation.Baseline,
                With = Variation.Of(level) })).Select(Knowledge.NameOf)];
            bool isExplained = toggled is null ? explaining.Length == many.Length && many.Length > 0 : !isGrave(difference);
            DifferenceWeight weight = isExplained ? DifferenceWeight.Explained : isSure ? DifferenceWeight.Certain : DifferenceWeight.Suspected;
            found.Add(new Difference($"{difference.Path} {difference.Place}".TrimEnd(), difference.Channel, weight)
            {
                Place = difference.Place.Length == 0 ? difference.Path : $"{difference.Path}, {difference.Place}",
                Before = difference.Before,
                After = difference.After,
                Statistics = difference.Statistics,
                IsNoisy = difference.Kind != DifferenceKind.Steady || difference.IsByDraw,
                IsPaired = difference.Kind == DifferenceKind.Paired || difference.IsByDraw,
                IsWeak = difference.IsWeak,
                IsTime = difference.Kind == DifferenceKind.Time,
                IsConfirmed = difference.IsConfirmed,
                ExplainedBy = explaining,
                Feature = RequestNumber().Replace(difference.Path, " ", 1),
            });
        }

        return found;
    }

    /// <summary>Findings of a difference between conditions that are equal but for one level.</summary>
    public IReadOnlyList<Finding> Conclude(ShownDifference shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        return shown.SessionsWithout.Count == 0 || shown.SessionsWith.Count == 0 ? [] : Guarded(() => ConcludeAll(shown));
    }

    private List<Finding> ConcludeAll(ShownDifference shown)
    {
        AuditSession[] sessions = Sides(shown.SessionsWithout, shown.SessionsWith, shown.Toggled);
        return
        [
            .. _maker.Make(sessions, _comparison.Compare(sessions)).Where(finding => finding.Factor == shown.Toggled.Factor).Select(finding => finding with
            {
                Severity = finding.Severity == Severity.Medium && shown.With.Levels.Count > 1 ? Severity.High : finding.Severity,
                Summary = shown.With.Levels.Count > 1 ? $"{finding.Summary} Other conditions: {shown.Without.Name}." : finding.Summary,
                Evidence = finding.Evidence with { Without = shown.Without.Name, With = shown.With.Name },
            }),
        ];
    }

    /// <summary>Findings of what happens whatever the conditions are.</summary>
    public IReadOnlyList<Finding> Always(IReadOnlyList<Observation> sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        AuditSession[] seen = [.. sessions.Select(one => new AuditSession(one.Capture, one.Variation, Facts(one)))];
        return Guarded(() => _maker.Make(seen, new ComparisonResult([], [], [], new Dictionary<string, string>(), 0))
            .Where(finding => finding.Factor == Factors.Always)
            .ToList());
    }

    /// <summary>Takes sessions apart, all processors at once; comparisons that come at the same time would wait for each other.</summary>
    public void Prepare(IReadOnlyList<Observation> sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        AllProcessors.Each<Observation, Finding>(sessions, one =>
        {
            try
            {
                _maker.Prepare(SessionOf(one));
            }
            catch (Exception error) when (IsOfText(error))
            {
                // It will again, and is counted then.
            }

            return [];
        });
    }

    /// <summary>How often a text could not be compared, or took too long. What was not compared is not clear.</summary>
    public int NotCompared => _notCompared;

    // Patterns have a limit of time, as the texts are the target's. A mistake of ours in reading them ends neither the audit nor in a verdict.
    private List<T> Guarded<T>(Func<List<T>> compare)
    {
        try
        {
            return compare();
        }
        catch (Exception error) when (IsOfText(error))
        {
            Interlocked.Increment(ref _notCompared);
            return [];
        }
    }

    private static bool IsOfText(Exception error) =>
        error is RegexMatchTimeoutException
            or FormatException
            or OverflowException
            or ArgumentException
            or IndexOutOfRangeException
            or InvalidOperationException
            or KeyNotFoundException;

    /// <summary>A session as it is compared.</summary>
    internal AuditSession SessionOf(Observation one) => new(AnsweredRequests.Of(one.Capture, Changes(one).FailFirst ?? 0), one.Variation, Facts(one));

    // The one level in which two conditions differ; null where it is not one.
    private static Level? Toggled(Variation without, Variation with)
    {
        Level[] more = [.. with.Levels.Where(level => without.Of(level.Factor)?.Name != level.Name)];
        return more is [Level only] && without.Levels.All(level => level.Factor == only.Factor || with.Of(level.Factor) is not null) ? only : null;
    }

    private AuditSession[] Sides(IReadOnlyList<Observation> without, IReadOnlyList<Observation> with, Level? toggled)
    {
        string factor = toggled?.Factor ?? Factors.Always;
        var side = Variation.Of(new Level(factor, toggled?.Name ?? with[0].Variation.Name,
            toggled?.Changes ?? new MachineChanges())
        { MatchedWith = toggled?.MatchedWith });
        Variation other = without[0].Variation.Of(factor) is { } level ? Variation.Of(level) : Variation.Baseline;
        return [.. without.Select(one => SideOf(one, other, with[0].Variation)), .. with.Select(one => SideOf(one, side, with[0].Variation))];
    }

    private AuditSession SideOf(Observation one, Variation side, Variation with) =>
        new(AnsweredRequests.Of(one.Capture, Changes(one).FailFirst ?? 0), side, Facts(one))
        {
            Draw = Chance.DrawOf(one.Variation, one.Capture.Repetition),
            IsInTurn = Confirmation.IsInTurn(with, one.Capture.Repetition)
        };

    private MachineFacts Facts(Observation one) => _facts.GetValue(one.Capture, _ => machines.Of(Changes(one)));

    private static MachineChanges Changes(Observation one) => new Cell(one.Variation, one.Script, one.Capture.Repetition).Changes;

    [GeneratedRegex(@" (?:\d+|\(each\))(?=: )", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex RequestNumber();
}
