namespace Vitrine.Sandbox;

/// <summary>
/// What a box shows of time and chance, so that equal runs give equal bytes. No program in the box is changed, and static ones are held like all others: the
/// kernel's own answers are replaced. What stays as it is: the monotonic clocks, file times, and what a processor gives to any program without asking the
/// kernel (RDTSC, RDRAND).
/// </summary>
public sealed record BoxDeterminism
{
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// What CLOCK_REALTIME shows when the first program of the box starts; from there it runs at true speed. Null leaves the machine's own clock.
    /// </summary>
    public DateTimeOffset? Clock { get; init; }

    /// <summary>
    /// The steps in which the clock goes; zero for a clock that runs smoothly. With long steps two runs see the same time wherever they are within the same
    /// step, and identifiers that are made of time come out equal. Waiting is not affected: deadlines keep their distance.
    /// </summary>
    public TimeSpan ClockStep { get; init; }

    /// <summary>
    /// Where all randomness that the kernel gives begins; also takes address randomisation away and counts processes from a fixed number. Null leaves true
    /// randomness.
    /// </summary>
    public ulong? Seed { get; init; }

    /// <summary>
    /// Whether the box runs on one processor alone and sees no other (sched_setaffinity(2)): run-times then make one worker instead of several, and what races
    /// between threads takes the same way more often. Boxes that run at the same time are spread over the processors.
    /// </summary>
    public bool OneProcessor { get; init; }

    /// <summary>Whether calls are to be answered.</summary>
    internal bool IsActive => Clock is not null || Seed is not null;

    /// <summary>Sees that the clock can be shown.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The clock lies before 1970 or after 2200; a step is negative, longer than a day, or has no
    /// clock.</exception>
    public void Validate()
    {
        if (Clock is { } clock && (clock < DateTimeOffset.UnixEpoch || clock > Latest))
            throw new ArgumentOutOfRangeException(nameof(Clock), clock, "The clock of a box shows a time from 1970 to 2200.");
        if (ClockStep < TimeSpan.Zero || ClockStep > TimeSpan.FromDays(1) || (ClockStep > TimeSpan.Zero && Clock is null))
            throw new ArgumentOutOfRangeException(nameof(ClockStep), ClockStep,
                "The clock of a box goes in steps of no more than a day, and only where there is one.");
    }
}
