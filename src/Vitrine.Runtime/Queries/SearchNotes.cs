using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Queries;

/// <summary>What several threads find out besides entries while they search.</summary>
internal sealed class SearchNotes
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<SessionId, string> _problems = [];
    private long _indexed, _blocks, _unread;
    private int _purged;
    private string? _notStored;

    public void AddProblem(SessionId session, string what)
    {
        // What stands below it is a hint for another command.
        what = what.Split('\n')[0].TrimEnd('.');
        lock (_lock)
            _problems.TryAdd(session, what);
    }

    public void AddPurged() => Interlocked.Increment(ref _purged);

    public void AddNotStored(string why) => Interlocked.CompareExchange(ref _notStored, why, null);

    public long AddIndexed(long entries) => Interlocked.Add(ref _indexed, entries);

    public void AddBlocks(long blocks) => Interlocked.Add(ref _blocks, blocks);

    public void AddUnread(long bodies) => Interlocked.Add(ref _unread, bodies);

    public SearchOutcome ToOutcome(int sessions, long found, bool isCut) => new()
    {
        Sessions = sessions,
        Found = found,
        IsCut = isCut,
        Purged = _purged,
        Indexed = _indexed,
        BlocksRead = _blocks,
        UnreadBodies = _unread,
        NotStored = _notStored,
        Problems = [.. _problems.Select(pair => new SearchProblem(pair.Key, pair.Value))],
    };
}
