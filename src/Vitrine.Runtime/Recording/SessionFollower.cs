using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;

namespace Vitrine.Runtime.Recording;

/// <summary>Reads a record from its start, and then what is added to it.</summary>
public sealed class SessionFollower : IDisposable
{
    private readonly JournalReader _reader;
    private readonly EntryOpener _opener;

    internal SessionFollower(JournalReader reader, EntryOpener opener) => (_reader, _opener) = (reader, opener);

    /// <summary>Whether the session's key is gone, so that no entry can be given.</summary>
    public bool IsPurged => _opener.IsPurged;

    /// <summary>Whether the record is damaged at the point that was reached; then nothing more is given.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Gives the entries that are there now and were not given before.</summary>
    /// <exception cref="IOException">The record cannot be read.</exception>
    public void ReadNew(Action<Entry> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        JournalReadStatus status = JournalReadStatus.End;
        while (!IsDamaged && (status = _reader.TryRead(out ReadOnlySpan<byte> leaf, out ReadOnlySpan<byte> record)) == JournalReadStatus.Entry)
        {
            EntryOpening opening = _opener.Open(_reader.Count - 1, leaf, record, out Entry? entry);
            if (opening == EntryOpening.Opened)
                visit(entry!);
            IsDamaged = opening == EntryOpening.Damaged;
        }

        IsDamaged |= status is JournalReadStatus.Damaged or JournalReadStatus.NotALedger;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _opener.Dispose();
    }
}
