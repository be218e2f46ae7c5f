namespace Vitrine.Core.Summary;

/// <summary>A table of what was seen under each name. Names past its limit share one row, <see cref="Rest"/>, and are counted.</summary>
// The rows are classes and the loops are plain: generic code over structs is compiled when it is first used, and the report of a short command is part of how
// long that command takes.
internal sealed class BoundedTable<TRow>
    where TRow : TableRow
{
    private readonly Dictionary<string, TRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TRow>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly DistinctCounter _overflow;
    private readonly TextBudget _budget;
    private readonly Func<TRow> _create;
    private readonly int _limit;

    public BoundedTable(int limit, SummaryLimits limits, TextBudget budget, Func<TRow> create)
    {
        _limit = limit;
        _budget = budget;
        _create = create;
        _bySpan = _rows.GetAlternateLookup<ReadOnlySpan<char>>();
        _overflow = new DistinctCounter(limits.DistinctHashes);
        Rest = create();
    }

    /// <summary>What was seen under all other names together.</summary>
    public TRow Rest { get; }

    /// <summary>How many names share <see cref="Rest"/>.</summary>
    public More More => new(_overflow.Count, _overflow.IsExact);

    /// <summary>The row of this name.</summary>
    public TRow this[ReadOnlySpan<char> name]
    {
        get
        {
            if (_bySpan.TryGetValue(name, out TRow? row))
                return row;
            if (_rows.Count >= _limit || !_budget.TryTake(name.Length))
            {
                _overflow.Add(Hash64.Of(name));
                return Rest;
            }

            row = _create();
            row.Name = name.ToString();
            row.Order = _rows.Count;
            _rows.Add(row.Name, row);
            return row;
        }
    }

    /// <summary>The rows that have a name of their own, the heaviest first, and those of equal weight in the order of first sight.</summary>
    public List<TRow> ToSortedList()
    {
        var rows = new List<TRow>(_rows.Values);
        rows.Sort(static (a, b) => a.Weight != b.Weight ? b.Weight.CompareTo(a.Weight) : a.Order.CompareTo(b.Order));
        return rows;
    }
}

/// <summary>A row of a <see cref="BoundedTable{TRow}"/>.</summary>
internal abstract class TableRow
{
    /// <summary>What the row is about; empty for the row of the rest.</summary>
    public string Name { get; set; } = "";

    /// <summary>Number of the row, in the order of first sight.</summary>
    public int Order { get; set; }

    /// <summary>What rows are sorted by.</summary>
    public abstract long Weight { get; }
}
