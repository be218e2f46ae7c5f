using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>What was refused, one row for each option that would allow it, so that twelve look-ups and three connections to one host are one line.</summary>
internal sealed class RefusalTally(SummaryLimits limits, TextBudget budget)
{
    private readonly BoundedTable<RefusalRow> _network = new(limits.Names, limits, budget);
    private readonly BoundedTable<CallRow> _calls = new(limits.Names, limits, budget);

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
        [.. _network.Rows.OrderByDescending(row => row.Value.Sum).Select(row => new RefusalReport(
            row.Value.What ?? row.Key, row.Value.LookUps, row.Value.Flows, row.Value.Requests, row.Value.Why, row.Value.Hint))],
        _network.More,
        [.. _calls.Rows.OrderByDescending(row => row.Value.Times).Select(row =>
            new CallReport(row.Key, row.Value.Times, row.Value.Error ?? "", [.. row.Value.Details]))],
        _calls.More);

    private RefusalRow RowOf(ReadOnlySpan<char> what, Decision decision)
    {
        Count++;
        RefusalRow row = decision.Hint is { Length: > 0 } hint ? _network[hint] : _network[what];
        if (row.What is null && row != _network.Rest && budget.TryTake(what.Length))
            row.What = what.ToString();
        row.Hint ??= decision.Hint;
        return row;
    }

    private sealed class RefusalRow
    {
        public string? What { get; set; }

        public string? Hint { get; set; }

        public string? Why { get; set; }

        public long LookUps { get; set; }

        public long Flows { get; set; }

        public long Requests { get; set; }

        public long Sum => LookUps + Flows + Requests;
    }

    private sealed class CallRow
    {
        public long Times { get; set; }

        public string? Error { get; set; }

        public List<string> Details { get; } = [];
    }
}
