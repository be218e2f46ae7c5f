using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>What was refused, one row for each option that would allow it, so that twelve look-ups and three connections to one host are one line.</summary>
internal sealed class RefusalTally(SummaryLimits limits, TextBudget budget)
{
    private readonly BoundedTable<RefusalRow> _network = new(limits.Names, limits, budget, static () => new RefusalRow());
    private readonly BoundedTable<CallRow> _calls = new(limits.Names, limits, budget, static () => new CallRow());

    /// <summary>All refusals together.</summary>
    public long Count { get; private set; }

    public void AddLookUp(string name, Decision decision) => RowOf(name, decision).LookUps++;

    public void AddFlow(string destination, string reason, Decision decision)
    {
        RefusalRow row = RowOf(destination, decision);
        row.Flows++;
        row.Why ??= reason;
    }

    public void AddRequest(ReadOnlySpan<char> host, Decision decision) => RowOf(host, decision).Requests++;

    public void AddCall(CallRefused refused)
    {
        Count++;
        CallRow row = _calls[refused.Call];
        row.Times++;
        row.Error ??= refused.Error;
        if (row.Details.Count < 8 && refused.Detail.Length is > 0 and <= 512 && !row.Details.Contains(refused.Detail) && budget.TryTake(refused.Detail.Length))
            row.Details.Add(refused.Detail);
    }

    public RefusedReport ToReport() => new(
        Count,
        _network.ToSortedList().ConvertAll(row => new RefusalReport(row.What ?? row.Name, row.LookUps, row.Flows, row.Requests, row.Why,
            row.Hint)
        { Rule = row.Rule, Origin = row.Origin }),
        _network.More,
        _calls.ToSortedList().ConvertAll(row => new CallReport(row.Name, row.Times, row.Error ?? "", [.. row.Details])),
        _calls.More);

    private RefusalRow RowOf(ReadOnlySpan<char> what, Decision decision)
    {
        Count++;
        RefusalRow row = decision.Hint is { Length: > 0 } hint ? _network[hint] : _network[what];
        if (row.What is null && row != _network.Rest && budget.TryTake(what.Length))
            row.What = what.ToString();
        row.Hint ??= decision.Hint;
        row.Rule ??= decision.Rule is { Length: > 0 and <= 512 } rule && budget.TryTake(rule.Length) ? rule : null;
        row.Origin ??= decision.Origin is { Length: <= 512 } origin && budget.TryTake(origin.Length) ? origin : null;
        return row;
    }

    private sealed class RefusalRow : TableRow
    {
        public string? What { get; set; }

        public string? Hint { get; set; }

        public string? Why { get; set; }

        public string? Rule { get; set; }

        public string? Origin { get; set; }

        public long LookUps { get; set; }

        public long Flows { get; set; }

        public long Requests { get; set; }

        public override long Weight => LookUps + Flows + Requests;
    }

    private sealed class CallRow : TableRow
    {
        public long Times { get; set; }

        public override long Weight => Times;

        public string? Error { get; set; }

        public List<string> Details { get; } = [];
    }
}
