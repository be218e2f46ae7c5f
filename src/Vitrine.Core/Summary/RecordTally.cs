using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>Signals, files held back, and what the record itself lacks.</summary>
internal sealed class RecordTally(SummaryLimits limits, TextBudget budget)
{
    private readonly CountTable<int> _signals = new(128, 0);
    private readonly BoundedTable<LostRow> _lost = new(limits.Names, limits, budget, static () => new LostRow());
    private readonly CountTable<string> _dropped = new(32, "other");
    private readonly List<HeldBackReport> _heldBack = [];
    private long _heldBackInAll;
    private long _lostInAll;

    public void Add(SignalSent sent) => _signals.Add(sent.Signal);

    public void Add(TerminalSequencesDropped dropped) => _dropped.Add(dropped.Sequence, dropped.Count);

    public void Add(FileHeldBack held)
    {
        _heldBackInAll++;
        if (_heldBack.Count < limits.Paths && budget.TryTake(held.Path.ToString().Length + held.Why.Length + held.KeptAt.ToString().Length))
            _heldBack.Add(new HeldBackReport(held.Path, held.Why, held.KeptAt));
    }

    public void Add(EventsLost lost)
    {
        _lostInAll = Saturating.Add(_lostInAll, lost.Count);
        LostRow row = _lost[lost.Source];
        row.Count = Saturating.Add(row.Count, lost.Count);
        row.Why ??= lost.Why.Length <= 512 && budget.TryTake(lost.Why.Length) ? lost.Why : null;
    }

    public RecordReport ToReport(long missing) => new(
        _signals.ToSorted(Comparer<int>.Default),
        [.. _heldBack], _heldBackInAll - _heldBack.Count,
        _lostInAll, _lost.ToSortedList().ConvertAll(row => new LostReport(row.Name, row.Count, row.Why ?? "")), missing,
        _dropped.ToSorted(StringComparer.Ordinal));

    private sealed class LostRow : TableRow
    {
        public override long Weight => Count;

        public long Count { get; set; }

        public string? Why { get; set; }
    }
}
