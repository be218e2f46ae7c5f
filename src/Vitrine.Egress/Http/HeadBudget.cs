namespace Vitrine.Egress.Http;

/// <summary>
/// Memory that the heads of all requests' bodies may take together. Thousands of streams may be open at once; when they have it all, further bodies
/// are recorded as they stream.
/// </summary>
internal sealed class HeadBudget(long bytes)
{
    private long _left = bytes;

    /// <summary>Takes that much, or nothing.</summary>
    public bool TryTake(int count)
    {
        if (Interlocked.Add(ref _left, -count) >= 0)
            return true;
        Give(count);
        return false;
    }

    /// <summary>Gives back.</summary>
    public void Give(int count) => Interlocked.Add(ref _left, count);
}
