using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Store;

/// <summary>The right to add to a ledger: one holder at a time, on this machine; the kernel takes it back when the holder dies.</summary>
public sealed class LedgerLock : IDisposable
{
    private readonly DurableFile _file;

    internal LedgerLock(DurableFile file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="paths">The ledger; the directory of its keys must be there.</param>
    /// <param name="patience">How long at most.</param>
    /// <returns>Null when somebody else had it all the time.</returns>
    /// <exception cref="IOException">The lock's file cannot be made.</exception>
    public static LedgerLock? TryTake(LedgerPaths paths, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return new LedgerQueue(paths.Lock).TryTake(patience);
    }

    /// <summary>Waits for another lock of the same kind.</summary>
    /// <param name="file">The lock's file; its directory must be there.</param>
    /// <param name="patience">How long at most.</param>
    /// <returns>Null when somebody else had it all the time.</returns>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static LedgerLock? TryTake(string file, TimeSpan patience) => new LedgerQueue(file).TryTake(patience);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
