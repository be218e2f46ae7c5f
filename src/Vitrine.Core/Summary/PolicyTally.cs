using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>What the policy decided beside requests, and what a person's answers changed.</summary>
internal sealed class PolicyTally(SummaryLimits limits, TextBudget budget)
{
    private readonly BoundedTable<DecisionRow> _decisions = new(limits.Names, limits, budget, static () => new DecisionRow());
    private readonly BoundedTable<CredentialRow> _credentials = new(limits.Names, limits, budget, static () => new CredentialRow());
    private readonly List<RuleChangeReport> _changes = [];
    private ReviewReport? _review;

    /// <summary>Commands and files that were refused.</summary>
    public long Refused { get; private set; }

    public void Add(PolicyDecided decided)
    {
        if (!decided.Decision.IsAllowed)
            Refused++;
        DecisionRow row =
            _decisions[$"{decided.Subject}\n{decided.What}\n{decided.Decision.Rule}\n{decided.Approver}\n{(decided.Decision.IsAllowed ? "" : "-")}"];
        row.Times++;
        row.First ??= decided;
    }

    public void Add(PolicyChanged changed)
    {
        if (_changes.Count < limits.Names && budget.TryTake(changed.Rule.Length + (changed.WrittenTo?.Length ?? 0)))
            _changes.Add(new RuleChangeReport(changed.Rule, changed.Scope, changed.WrittenTo));
    }

    public void Add(CredentialUsed used)
    {
        CredentialRow row = _credentials[$"{used.Name}\n{used.Host}"];
        row.First ??= used;
        if (used.Use == "reflected")
            row.Reflected++;
        else
            row.Injected++;
    }

    public void Add(ReviewKept kept) => _review = new ReviewReport(kept.Changed, kept.Added, kept.Removed);

    public PolicyReport ToReport(SessionStarted? started) => new(
        started?.PolicyDigest, started?.PolicyLayers ?? [], _decisions.ToSortedList().ConvertAll(static row => row.ToReport()), _decisions.More,
        [.. _changes], _credentials.ToSortedList().ConvertAll(static row => new CredentialReport(row.First!.Name, row.First.Host, row.Injected, row.Reflected)),
        _review);

    private sealed class DecisionRow : TableRow
    {
        public PolicyDecided? First { get; set; }

        public long Times { get; set; }

        public override long Weight => Times;

        public DecisionReport ToReport()
        {
            Decision decision = First!.Decision;
            Effect effect = decision.IsAllowed || decision.Outcome != Effect.Ask ? decision.Outcome : Effect.Deny;
            return new DecisionReport(First.Subject, First.What, effect, decision.Rule, decision.Origin, decision.Hint, First.Approver, Times);
        }
    }

    private sealed class CredentialRow : TableRow
    {
        public CredentialUsed? First { get; set; }

        public long Injected { get; set; }

        public long Reflected { get; set; }

        public override long Weight => Injected + Reflected;
    }
}
