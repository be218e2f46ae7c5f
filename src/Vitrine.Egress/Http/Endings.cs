namespace Vitrine.Egress.Http;

/// <summary>Ends of exchanges that are still being written to the record. Bounded: past that an exchange waits for its own.</summary>
internal sealed class Endings(int most)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _pending = [];

    /// <summary>Takes an end that was begun.</summary>
    public async ValueTask AddAsync(Task ending)
    {
        if (!ending.IsCompleted && TryKeep(ending))
            return;
        await ending.ConfigureAwait(false);
    }

    /// <summary>Completes when all that was taken is in the record.</summary>
    public Task WaitAsync()
    {
        lock (_lock)
            return Task.WhenAll(_pending);
    }

    private bool TryKeep(Task ending)
    {
        lock (_lock)
        {
            if (_pending.Count >= most)
                return false;
            _pending.Add(ending);
        }

        _ = ending.ContinueWith(Remove, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return true;
    }

    private void Remove(Task ending)
    {
        lock (_lock)
            _pending.Remove(ending);
    }
}
