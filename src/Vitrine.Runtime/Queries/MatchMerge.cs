namespace Vitrine.Runtime.Queries;

/// <summary>
/// Brings matches into the order of their times. Blocks come in the order of their newest (or oldest) entry, but overlap, as several sessions run at the same
/// time and clocks are set back; so a match is given out only when no block that is still to come can hold one before it. Of those that wait no more than
/// <see cref="MostBytes"/> are kept; entries beyond are read again when their turn comes.
/// </summary>
/// <param name="query">The query.</param>
/// <param name="give">Gets each match when it is its turn.</param>
/// <param name="mostBytes">How many bytes of waiting entries are kept.</param>
internal sealed class MatchMerge(EntryQuery query, Action<Match> give, long mostBytes = MatchMerge.MostBytes) : IComparer<Match>
{
    public const long MostBytes = 64 << 20;
    private readonly int _sign = query.OldestFirst ? 1 : -1;
    private readonly long _limit = query.Limit == 0 ? long.MaxValue : query.Limit;
    private PriorityQueue<Match, Match>? _waiting;
    private long _bytes;

    /// <summary>How many were given out.</summary>
    public long Given { get; private set; }

    /// <summary>Whether there was one more than the limit.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Takes the matches of the blocks up to <paramref name="next"/>, which is null when there is none.</summary>
    public void Add(IEnumerable<List<Match>> found, IndexBlock? next)
    {
        _waiting ??= new PriorityQueue<Match, Match>(this);
        foreach (List<Match> matches in found)
        {
            foreach (Match match in matches)
            {
                Match kept = _bytes < mostBytes ? match : match with { Utf8 = [] };
                _bytes += kept.Utf8.Length;
                _waiting.Enqueue(kept, kept);
            }
        }

        while (!IsFull && _waiting.TryPeek(out Match first, out _) && IsBefore(first, next))
        {
            IsFull = Given == _limit;
            if (IsFull)
                break;
            _bytes -= first.Utf8.Length;
            give(_waiting.Dequeue());
            Given++;
        }
    }

    /// <inheritdoc/>
    public int Compare(Match x, Match y)
    {
        int order = x.Ticks.CompareTo(y.Ticks);
        if (order == 0)
            order = x.Session.CompareTo(y.Session);
        return _sign * (order != 0 ? order : x.Index.CompareTo(y.Index));
    }

    private bool IsBefore(Match match, IndexBlock? next) =>
        next is not { } block || (_sign > 0 ? match.Ticks < block.Oldest : match.Ticks > block.Newest);
}
