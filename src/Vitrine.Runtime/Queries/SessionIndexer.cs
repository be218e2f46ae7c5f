using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Payloads;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Queries;

/// <summary>Opens sessions' indexes, and makes what is missing of them.</summary>
internal sealed class SessionIndexer(StateDirectory state)
{
    /// <summary>A running session's new entries are indexed for good when there are so many; else each query reads them.</summary>
    private const int WorthStoring = IndexFormat.MostEntries / 4;

    /// <summary>Opens a session's index and brings it up to the journal's end; null when the session was purged.</summary>
    /// <param name="id">The session.</param>
    /// <param name="remake">Whether a stored index is thrown away first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">Record or key cannot be read.</exception>
    public SearchedSession? Open(SessionId id, bool remake, CancellationToken cancellationToken)
    {
        using SessionKey? key = state.LoadKey(id);
        if (key is null)
            return null;
        var session = new SearchedSession(id, IndexCipher.Of(key, id));
        try
        {
            if (!remake)
                session.Stored = IndexReader.TryOpen(state.IndexOf(id), session.Cipher);
            if (!IsUpToDate(session))
                Extend(session, cancellationToken);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Whether the index covers the whole journal. One that is of another journal is given up.</summary>
    private bool IsUpToDate(SearchedSession session)
    {
        if (session.Stored is not { } stored)
            return false;
        byte[] chain = new byte[IndexFormat.ChainSize];
        long length = JournalReader.ReadChain(state.LogOf(session.Id), stored.Head.End, chain);
        if (chain.AsSpan().SequenceEqual(stored.Head.Chain))
            return length == stored.Head.End;
        stored.Dispose();
        session.Stored = null;
        return false;
    }

    private void Extend(SearchedSession session, CancellationToken cancellationToken)
    {
        // The lock first: when it is free nothing is written any more, so that what the end then is, it stays.
        bool isRunning = JournalReader.IsBeingWritten(state.LogOf(session.Id));
        try
        {
            Extend(session, state.IndexOf(session.Id), isRunning ? WorthStoring : 1, cancellationToken);
        }
        catch (IndexNotStoredException error)
        {
            session.NotStored = error.Message;
            Extend(session, null, 1, cancellationToken);
        }
    }

    private void Extend(SearchedSession session, string? path, int worthStoring, CancellationToken cancellationToken)
    {
        using SessionEntries? entries = SessionEntries.Open(state, session.Id);
        if (entries is null)
            return;
        SessionContext context;
        if (session.Stored is { } stored && entries.TrySeek(stored.Head.End, stored.Head.Entries))
        {
            context = stored.Head.Context;
        }
        else
        {
            context = entries.ReadContext();
            entries.TrySeek(JournalReader.FirstPosition, 0);
        }

        using var extension = new IndexExtension(session, context, entries, path);
        extension.Run(worthStoring, cancellationToken);
    }
}
