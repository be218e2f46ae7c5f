using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Payloads;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Queries;

/// <summary>The entries of one session from any noted position on, while its key is there. Not for use by two threads at once.</summary>
internal sealed class SessionEntries : IDisposable
{
    private readonly SessionKey _key;
    private readonly JournalReader _reader;

    private SessionEntries(SessionKey key, JournalReader reader) => (_key, _reader) = (key, reader);

    /// <summary>Where the next entry's frame starts.</summary>
    public long Position => Math.Max(_reader.ValidBytes, JournalReader.FirstPosition);

    /// <summary>Index of the next entry.</summary>
    public long Next => _reader.Count;

    /// <summary>Chain hash in front of the next entry.</summary>
    public byte[] Chain => Convert.FromHexString(_reader.Head.Chain);

    /// <summary>Opens them; null when the session was purged: its key is gone.</summary>
    /// <exception cref="IOException">Record or key cannot be read.</exception>
    public static SessionEntries? Open(StateDirectory state, SessionId id)
    {
        SessionKey? key = SessionKey.Load(state.KeyOf(id));
        if (key is null)
            return null;
        try
        {
            return new SessionEntries(key, JournalReader.Open(state.LogOf(id)));
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Goes to a noted position; false when the journal does not reach so far.</summary>
    public bool TrySeek(long position, long index) => _reader.TrySeek(position, index);

    /// <summary>Gives the next entry's JSON, valid until the next call.</summary>
    /// <exception cref="IOException">The record cannot be read.</exception>
    public JournalReadStatus TryRead(out ReadOnlySpan<byte> json) => _reader.TryRead(out json);

    /// <summary>What the first entry says; goes to the second.</summary>
    public SessionContext ReadContext() =>
        TryRead(out ReadOnlySpan<byte> json) == JournalReadStatus.Entry && StoredSession.TryParse(json) is { } first ? SessionContext.Of(first.Data) : SessionContext.Unknown;

    public void Dispose()
    {
        _reader.Dispose();
        _key.Dispose();
    }
}
