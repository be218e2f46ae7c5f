namespace Vitrine.Core.Summary;

/// <summary>
/// Which host each request under way goes to, in room that ends: requests are numbered upwards, so a ring holds the last of them. The end of a request
/// that was overtaken by <see cref="MaximumSize"/> others is counted in the totals only.
/// </summary>
internal sealed class PendingRequests
{
    /// <summary>The most that is remembered.</summary>
    public const int MaximumSize = 16_384;

    private (long Request, HostRow? Host)[] _ring = new (long, HostRow?)[64];

    public void Add(long request, HostRow host)
    {
        while (_ring[SlotOf(request)].Host is not null && _ring.Length < MaximumSize)
            Grow();
        _ring[SlotOf(request)] = (request, host);
    }

    /// <summary>The request's host, which is forgotten with that; null when it is not known.</summary>
    public HostRow? Take(long request)
    {
        ref (long Request, HostRow? Host) slot = ref _ring[SlotOf(request)];
        if (slot.Host is null || slot.Request != request)
            return null;
        HostRow host = slot.Host;
        slot = default;
        return host;
    }

    private int SlotOf(long request) => (int)(request & (_ring.Length - 1));

    private void Grow()
    {
        (long Request, HostRow? Host)[] old = _ring;
        _ring = new (long, HostRow?)[old.Length * 2];
        // Two that had different slots have different ones in a ring twice as long.
        foreach ((long Request, HostRow? Host) pending in old)
            if (pending.Host is not null)
                _ring[SlotOf(pending.Request)] = pending;
    }
}
