using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;

namespace Vitrine.Runtime.Recording;

/// <summary>Reads a record from its start, and then what is added to it.</summary>
public sealed class SessionFollower : IDisposable
{
    private readonly JournalReader _reader;

    internal SessionFollower(JournalReader reader) => _reader = reader;

    /// <summary>Whether the record is damaged at the point that was reached; then nothing more is given.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Gives the entries that are there now and were not given before.</summary>
    /// <exception cref="IOException">The record cannot be read.</exception>
    public void ReadNew(Action<Entry> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        JournalReadStatus status = JournalReadStatus.End;
        while (!IsDamaged && (status = _reader.TryRead(out ReadOnlySpan<byte> leaf)) == JournalReadStatus.Entry)
        {
            if (StoredSession.TryParse(leaf) is { } entry)
                visit(entry);
            else
                IsDamaged = true;
        }

        IsDamaged |= status is JournalReadStatus.Damaged or JournalReadStatus.NotALedger;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();
}
