namespace Vitrine.Core.Summary;

/// <summary>A table of what was seen under each name, in the order of first sight. Names past its limit share one row, <see cref="Rest"/>, and are counted.</summary>
internal sealed class BoundedTable<TRow>
    where TRow : class, new()
{
    private readonly Dictionary<string, TRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TRow>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly DistinctCounter _overflow;
    private readonly TextBudget _budget;
    private readonly int _limit;

    public BoundedTable(int limit, SummaryLimits limits, TextBudget budget)
    {
        _limit = limit;
        _budget = budget;
        _bySpan = _rows.GetAlternateLookup<ReadOnlySpan<char>>();
        _overflow = new DistinctCounter(limits.DistinctHashes);
    }

    /// <summary>The rows that have a name of their own.</summary>
    public IReadOnlyDictionary<string, TRow> Rows => _rows;

    /// <summary>What was seen under all other names together.</summary>
    public TRow Rest { get; } = new();

    /// <summary>How many names share <see cref="Rest"/>.</summary>
    public More More => new(_overflow.Count, _overflow.IsExact);

    /// <summary>The row of this name.</summary>
    public TRow this[ReadOnlySpan<char> name]
    {
        get
        {
            if (_bySpan.TryGetValue(name, out TRow? row))
                return row;
            if (_rows.Count < _limit && _budget.TryTake(name.Length))
                return _bySpan[name] = new TRow();
            _overflow.Add(Hash64.Of(name));
            return Rest;
        }
    }
}
