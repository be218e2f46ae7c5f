namespace Vitrine.Sandbox.Seccomp;

/// <summary>The part of the filter that a box with a clock or a seed of its own has more; without them it adds nothing.</summary>
internal static class DeterminismFilter
{
    // CLOCK_REALTIME, CLOCK_REALTIME_COARSE, CLOCK_REALTIME_ALARM, CLOCK_TAI of linux/time.h.
    private static readonly uint[] Clocks = [0, 5, 8, 11];

    // FUTEX_WAIT_BITSET with FUTEX_CLOCK_REALTIME of linux/futex.h, whatever FUTEX_PRIVATE_FLAG says: the one wait whose deadline is a time of day.
    private const uint WaitBitset = 9 | 256, PrivateFlag = 128;

    /// <summary>The calls, by number. First in the filter: a clock without vDSO is asked often.</summary>
    public static void Choose(BpfProgram program, BoxDeterminism? determinism)
    {
        if (determinism?.Clock is not null)
        {
            program.IfEqual((uint)SystemCall.clock_gettime, "clock");
            program.IfEqual((uint)SystemCall.futex, "futex");
            program.IfEqual((uint)SystemCall.gettimeofday, "notify");
            program.IfEqual((uint)SystemCall.time, "notify");
            program.IfEqual((uint)SystemCall.clock_nanosleep, "nanosleep");
            program.IfEqual((uint)SystemCall.timerfd_settime, "timer");
        }

        if (determinism?.Seed is not null)
            program.IfEqual((uint)SystemCall.getrandom, "notify");
    }

    /// <summary>Their arguments.</summary>
    public static void Look(BpfProgram program, BoxDeterminism? determinism)
    {
        if (determinism?.Clock is null)
            return;

        // Without a deadline there is nothing to translate.
        program.Label("futex");
        program.Load(BoxFilter.Argument(1));
        program.And(~PrivateFlag);
        program.IfEqual(WaitBitset, null, "allow");
        program.Load(BoxFilter.Argument(3));
        program.IfEqual(0, null, "notify");
        program.Load(BoxFilter.Argument(3) + 4);
        program.IfEqual(0, "allow", "notify");

        // TFD_TIMER_ABSTIME. Which clock the timer has only its descriptor tells.
        program.Label("timer");
        program.Load(BoxFilter.Argument(1));
        program.IfAnySet(1, "notify", "allow");

        // TIMER_ABSTIME.
        program.Label("nanosleep");
        program.Load(BoxFilter.Argument(1));
        program.IfAnySet(1, null, "allow");
        program.Label("clock");
        program.Load(BoxFilter.Argument(0));
        foreach (uint clock in Clocks)
            program.IfEqual(clock, "notify");
        program.IfEqual(0, "allow", "allow");
    }
}
