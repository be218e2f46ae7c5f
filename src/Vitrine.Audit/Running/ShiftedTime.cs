namespace Vitrine.Audit.Running;

/// <summary>A clock that shows another time than the machine's and runs at true speed: what answers a box must show the box's time.</summary>
internal sealed class ShiftedTime(DateTimeOffset start, TimeProvider time) : TimeProvider
{
    private readonly long _started = time.GetTimestamp();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => start + time.GetElapsedTime(_started);
}
