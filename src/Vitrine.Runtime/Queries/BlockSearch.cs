using System.Collections.Concurrent;
using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Queries;

/// <summary>An entry that matches.</summary>
/// <param name="Ticks">Its time, UTC.</param>
/// <param name="Session">Number of its session.</param>
/// <param name="Index">Its index.</param>
/// <param name="Position">Where in the journal its frame starts.</param>
/// <param name="Utf8">Its JSON; empty where entries are only counted, and where it has to be read again.</param>
internal readonly record struct Match(long Ticks, int Session, long Index, long Position, byte[] Utf8);

/// <summary>The second half of a search: reads blocks, checks their entries, and gives those that the query really means.</summary>
/// <param name="store">The sessions.</param>
/// <param name="query">The query.</param>
/// <param name="sessions">The sessions by number.</param>
/// <param name="keepsEntries">Whether the entries are wanted, or only how many.</param>
/// <param name="notes">What else was found out.</param>
internal sealed class BlockSearch(SessionStore store, EntryQuery query, IReadOnlyList<SessionId> sessions, bool keepsEntries, SearchNotes notes)
{
    private readonly ConcurrentDictionary<int, SessionContext> _contexts = [];

    /// <summary>What a session's first entry says; known for each session of which a match was given.</summary>
    public SessionContext ContextOf(int session) => _contexts[session];

    /// <summary>Reads blocks of one session.</summary>
    public List<Match> Read(IReadOnlyList<Candidate> blocks)
    {
        var matches = new List<Match>();
        int number = blocks[0].Session;
        SessionId id = sessions[number];
        try
        {
            using SessionEntries? entries = SessionEntries.Open(store.State, id);
            if (entries is null)
                return matches;
            SessionContext context = _contexts.GetOrAdd(number, _ => entries.ReadContext());
            BodySearch? bodies = query.InBodies && query.Texts.Count > 0 && store.Open(id) is { } session ? new BodySearch(session, query.Texts) : null;
            var matcher = new EntryMatcher(query, context, bodies);
            // The index only said where to look; that it is this session is for the record to say.
            if (matcher.IsSessionMeant)
                foreach (Candidate block in blocks)
                    Read(entries, matcher, block, matches);
            notes.AddBlocks(blocks.Count);
            notes.AddUnread(bodies?.Unread ?? 0);
        }
        catch (FileNotFoundException)
        {
            // Purged since its index was looked into.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            notes.AddProblem(id, error.Message);
        }

        return matches;
    }

    /// <summary>Reads an entry once more that was found before; empty when it is gone meanwhile.</summary>
    public byte[] ReadAgain(Match match)
    {
        try
        {
            using SessionEntries? entries = SessionEntries.Open(store.State, sessions[match.Session]);
            return entries is not null
                && entries.TrySeek(match.Position, match.Index)
                && entries.TryRead(out ReadOnlySpan<byte> json) == JournalReadStatus.Entry
                ? json.ToArray()
                : [];
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }

    private void Read(SessionEntries entries, EntryMatcher matcher, Candidate candidate, List<Match> matches)
    {
        bool isGood = entries.TrySeek(candidate.Block.Position, candidate.First);
        for (long index = candidate.First; isGood && index < candidate.First + candidate.Block.Entries; index++)
        {
            long position = entries.Position;
            isGood = entries.TryRead(out ReadOnlySpan<byte> json) == JournalReadStatus.Entry;
            if (isGood && matcher.Matches(json, index, out isGood, out DateTimeOffset time))
                matches.Add(new Match(time.UtcTicks, candidate.Session, index, position, keepsEntries ? json.ToArray() : []));
            if (!isGood)
                notes.AddProblem(sessions[candidate.Session], $"it is damaged at entry {index}");
        }
    }
}
