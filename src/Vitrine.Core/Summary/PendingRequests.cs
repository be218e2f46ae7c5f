namespace Vitrine.Core.Summary;

/// <summary>
/// The requests under way, in room that ends: they are numbered upwards, so a ring holds the last of them. The end of a request that was overtaken
/// by <see cref="MaximumSize"/> others is counted in the totals only.
/// </summary>
internal sealed class PendingRequests
{
    /// <summary>The most that is remembered.</summary>
    public const int MaximumSize = 16_384;

    private PendingRequest[] _ring = new PendingRequest[64];

    public void Add(PendingRequest pending)
    {
        while (_ring[SlotOf(pending.Number)].Host is not null && _ring.Length < MaximumSize)
            Grow();
        _ring[SlotOf(pending.Number)] = pending;
    }

    /// <summary>Finds a request and forgets it.</summary>
    public bool TryTake(long number, out PendingRequest pending)
    {
        ref PendingRequest slot = ref _ring[SlotOf(number)];
        bool isFound = slot.Host is not null && slot.Number == number;
        pending = isFound ? slot : default;
        if (isFound)
            slot = default;
        return isFound;
    }

    private int SlotOf(long number) => (int)(number & (_ring.Length - 1));

    private void Grow()
    {
        PendingRequest[] old = _ring;
        _ring = new PendingRequest[old.Length * 2];
        // Two that had different slots have different ones in a ring twice as long.
        foreach (PendingRequest pending in old)
            if (pending.Host is not null)
                _ring[SlotOf(pending.Number)] = pending;
    }
}

/// <summary>A request that has started.</summary>
/// <param name="Number">Its number within the session.</param>
/// <param name="Host">The row of its host.</param>
/// <param name="Listed">Its place in the list of requests, or -1.</param>
internal readonly record struct PendingRequest(long Number, HostRow Host, int Listed);
