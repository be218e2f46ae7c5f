using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Queries;

/// <summary>
/// Finds entries in all sessions. Their indexes say which blocks of entries may hold one; those are read, several at a time and in the order of their times,
/// until there are enough.
/// </summary>
/// <param name="store">The sessions.</param>
public sealed class EntrySearch(SessionStore store)
{
    private const int FirstBatch = 8, LargestBatch = 512;

    /// <summary>How many bytes of entries whose turn has not come are kept in memory.</summary>
    internal long WaitingBytes { get; init; } = MatchMerge.MostBytes;

    /// <summary>Finds entries.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="visit">Gets each, in order of time (of entries with one time, in order of sessions and of index); null if they are only counted, without a
    /// limit.</param>
    /// <param name="progress">Told how far it is, by several threads.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The sessions cannot be listed.</exception>
    public SearchOutcome Find(EntryQuery query, Action<FoundEntry>? visit, Action<SearchProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Validate();
        IReadOnlyList<SessionId> sessions = Sessions(query.Session);
        var notes = new SearchNotes();
        List<Candidate> candidates = new CandidateSearch(store, notes, progress).Run(query, sessions, remake: false, cancellationToken);
        candidates.Sort(query.OldestFirst ? (a, b) => a.Block.Oldest.CompareTo(b.Block.Oldest) : (a, b) => b.Block.Newest.CompareTo(a.Block.Newest));
        var blocks = new BlockSearch(store, query, sessions, visit is not null, notes);
        var merge = new MatchMerge(query, match =>
        {
            byte[] utf8 = match.Utf8.Length > 0 ? match.Utf8 : blocks.ReadAgain(match);
            if (utf8.Length > 0)
                visit!(new FoundEntry(sessions[match.Session], blocks.ContextOf(match.Session), utf8));
        }, WaitingBytes);
        long counted = 0;
        for (int at = 0, size = FirstBatch; at < candidates.Count && !merge.IsFull; size = Math.Min(2 * size, LargestBatch))
        {
            int end = Math.Min(candidates.Count, at + size);
            List<Match>[] found = Read(blocks, candidates[at..end], cancellationToken);
            at = end;
            progress?.Invoke(new SearchProgress(sessions.Count, sessions.Count, notes.AddIndexed(0), at, candidates.Count));
            if (visit is null)
                counted += found.Sum(matches => (long)matches.Count);
            else
                merge.Add(found, at < candidates.Count ? candidates[at].Block : null);
        }

        return notes.ToOutcome(sessions.Count, visit is null ? counted : merge.Given, merge.IsFull);
    }

    /// <summary>Brings the indexes of all sessions, or of one, up to date.</summary>
    /// <param name="only">The one; null for all.</param>
    /// <param name="remake">Whether they are made anew.</param>
    /// <param name="progress">Told how far it is, by several threads.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The sessions cannot be listed.</exception>
    public SearchOutcome Index(SessionId? only = null, bool remake = false, Action<SearchProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        IReadOnlyList<SessionId> sessions = Sessions(only);
        var notes = new SearchNotes();
        new CandidateSearch(store, notes, progress).Run(null, sessions, remake, cancellationToken);
        return notes.ToOutcome(sessions.Count, 0, false);
    }

    private IReadOnlyList<SessionId> Sessions(SessionId? only) => only is { } one ? [one] : [.. store.List().Reverse()];

    private static List<Match>[] Read(BlockSearch blocks, List<Candidate> batch, CancellationToken cancellationToken)
    {
        // Each session's blocks in the order of its journal, by one thread: it is opened once.
        List<Candidate>[] groups = [.. batch.GroupBy(candidate => candidate.Session)
            .Select(group => group.OrderBy(candidate => candidate.First).ToList())
            .SelectMany(Split)];
        var found = new List<Match>[groups.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(0, groups.Length, options, i => found[i] = blocks.Read(groups[i]));
        return found;
    }

    // A long session is shared among the threads.
    private static IEnumerable<List<Candidate>> Split(List<Candidate> group)
    {
        const int Share = 16;
        for (int at = 0; at < group.Count; at += Share)
            yield return group[at..Math.Min(group.Count, at + Share)];
    }
}
