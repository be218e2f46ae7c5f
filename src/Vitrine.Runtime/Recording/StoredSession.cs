using System.Globalization;
using System.Text.Json;
using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Payloads;

namespace Vitrine.Runtime.Recording;

/// <summary>Whether a body could be read.</summary>
public enum BodyStatus
{
    /// <summary>No such payload is stored.</summary>
    Missing,

    /// <summary>Given out, and it is what the entry says.</summary>
    Complete,

    /// <summary>It is there, but the session's key was destroyed.</summary>
    Purged,

    /// <summary>It is not what was stored.</summary>
    Damaged,
}

/// <summary>A session's record, for reading; also while it is written.</summary>
public sealed class StoredSession
{
    private readonly string _log, _payloads, _key;

    internal StoredSession(SessionId id, StateDirectory state)
    {
        Id = id;
        _log = state.LogOf(id);
        _payloads = state.PayloadsOf(id);
        _key = state.KeyOf(id);
    }

    /// <summary>The session.</summary>
    public SessionId Id { get; }

    /// <summary>
    /// Gives each entry in order, checked: hash, form, session and index. The result says whether that was all; <see cref="JournalState.Damaged"/> also
    /// where a hash is right but the entry is none, or another session's.
    /// </summary>
    /// <exception cref="IOException">The record cannot be read.</exception>
    public JournalVerification ReadEntries(Action<Entry> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        using var reader = JournalReader.Open(_log);
        JournalReadStatus status;
        long validBytes = 0;
        JournalHead head = default;
        for (long index = 0; (status = reader.TryRead(out ReadOnlySpan<byte> leaf)) == JournalReadStatus.Entry; index++)
        {
            if (TryParse(leaf) is not { } entry || entry.Index != index || entry.Session != Id.ToString())
                return new JournalVerification(JournalState.Damaged, index, validBytes, head);
            validBytes = reader.ValidBytes;
            head = reader.Head;
            visit(entry);
        }

        JournalState state = status switch
        {
            JournalReadStatus.End => JournalState.Intact,
            JournalReadStatus.TornTail => JournalState.TornTail,
            JournalReadStatus.NotALedger => JournalState.NotALedger,
            _ => JournalState.Damaged,
        };
        return new JournalVerification(state, reader.Count, reader.ValidBytes, reader.Head);
    }

    /// <summary>Follows the record while it is written: see <see cref="SessionFollower"/>.</summary>
    /// <exception cref="IOException">The record cannot be opened.</exception>
    public SessionFollower Follow() => new(JournalReader.Open(_log));

    /// <summary>Decrypts a body and checks it against what its entry says. Only <see cref="BodyStatus.Complete"/> says that all of it came out.</summary>
    /// <exception cref="IOException">It or the key cannot be read, or the destination not be written.</exception>
    public BodyStatus ReadBody(PayloadReference reference, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(destination);
        if (!long.TryParse(reference.Id, NumberStyles.None, CultureInfo.InvariantCulture, out long position) || position.ToString(CultureInfo.InvariantCulture) != reference.Id)
            return BodyStatus.Missing;
        using var key = SessionKey.Load(_key);
        if (key is null)
        {
            PayloadReading found = PayloadReader.ReadSealed(_payloads, position);
            return found.Status == PayloadReadStatus.Missing ? BodyStatus.Missing : found.Digest == reference.Digest ? BodyStatus.Purged : BodyStatus.Damaged;
        }

        PayloadReading reading = PayloadReader.Read(_payloads, key, position, destination);
        if (reading.Status == PayloadReadStatus.Missing)
            return BodyStatus.Missing;
        bool isSame = reading.Digest == reference.Digest && (reference.IsTruncated ? reading.Size < reference.Size : reading.Size == reference.Size);
        return reading.Status == PayloadReadStatus.Complete && isSame ? BodyStatus.Complete : BodyStatus.Damaged;
    }

    internal static Entry? TryParse(ReadOnlySpan<byte> leaf)
    {
        try
        {
            var entry = Entry.Parse(leaf);
            return entry.Data is null || entry.Session is null ? null : entry;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
