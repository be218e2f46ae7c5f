using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Queries;

/// <summary>A block of entries that has to be read.</summary>
/// <param name="Session">Number of its session.</param>
/// <param name="Block">Where it is.</param>
/// <param name="First">Index of its first entry.</param>
internal readonly record struct Candidate(int Session, IndexBlock Block, long First);

/// <summary>The first half of a search: looks into the sessions' indexes, several at a time, and makes those that are missing.</summary>
internal sealed class CandidateSearch(SessionStore store, SearchNotes notes, Action<SearchProgress>? progress)
{
    private readonly SessionIndexer _indexer = new(store.State);
    private int _done;

    /// <summary>Finds the blocks that a query could find something in, in no order.</summary>
    /// <param name="query">The query; null only brings the indexes up to date.</param>
    /// <param name="sessions">The sessions.</param>
    /// <param name="remake">Whether all indexes are made anew.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public List<Candidate> Run(EntryQuery? query, IReadOnlyList<SessionId> sessions, bool remake, CancellationToken cancellationToken)
    {
        var all = new List<Candidate>();
        BlockFinder? finder = query is null ? null : new BlockFinder(query);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(0, sessions.Count, options, number =>
        {
            List<Candidate> found = Look(query, finder, sessions[number], number, remake, cancellationToken);
            if (found.Count > 0)
                lock (all)
                    all.AddRange(found);
            progress?.Invoke(new SearchProgress(Interlocked.Increment(ref _done), sessions.Count, notes.AddIndexed(0)));
        });
        return all;
    }

    private List<Candidate> Look(EntryQuery? query, BlockFinder? finder, SessionId id, int number, bool remake, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                return LookOnce(query, finder, id, number, remake, cancellationToken);
            }
            catch (InvalidDataException)
            {
                // The index is damaged beyond its head.
                return LookOnce(query, finder, id, number, remake: true, cancellationToken);
            }
        }
        catch (FileNotFoundException)
        {
            // Purged since the sessions were listed.
            notes.AddPurged();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            notes.AddProblem(id, error.Message);
        }

        return [];
    }

    private List<Candidate> LookOnce(EntryQuery? query, BlockFinder? finder, SessionId id, int number, bool remake, CancellationToken cancellationToken)
    {
        using SearchedSession? session = _indexer.Open(id, remake, cancellationToken);
        if (session is null)
        {
            notes.AddPurged();
            return [];
        }

        notes.AddIndexed(session.Indexed);
        if (session.NotStored is { } why)
            notes.AddNotStored(why);
        bool isMeant = query is not null && EntryMatcher.IsMeant(query, session.Context);
        if (session.Damage is { } damage && (query is null || isMeant))
            notes.AddProblem(id, damage);
        var found = new List<Candidate>();
        if (!isMeant)
            return found;
        foreach (IndexReader? index in (ReadOnlySpan<IndexReader?>)[session.Stored, session.Fresh])
            if (index is not null)
                AddCandidates(found, finder!, index, session.Context, number);
        return found;
    }

    private static void AddCandidates(List<Candidate> found, BlockFinder finder, IndexReader index, SessionContext context, int number)
    {
        foreach (SegmentReader segment in index.Segments(finder.MayHold))
        {
            long first = segment.Record.First;
            int at = 0;
            foreach (int block in finder.Find(segment, context))
            {
                for (; at < block; at++)
                    first += segment.Blocks[at].Entries;
                found.Add(new Candidate(number, segment.Blocks[block], first));
            }
        }
    }
}
