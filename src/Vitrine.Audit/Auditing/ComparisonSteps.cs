using Vitrine.Audit.Comparison;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Compared = Vitrine.Audit.Comparison.Difference;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// The audit's steps by way of <see cref="SessionComparison"/> and <see cref="FindingMaker"/>. Two sets of conditions are compared as if they differed in one factor, however many
/// they do; which of them it takes is for the audit to narrow down.
/// </summary>
/// <param name="machines">What each session's machine was.</param>
/// <param name="target">The target's own names.</param>
public sealed class ComparisonSteps(MachineReading machines, TargetNames target)
{
    private readonly SessionComparison _comparison = new(new ComparisonOptions());
    private readonly FindingMaker _maker = new(target);

    /// <summary>In which things two sets of sessions differ.</summary>
    public IReadOnlyList<Difference> Compare(IReadOnlyList<Observation> without, IReadOnlyList<Observation> with)
    {
        ArgumentNullException.ThrowIfNull(without);
        ArgumentNullException.ThrowIfNull(with);
        if (without.Count == 0 || with.Count == 0)
            return [];
        ComparisonResult result = _comparison.Compare(Sides(without, with, Factors.Always));
        var found = new List<Difference>();
        foreach (Compared difference in result.Differences)
        {
            // Something steady that changed is worth a confirmation at once; what is random is certain only by many sessions.
            found.Add(new Difference($"{difference.Path} {difference.Place}".TrimEnd(), difference.Channel, difference.IsConfirmed || difference.Kind == DifferenceKind.Steady ? DifferenceWeight.Certain : DifferenceWeight.Suspected)
            {
                Place = difference.Place.Length == 0 ? difference.Path : $"{difference.Path}, {difference.Place}",
                Before = difference.Before,
                After = difference.After,
                Statistics = difference.Statistics,
                IsNoisy = difference.Kind != DifferenceKind.Steady,
            });
        }

        // What is not decided yet has no place: it is worth more sessions, and no more than that.
        foreach (ConfirmationRequest request in result.Requests)
            found.Add(new Difference($"undecided: {request.Reason}", Channels.BodyText, DifferenceWeight.Suspected) { Place = request.Reason, IsNoisy = true });
        return found;
    }

    /// <summary>Findings of a confirmed difference.</summary>
    public IReadOnlyList<Finding> Conclude(ShownDifference shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        AuditSession[] sessions = Sides(shown.SessionsWithout, shown.SessionsWith, shown.Toggled.Factor);
        return
        [
            .. _maker.Make(sessions, _comparison.Compare(sessions)).Where(finding => finding.Factor == shown.Toggled.Factor).Select(finding => finding with
            {
                Evidence = finding.Evidence with { Without = shown.Without.Name, With = shown.With.Name },
            }),
        ];
    }

    /// <summary>Findings of what happens whatever the conditions are.</summary>
    public IReadOnlyList<Finding> Always(IReadOnlyList<Observation> sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        AuditSession[] seen = [.. sessions.Select(one => new AuditSession(one.Capture, one.Variation, Facts(one)))];
        return [.. _maker.Make(seen, new ComparisonResult([], [], [], new Dictionary<string, string>(), 0)).Where(finding => finding.Factor == Factors.Always)];
    }

    private AuditSession[] Sides(IReadOnlyList<Observation> without, IReadOnlyList<Observation> with, string factor)
    {
        var side = Variation.Of(new Level(factor, with[0].Variation.Name, new MachineChanges()));
        return [.. without.Select(one => new AuditSession(one.Capture, Variation.Baseline, Facts(one))), .. with.Select(one => new AuditSession(one.Capture, side, Facts(one)))];
    }

    private MachineFacts Facts(Observation one) => machines.Of(new Cell(one.Variation, one.Script, one.Capture.Repetition).Changes);
}
