using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Vitrine.Sandbox.Record;
using Vitrine.Sandbox.Seccomp;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Determinism;

/// <summary>
/// Answers the calls by which a box asks for time and chance. Until its first program starts, which is still the first stage's time, they go on as they are.
/// </summary>
internal sealed class DeterministicCalls : IDisposable
{
    private const ulong LongestAnswer = 1 << 20, GRND_RANDOM = 2, GRND_INSECURE = 4, AllFlags = 7;
    private readonly Listener _listener;
    private readonly VirtualClock? _clock;
    private readonly Deadlines? _deadlines;
    private readonly Sleepers _sleepers;
    private readonly ProcessSeeds? _seeds;
    private readonly RandomFiles? _files;
    private bool _hasBegun;

    public DeterministicCalls(Listener listener, BoxDeterminism determinism, TimeProvider time)
    {
        determinism.Validate();
        _listener = listener;
        _sleepers = new Sleepers(listener, time);
        if (determinism.Clock is { } start)
        {
            _clock = new VirtualClock(start, determinism.ClockStep, time);
            _deadlines = new Deadlines(listener, _clock, _sleepers);
        }

        if (determinism.Seed is { } seed)
            (_seeds, _files) = (new ProcessSeeds(seed), new RandomFiles(seed));
    }

    /// <summary>A program is about to start; the first one begins the clock.</summary>
    /// <param name="process">Process.</param>
    /// <param name="parent">Its parent.</param>
    /// <param name="program">The program's path.</param>
    public ProgramStart Expect(int process, int parent, string program)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            _clock?.Begin();
            _seeds?.Begin(parent);
        }

        return new ProgramStart(_seeds, _seeds?.Expect(process, parent, program[(program.LastIndexOf('/') + 1)..]));
    }

    /// <summary>Answers the call if it is one of these.</summary>
    public bool TryServe(in Notification call)
    {
        switch ((SystemCall)call.Number)
        {
            case not (SystemCall.clock_gettime
                or SystemCall.gettimeofday
                or SystemCall.time
                or SystemCall.futex
                or SystemCall.timerfd_settime
                or SystemCall.clock_nanosleep
                or SystemCall.getrandom):
                return false;
            case var _ when !_hasBegun:
                _listener.Continue(call);
                return true;
            case SystemCall.getrandom:
                Random(call, _seeds!);
                return true;
            case SystemCall.futex:
                _deadlines!.Futex(call);
                return true;
            case SystemCall.timerfd_settime:
                _deadlines!.Timer(call);
                return true;
            case SystemCall.clock_nanosleep:
                _deadlines!.Sleep(call);
                return true;
            default:
                Time(call, KernelTime.FromNanoseconds(_clock!.Now()));
                return true;
        }
    }

    /// <summary>Answers an open of a file that gives randomness.</summary>
    public bool TryOpen(in Notification call, ReadOnlySpan<byte> path, ulong flags)
    {
        if (_seeds is null
            || !_hasBegun
            || (flags & (O_ACCMODE | O_PATH | O_DIRECTORY)) != O_RDONLY
            || RandomFiles.KindOf(path) is not (not RandomFileKind.None and var kind))
            return false;
        try
        {
            using SafeFileHandle file = _files!.Open(kind, _seeds.NextOpening(call.Thread));
            _listener.ReturnFile(call, file, (flags & O_CLOEXEC) != 0);
        }
        catch (Win32Exception failure)
        {
            _listener.Refuse(call, failure.NativeErrorCode);
        }

        return true;
    }

    private void Time(in Notification call, KernelTime now)
    {
        switch ((SystemCall)call.Number)
        {
            case SystemCall.clock_gettime:
                Give(call, call.Arguments[1], now);
                break;
            case SystemCall.gettimeofday:
                // struct timeval has microseconds; the time zone, which nobody uses, is that of the kernel: none.
                if (call.Arguments[1] != 0 && !Write(call, call.Arguments[1], default(long)))
                    _listener.Refuse(call, EFAULT);
                else if (call.Arguments[0] == 0)
                    _listener.Return(call, 0);
                else
                    Give(call, call.Arguments[0], new KernelTime(now.Seconds, now.Nanoseconds / 1000));
                break;
            default:
                if (call.Arguments[0] != 0 && !Write(call, call.Arguments[0], now.Seconds))
                    _listener.Refuse(call, EFAULT);
                else
                    _listener.Return(call, now.Seconds);
                break;
        }
    }

    private void Give(in Notification call, ulong address, KernelTime value)
    {
        if (Write(call, address, value))
            _listener.Return(call, 0);
        else
            _listener.Refuse(call, EFAULT);
    }

    private void Random(in Notification call, ProcessSeeds seeds)
    {
        ulong flags = call.Arguments[2] & uint.MaxValue;
        if ((flags & ~AllFlags) != 0 || (flags & (GRND_RANDOM | GRND_INSECURE)) == (GRND_RANDOM | GRND_INSECURE))
        {
            _listener.Refuse(call, EINVAL);
            return;
        }

        // More is answered by less, as if a signal had come (getrandom(2)): whoever asks for so much asks again.
        int length = (int)Math.Min(call.Arguments[1], LongestAnswer), done = 0;
        SeededRandom stream = seeds.StreamOf(call.Thread, length, (flags & GRND_INSECURE) != 0);
        Span<byte> part = stackalloc byte[4096];
        while (done < length)
        {
            Span<byte> next = part[..Math.Min(part.Length, length - done)];
            stream.Fill(next);
            if (!_listener.IsWaiting(call) || !TracedMemory.TryWrite(call.Thread, call.Arguments[0] + (ulong)done, next))
                break;
            done += next.Length;
        }

        if (done == 0 && length > 0)
            _listener.Refuse(call, EFAULT);
        else
            _listener.Return(call, done);
    }

    /// <summary>Only while the caller waits does its number mean this thread.</summary>
    private bool Write<T>(in Notification call, ulong address, T value)
        where T : unmanaged =>
        _listener.IsWaiting(call) && TracedMemory.TryWrite(call.Thread, address, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    /// <inheritdoc/>
    public void Dispose()
    {
        _sleepers.Dispose();
        _files?.Dispose();
    }
}
