namespace Vitrine.Runtime.Queries;

/// <summary>
/// Brings matches into the order of their times. Blocks come in the order of their newest (or oldest) entry, but overlap, as several sessions run at the same
/// time and clocks are set back; so a match is given out only when no block that is still to come can hold one before it.
/// </summary>
internal sealed class MatchMerge : IComparer<Match>
{
    private readonly int _sign;
    private readonly long _limit;
    private readonly Action<Match> _give;
    private readonly PriorityQueue<Match, Match> _waiting;

    public MatchMerge(EntryQuery query, Action<Match> give)
    {
        _sign = query.OldestFirst ? 1 : -1;
        _limit = query.Limit == 0 ? long.MaxValue : query.Limit;
        _give = give;
        _waiting = new PriorityQueue<Match, Match>(this);
    }

    /// <summary>How many were given out.</summary>
    public long Given { get; private set; }

    /// <summary>Whether there was one more than the limit.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Takes the matches of the blocks up to <paramref name="next"/>, which is null when there is none.</summary>
    public void Add(IEnumerable<List<Match>> found, IndexBlock? next)
    {
        foreach (List<Match> matches in found)
            foreach (Match match in matches)
                _waiting.Enqueue(match, match);
        while (!IsFull && _waiting.TryPeek(out Match first, out _) && IsBefore(first, next))
        {
            IsFull = Given == _limit;
            if (IsFull)
                break;
            _give(_waiting.Dequeue());
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
