namespace Vitrine.Tests.Sandbox.Determinism;

/// <summary>A true time that a test moves by hand, in nanoseconds.</summary>
internal sealed class SteppedTime : TimeProvider
{
    public long Nanoseconds { get; set; } = 12_345;

    public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => Nanoseconds;

    public override DateTimeOffset GetUtcNow() => Now;

    public void Pass(TimeSpan time) => (Nanoseconds, Now) = (Nanoseconds + (time.Ticks * 100), Now + time);
}
