using Vitrine.Core.Model;
using Vitrine.Ledger.Log;

namespace Vitrine.Runtime.Recording;

/// <summary>Reads a record from its start, and then what is added to it.</summary>
public sealed class SessionFollower : IDisposable
{
    private readonly LedgerReader _reader;

    internal SessionFollower(LedgerReader reader) => _reader = reader;

    /// <summary>Whether the record is damaged at the point that was reached; then nothing more is given.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Gives the entries that are there now and were not given before.</summary>
    /// <exception cref="IOException">The record cannot be read.</exception>
    public void ReadNew(Action<Entry> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        LedgerReadStatus status = LedgerReadStatus.End;
        while (!IsDamaged && (status = _reader.TryRead(out ReadOnlySpan<byte> leaf)) == LedgerReadStatus.Entry)
        {
            if (StoredSession.TryParse(leaf) is { } entry)
                visit(entry);
            else
                IsDamaged = true;
        }

        IsDamaged |= status is LedgerReadStatus.Damaged or LedgerReadStatus.NotALedger;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();
}
