using System.Diagnostics;
using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Store;

/// <summary>The right to add to a ledger: one holder at a time, on this machine; the kernel takes it back when the holder dies.</summary>
public sealed class LedgerLock : IDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(0.5), Longest = TimeSpan.FromMilliseconds(20);
    private readonly DurableFile _file;

    private LedgerLock(DurableFile file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="paths">The ledger; the directory of its keys must be there.</param>
    /// <param name="patience">How long at most.</param>
    /// <returns>Null when somebody else had it all the time.</returns>
    /// <exception cref="IOException">The lock's file cannot be made.</exception>
    public static LedgerLock? TryTake(LedgerPaths paths, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var file = DurableFile.OpenOrCreate(paths.Lock);
        long begun = Stopwatch.GetTimestamp();
        try
        {
            // flock has no time-out, and a signal to end its waiting would be everybody's business. Whoever has it needs milliseconds.
            for (TimeSpan pause = First; !file.TryLock(); pause = pause * 2 < Longest ? pause * 2 : Longest)
            {
                if (Stopwatch.GetElapsedTime(begun) > patience)
                {
                    file.Dispose();
                    return null;
                }

                Thread.Sleep(pause);
            }

            return new LedgerLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
