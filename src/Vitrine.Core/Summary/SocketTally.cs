using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>Names looked up, sockets connected and bound, and flows that were let through unread.</summary>
internal sealed class SocketTally(SummaryLimits limits, TextBudget budget, RefusalTally refusals)
{
    private readonly BoundedTable<NameRow> _names = new(limits.Names, limits, budget, static () => new NameRow());
    private readonly BoundedTable<FlowRow> _opaque = new(limits.Names, limits, budget, static () => new FlowRow());
    private readonly BoundedTable<CountRow> _connected = new(limits.Names, limits, budget, static () => new CountRow());
    private readonly BoundedTable<CountRow> _bound = new(limits.Names, limits, budget, static () => new CountRow());

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
        _names.ToSortedList().ConvertAll(row => new NameReport(row.Name, row.Times, row.Refused)), _names.More,
        _opaque.ToSortedList().ConvertAll(row => new FlowReport(row.Name, row.Flows, row.BytesOut, row.BytesIn)), _opaque.More,
        ToReport(_connected), _connected.More, ToReport(_bound), _bound.More);

    private static List<SocketReport> ToReport(BoundedTable<CountRow> table) =>
        table.ToSortedList().ConvertAll(row => new SocketReport(row.Family ?? "", row.Name, row.Host, row.Times));

    private sealed class NameRow : TableRow
    {
        public override long Weight => Times;

        public long Times { get; set; }

        public long Refused { get; set; }
    }

    private sealed class FlowRow : TableRow
    {
        public override long Weight => Flows;

        public long Flows { get; set; }

        public long BytesOut { get; set; }

        public long BytesIn { get; set; }
    }

    private sealed class CountRow : TableRow
    {
        public override long Weight => Times;

        public long Times { get; set; }

        public string? Family { get; set; }

        public string? Host { get; set; }
    }
}
