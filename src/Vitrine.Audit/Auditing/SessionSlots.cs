namespace Vitrine.Audit.Auditing;

/// <summary>A bounded number of places for sessions: the most urgent first, then who came first. Safe for several threads.</summary>
/// <param name="count">How many places.</param>
internal sealed class SessionSlots(int count)
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<SlotWait, (int Urgency, long Number)> _waiting = new();
    private int _free = count;
    private long _number;

    /// <summary>Waits for a place; the wait ends with false if it was <see cref="Withdraw">withdrawn</see>.</summary>
    /// <param name="urgency">The lower, the sooner.</param>
    public SlotWait Ask(int urgency)
    {
        var wait = new SlotWait { Urgency = urgency };
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                wait.End(true);
            }
            else
            {
                _waiting.Enqueue(wait, (urgency, _number++));
            }
        }

        return wait;
    }

    /// <summary>Makes a wait more urgent; nothing where it is over.</summary>
    public void Hasten(SlotWait wait, int urgency)
    {
        lock (_lock)
        {
            if (urgency >= wait.Urgency || !_waiting.Remove(wait, out _, out _))
                return;
            wait.Urgency = urgency;
            _waiting.Enqueue(wait, (urgency, _number++));
        }
    }

    /// <summary>Ends a wait without a place; nothing where it is over.</summary>
    public void Withdraw(SlotWait wait)
    {
        lock (_lock)
        {
            if (_waiting.Remove(wait, out _, out _))
                wait.End(false);
        }
    }

    /// <summary>Takes places away as they are given back.</summary>
    public void Narrow(int by)
    {
        lock (_lock)
            _free -= by;
    }

    /// <summary>Gives a place back.</summary>
    public void Release()
    {
        lock (_lock)
        {
            if (_free >= 0 && _waiting.TryDequeue(out SlotWait? next, out _))
                next.End(true);
            else
                _free++;
        }
    }
}

/// <summary>A wait for a place.</summary>
internal sealed class SlotWait
{
    private readonly TaskCompletionSource<bool> _given = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How urgent it is.</summary>
    public required int Urgency { get; set; }

    /// <summary>Whether a place was given.</summary>
    public Task<bool> Given => _given.Task;

    /// <summary>Ends it.</summary>
    public void End(bool given) => _given.TrySetResult(given);
}
