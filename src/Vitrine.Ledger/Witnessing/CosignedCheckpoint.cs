using Vitrine.Ledger.Files;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;

namespace Vitrine.Ledger.Witnessing;

/// <summary>The stored checkpoint of a ledger and the cosignatures on it.</summary>
public static class CosignedCheckpoint
{
    private const int LargestCheckpoint = 64 * 1024;

    /// <summary>Reads the newest published checkpoint; null where there is none.</summary>
    /// <exception cref="IOException">It cannot be read, or is none.</exception>
    public static SignedNote? Read(LedgerPaths paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return DurableFile.ReadWhole(paths.Checkpoint, LargestCheckpoint) is not { } bytes ? null
            : SignedNote.TryParse(bytes, out SignedNote? note) && Checkpoint.TryParse(note.Text, out _) ? note
                : throw new IOException($"{paths.Checkpoint} is no checkpoint.");
    }

    /// <summary>
    /// Puts a cosignature on the stored checkpoint, durably. Where a newer one has taken its place in the meantime there is nothing to do: that one gets its
    /// own.
    /// </summary>
    /// <param name="paths">The ledger.</param>
    /// <param name="text">The text that was cosigned.</param>
    /// <param name="cosignature">What to add; the same witness's earlier one goes.</param>
    /// <param name="patience">How long to wait for the ledger's lock.</param>
    /// <returns>Whether it stands there.</returns>
    /// <exception cref="IOException">It cannot be written, or another writer had the lock all the time.</exception>
    public static bool Add(LedgerPaths paths, string text, NoteSignature cosignature, TimeSpan patience)
    {
        using LedgerLock held = LedgerLock.TryTake(paths, patience) ?? throw new IOException($"{paths.Lock} was held all the time.");
        if (Read(paths) is not { } stored || stored.Text != text)
            return false;
        DurableFile.Replace(paths.Checkpoint, stored.With(cosignature).ToBytes());
        return true;
    }
}
