namespace Vitrine.Ledger.Journal;

// A thread that appends may commit as well, where the writing thread has nothing to do: one change of threads fewer for whoever waits.
public sealed partial class JournalWriter
{
    /// <summary>
    /// Takes the writing thread's part for a while, if it has nothing to do: what this thread appends until <see cref="EndLead"/> is then committed by this
    /// thread, which spares those who wait for it a change of threads.
    /// </summary>
    /// <returns>False when somebody commits just now; then <see cref="EndLead"/> must not be called.</returns>
    public bool TryLead()
    {
        lock (_gate)
        {
            if (_isBusy || _isClosing || _broken is not null)
                return false;
            _isBusy = true;
            _leader = Thread.CurrentThread;
            return true;
        }
    }

    /// <summary>Commits what was appended, if somebody waits for it, and gives the part back. An error reaches those who wait, and every later call.</summary>
    public void EndLead()
    {
        lock (_gate)
        {
            if (_filling.IsUrgent && _broken is null)
                CommitLed();
            _leader = null;
            EndCommit();
        }
    }

    /// <summary>
    /// Appends, and returns when the entry is on disk. Of several threads the first to come does the work, and those who come meanwhile share the next flush.
    /// </summary>
    /// <param name="leaf">1 to 65,535 bytes.</param>
    /// <param name="sealedRecord">48 bytes to 128 KiB; or nothing.</param>
    /// <exception cref="IOException">The entry is not known to be on disk, and never will be.</exception>
    public void AppendDurably(ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> sealedRecord)
    {
        var onDisk = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool leads = TryLead();
        try
        {
            Append(leaf, sealedRecord, onDisk);
        }
        finally
        {
            if (leads)
                EndLead();
        }

        onDisk.Task.GetAwaiter().GetResult();
    }

    /// <summary>Commits what there is on this thread, which has the part; under the lock, which it leaves meanwhile.</summary>
    private void CommitLed()
    {
        JournalBatch batch = Swap();
        Monitor.Exit(_gate);
        try
        {
            Commit(batch);
            batch.Clear();
        }
        catch (Exception error)
        {
            Break(error, batch);
        }
        finally
        {
            Monitor.Enter(_gate);
        }
    }
}
