namespace Vitrine.Ledger.Verification;

/// <summary>Findings of several threads: all are counted, the ones with the lowest indices kept.</summary>
internal sealed class FindingList
{
    /// <summary>How many are kept.</summary>
    public const int Maximum = 200;

    private readonly SortedSet<(long Index, long Number, LedgerFinding Finding)> _kept =
        new(Comparer<(long Index, long Number, LedgerFinding Finding)>.Create(Compare));
    private readonly Lock _gate = new();

    /// <summary>Findings, those that were not kept too.</summary>
    public long Count { get; private set; }

    /// <summary>Of these, what could not be read.</summary>
    public long Unreadable { get; private set; }

    /// <summary>The lowest index of an entry that a finding names.</summary>
    public long? FirstIndex { get; private set; }

    public void Add(LedgerFault fault, long? index, string? file, string what)
    {
        lock (_gate)
        {
            Count++;
            if (fault == LedgerFault.Unreadable)
                Unreadable++;
            if (index is { } at)
                FirstIndex = Math.Min(FirstIndex ?? long.MaxValue, at);
            // What concerns no certain entry concerns all of them.
            (long, long, LedgerFinding) one = (index ?? -1, Count, new LedgerFinding(fault, index, file, what));
            if (_kept.Count < Maximum)
            {
                _kept.Add(one);
            }
            else if (Compare(one, _kept.Max) < 0)
            {
                _kept.Remove(_kept.Max);
                _kept.Add(one);
            }
        }
    }

    /// <summary>Those that were kept, by index.</summary>
    public IReadOnlyList<LedgerFinding> ToList()
    {
        lock (_gate)
            return [.. _kept.Select(one => one.Finding)];
    }

    private static int Compare((long Index, long Number, LedgerFinding Finding) one, (long Index, long Number, LedgerFinding Finding) other)
    {
        int byIndex = one.Index.CompareTo(other.Index);
        return byIndex != 0 ? byIndex : one.Number.CompareTo(other.Number);
    }
}
