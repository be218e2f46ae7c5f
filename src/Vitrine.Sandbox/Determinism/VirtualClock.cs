namespace Vitrine.Sandbox.Determinism;

/// <summary>The clock that a box shows: it starts with the box's first program and runs at true speed, in steps if so wished.</summary>
/// <param name="start">What it shows at the start.</param>
/// <param name="step">Its steps; zero for none.</param>
/// <param name="time">The true time.</param>
internal sealed class VirtualClock(DateTimeOffset start, TimeSpan step, TimeProvider time)
{
    // Whoever waits as long as that waits for ever, by any clock; and sums stay within 64 bits.
    private const long Century = 3_155_760_000_000_000_000;
    private readonly long _start = (start - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
    private readonly long _step = step.Ticks * TimeSpan.NanosecondsPerTick;
    private long _begun;

    /// <summary>The start is now.</summary>
    public void Begin() => _begun = time.GetTimestamp();

    /// <summary>What it shows now, in nanoseconds since 1970.</summary>
    public long Now()
    {
        long elapsed = (long)((Int128)(time.GetTimestamp() - _begun) * 1_000_000_000 / time.TimestampFrequency);
        return _start + (_step == 0 ? elapsed : elapsed - (elapsed % _step));
    }

    /// <summary>
    /// The machine's time at which a wait for the box's deadline is over: it keeps its distance from now, so that a wait is as long as without a clock of ours.
    /// </summary>
    public bool TryTranslate(KernelTime deadline, out KernelTime real)
    {
        real = default;
        if (!deadline.TryGetNanoseconds(out long shown))
            return false;

        // Ours first: what passes in between must not end the wait before its time.
        long left = shown - Now();
        if (left > Century)
            return false;
        long now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        real = KernelTime.FromNanoseconds(Math.Max(now + left, 0));
        return true;
    }
}
