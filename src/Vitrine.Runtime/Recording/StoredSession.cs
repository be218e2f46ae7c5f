using System.Globalization;
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
    private readonly StateDirectory _state;
    private readonly string _log, _payloads;

    internal StoredSession(SessionId id, StateDirectory state)
    {
        Id = id;
        _log = state.LogOf(id);
        _payloads = state.PayloadsOf(id);
        _state = state;
    }

    /// <summary>The session.</summary>
    public SessionId Id { get; }

    /// <summary>
    /// Gives each entry in order, checked: hash, form, session and index. The result says whether that was all; <see cref="JournalState.Damaged"/> also
    /// where a hash is right but the entry is none, or another session's. When the session's key was destroyed no entry is given, what is without a key is
    /// checked all the same, and the state is <see cref="JournalState.Purged"/>, with how many entries there are.
    /// </summary>
    /// <exception cref="IOException">The record or the key cannot be read.</exception>
    public JournalVerification ReadEntries(Action<Entry> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        using var reader = JournalReader.Open(_log);
        using EntryOpener opener = Opener();
        JournalReadStatus status;
        JournalPosition good = default;
        while ((status = reader.TryRead(out ReadOnlySpan<byte> leaf, out ReadOnlySpan<byte> record)) == JournalReadStatus.Entry)
        {
            switch (opener.Open(good.Count, leaf, record, out Entry? entry))
            {
                case EntryOpening.Damaged:
                    return new JournalVerification(JournalState.Damaged, good.Count, good.Bytes, good.Head);
                case EntryOpening.Opened when !opener.IsPurged:
                    visit(entry!);
                    break;
            }

            good = reader.Position;
        }

        JournalState state = status switch
        {
            JournalReadStatus.End or JournalReadStatus.TornTail when opener.IsPurged => JournalState.Purged,
            JournalReadStatus.End => JournalState.Intact,
            JournalReadStatus.TornTail => JournalState.TornTail,
            JournalReadStatus.NotALedger => JournalState.NotALedger,
            _ => JournalState.Damaged,
        };
        return new JournalVerification(state, reader.Count, reader.ValidBytes, reader.Head);
    }

    /// <summary>Follows the record while it is written: see <see cref="SessionFollower"/>.</summary>
    /// <exception cref="IOException">The record cannot be opened.</exception>
    public SessionFollower Follow() => new(JournalReader.Open(_log), Opener());

    /// <summary>Whether the session's key was destroyed: nothing of what it held can be read any more.</summary>
    /// <exception cref="IOException">The key is there and cannot be read.</exception>
    public bool IsPurged()
    {
        using SessionKey? key = _state.LoadKey(Id);
        return key is null;
    }

    /// <summary>Decrypts a body and checks it against what its entry says. Only <see cref="BodyStatus.Complete"/> says that all of it came out.</summary>
    /// <exception cref="IOException">It or the key cannot be read, or the destination not be written.</exception>
    public BodyStatus ReadBody(PayloadReference reference, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(destination);
        if (!long.TryParse(reference.Id, NumberStyles.None, CultureInfo.InvariantCulture, out long position)
            || position.ToString(CultureInfo.InvariantCulture) != reference.Id)
            return BodyStatus.Missing;
        using SessionKey? key = _state.LoadKey(Id);
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

    private EntryOpener Opener() => new(Id.ToString(), _state.LoadCipher(Id));
}
