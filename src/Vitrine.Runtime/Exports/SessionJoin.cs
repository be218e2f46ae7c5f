using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Exports;

/// <summary>
/// Finds the entries of leaves that come in tree order, so that each session's come in theirs: a reader stays open on the journals of the sessions that were
/// met last, and of the others it is remembered where they were left.
/// </summary>
internal sealed class SessionJoin(StateDirectory state) : IDisposable
{
    private const int MostOpen = 16, MostKnown = 4096, MostReturns = 8;
    private readonly Dictionary<string, Reading> _readings = new(StringComparer.Ordinal);
    private long _clock;

    /// <summary>The entry behind a leaf of a session.</summary>
    /// <exception cref="IOException">A file is there and cannot be read.</exception>
    public (Entry? Entry, EntryAvailability Availability) Open(Leaf leaf, ReadOnlySpan<byte> bytes)
    {
        if (!SessionId.TryParse(leaf.Session, out SessionId id) || !File.Exists(state.LogOf(id)))
            return (null, EntryAvailability.Purged);
        if (!_readings.TryGetValue(leaf.Session!, out Reading? reading))
        {
            if (_readings.Count >= MostKnown)
                Dispose();
            _readings.Add(leaf.Session!, reading = new Reading());
        }

        reading.UsedAt = ++_clock;
        if (reading.IsDamaged)
            return (null, EntryAvailability.Damaged);
        EntryOpening opening;
        Entry? entry;
        try
        {
            opening = Read(id, reading, leaf.Sequence!.Value, bytes, out entry);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // Purged at this moment.
            return (null, EntryAvailability.Purged);
        }

        reading.IsDamaged = opening == EntryOpening.Damaged;
        return opening switch
        {
            EntryOpening.Opened when EntryShape.IsWhole(entry!.Data) => (entry, EntryAvailability.Whole),
            EntryOpening.Purged => (null, EntryAvailability.Purged),
            _ => (null, EntryAvailability.Damaged),
        };
    }

    /// <summary>Closes journals and forgets keys until they are needed again: what is purged meanwhile must not be readable here.</summary>
    public void Rest()
    {
        foreach (Reading reading in _readings.Values)
            reading.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rest();
        _readings.Clear();
    }

    private EntryOpening Read(SessionId id, Reading reading, long sequence, ReadOnlySpan<byte> bytes, out Entry? entry)
    {
        entry = null;
        if (sequence < reading.Position.Count)
        {
            // Only where reading began anew further in front; a ledger that jumps back again and again is not ours.
            if (++reading.Returns > MostReturns)
                return EntryOpening.Damaged;
            reading.Close();
            reading.Position = default;
        }

        if (reading.Journal is null)
            Open(id, reading);
        while (reading.Journal!.TryRead(out ReadOnlySpan<byte> leaf, out ReadOnlySpan<byte> record) == JournalReadStatus.Entry)
        {
            reading.Position = reading.Journal.Position;
            if (reading.Position.Count <= sequence)
                continue;
            return leaf.SequenceEqual(bytes) ? reading.Opener!.Open(sequence, leaf, record, out entry) : EntryOpening.Damaged;
        }

        return EntryOpening.Damaged;
    }

    private void Open(SessionId id, Reading reading)
    {
        if (_readings.Values.Count(other => other.Journal is not null) >= MostOpen)
            _readings.Values.Where(other => other.Journal is not null).MinBy(other => other.UsedAt)!.Close();
        reading.Journal = JournalReader.Open(state.LogOf(id), reading.Position);
        reading.Opener = new EntryOpener(id.ToString(), state.LoadCipher(id));
    }

    private sealed class Reading
    {
        public JournalReader? Journal { get; set; }

        public EntryOpener? Opener { get; set; }

        public JournalPosition Position { get; set; }

        public long UsedAt { get; set; }

        public int Returns { get; set; }

        public bool IsDamaged { get; set; }

        public void Close()
        {
            Journal?.Dispose();
            Opener?.Dispose();
            (Journal, Opener) = (null, null);
        }
    }
}
