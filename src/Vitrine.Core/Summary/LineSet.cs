using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>
/// A set of line numbers as ranges that neither overlap nor touch. Holds a bounded number of ranges; past it the set only counts what it has, and says so.
/// </summary>
public sealed class LineSet
{
    private const int MostRanges = 512;
    private readonly List<LineRange> _ranges = [];

    /// <summary>Whether lines were left out because there were too many ranges.</summary>
    public bool IsCut { get; private set; }

    /// <summary>How many lines.</summary>
    public long Count
    {
        get
        {
            long count = 0;
            foreach (LineRange range in _ranges)
                count += (long)range.Last - range.First + 1;
            return count;
        }
    }

    /// <summary>The ranges, in order.</summary>
    public IReadOnlyList<LineRange> Ranges => [.. _ranges];

    /// <summary>Takes a range in; one that is none is left out.</summary>
    public void Add(LineRange range)
    {
        if (range.First < 1 || range.Last < range.First)
            return;

        // The first range that ends at or behind the new one's predecessor: those before it are untouched.
        int from = 0, end = _ranges.Count;
        while (from < end)
        {
            int middle = (from + end) / 2;
            if ((long)_ranges[middle].Last + 1 < range.First)
                from = middle + 1;
            else
                end = middle;
        }

        int to = from;
        while (to < _ranges.Count && _ranges[to].First <= (long)range.Last + 1)
        {
            range = new LineRange(Math.Min(range.First, _ranges[to].First), Math.Max(range.Last, _ranges[to].Last));
            to++;
        }

        if (to == from)
        {
            if (_ranges.Count >= MostRanges)
            {
                IsCut = true;
                return;
            }

            _ranges.Insert(from, range);
            return;
        }

        _ranges[from] = range;
        _ranges.RemoveRange(from + 1, to - from - 1);
    }
}
