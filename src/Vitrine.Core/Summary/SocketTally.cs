using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>Names looked up, sockets connected and bound, and flows that were let through unread.</summary>
internal sealed class SocketTally(SummaryLimits limits, TextBudget budget, RefusalTally refusals)
{
    private readonly BoundedTable<NameRow> _names = new(limits.Names, limits, budget);
    private readonly BoundedTable<FlowRow> _opaque = new(limits.Names, limits, budget);
    private readonly BoundedTable<CountRow> _connected = new(limits.Names, limits, budget);
    private readonly BoundedTable<CountRow> _bound = new(limits.Names, limits, budget);

    public void Add(NameLookedUp lookedUp)
    {
        NameRow row = _names[lookedUp.Name];
        row.Times++;
        if (lookedUp.Decision.IsAllowed)
            return;
        row.Refused++;
        refusals.AddLookUp(lookedUp.Name, lookedUp.Decision);
    }

    public void Add(FlowRefused refused) => refusals.AddFlow(refused.Destination, refused.Reason, refused.Decision);

    public void Add(FlowEnded ended)
    {
        FlowRow row = _opaque[ended.Destination];
        row.Flows++;
        row.BytesOut = Saturating.Add(row.BytesOut, ended.BytesOut);
        row.BytesIn = Saturating.Add(row.BytesIn, ended.BytesIn);
    }

    public void Add(SocketConnected connected)
    {
        CountRow row = _connected[connected.Address];
        row.Times++;
        row.Family ??= connected.Family;
        row.Host ??= connected.Host;
    }

    public void Add(SocketBound bound)
    {
        CountRow row = _bound[bound.Address];
        row.Times++;
        row.Family ??= bound.Family;
    }

    public SocketsReport ToReport() => new(
        [.. _names.Rows.OrderByDescending(row => row.Value.Times).Select(row => new NameReport(row.Key, row.Value.Times, row.Value.Refused))],
        _names.More,
        [.. _opaque.Rows.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => new FlowReport(row.Key, row.Value.Flows, row.Value.BytesOut, row.Value.BytesIn))],
        _opaque.More, ToReport(_connected), _connected.More, ToReport(_bound), _bound.More);

    private static List<SocketReport> ToReport(BoundedTable<CountRow> table) =>
        [.. table.Rows.OrderByDescending(row => row.Value.Times)
            .Select(row => new SocketReport(row.Value.Family ?? "", row.Key, row.Value.Host, row.Value.Times))];

    private sealed class NameRow
    {
        public long Times { get; set; }

        public long Refused { get; set; }
    }

    private sealed class FlowRow
    {
        public long Flows { get; set; }

        public long BytesOut { get; set; }

        public long BytesIn { get; set; }
    }

    private sealed class CountRow
    {
        public long Times { get; set; }

        public string? Family { get; set; }

        public string? Host { get; set; }
    }
}
