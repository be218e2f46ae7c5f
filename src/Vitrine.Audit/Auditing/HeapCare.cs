namespace Vitrine.Audit.Auditing;

/// <summary>
/// Collects what an audit no longer needs before .NET would: what sessions said stays for minutes, so its oldest objects grow old and are seldom looked at, and
/// half of the memory that is taken is theirs in the end.
/// </summary>
internal sealed class HeapCare
{
    // Bytes. A collection of a gigabyte that is in use takes about a second of one processor.
    private const long LeastGrown = 128 << 20;
    private const int Part = 8;
    private long _used = GC.GetTotalMemory(false);

    /// <summary>Collects where an eighth more is taken than was in use the last time.</summary>
    public void Look()
    {
        if (GC.GetTotalMemory(false) < _used + Math.Max(LeastGrown, _used / Part))
            return;
        Collect();
        _used = GC.GetTotalMemory(false);
    }

    /// <summary>Collects all that is no longer needed.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
}
