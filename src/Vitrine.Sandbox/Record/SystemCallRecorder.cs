using System.Buffers.Binary;
using System.Net;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Determinism;
using Vitrine.Sandbox.Native;
using Vitrine.Sandbox.Seccomp;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Record;

/// <summary>What the network says of a connect(2): the name that the address stands for, and whether the door would take it.</summary>
public readonly record struct ConnectJudgement(string? Host, Decision Decision);

/// <summary>
/// Serves the box's seccomp listener: sees each watched system call before it happens, notes it, and lets it go on; refuses the refused ones. A thread of
/// the agent waits for each answer, so nothing here waits for anything else: no disk, no lock, no other process. What cannot be noted in time is counted as
/// lost. connect(2) never goes on: it is made here, for the agent (<see cref="ConnectOnBehalf"/>). For addresses of the network a refusal here is a courtesy
/// (an error at once instead of a reset); the door is what holds.
/// </summary>
public sealed partial class SystemCallRecorder : IDisposable
{
    // Whatever the address, the capture rules lead it to the supervisor's own DNS; port 0 is how a resolver asks for its source address.
    private const int DnsPort = 53;
    private const int RingSize = 4 << 20;
    private const int MostConnecting = 64;
    private const int MostJudged = 128;
    private const uint NativeArchitecture = 0xc000003e;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(10);
    private readonly Listener _listener;
    private readonly IRecorder _recorder;
    private readonly Func<IPEndPoint, ConnectJudgement> _judge;
    private readonly EventRing _ring = new(RingSize);
    private readonly OpenJournal _journal;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _receiveEndsByItself;
    private readonly ConnectOnBehalf _connect;
    private readonly Workers _workers = new(MostConnecting, "connect");
    private readonly Workers _judging = new(MostJudged, "commands");
    private readonly CommandGate? _gate;
    private readonly DeterministicCalls? _deterministic;
    private readonly ExecFollow _follow;
    private BoxRoot? _root;
    private bool _hasWritten, _hasStarted;
    private int _firstProcess;
    private long _lost, _unreadable;

    /// <summary>
    /// Takes the listener over; <paramref name="netlink"/> is <see cref="Box.Netlink"/>. <paramref name="judge"/> is asked on the listener's thread and must
    /// answer from memory. <paramref name="judgeCommand"/> is asked of each program but the first, on a thread that may wait; without it every program may run.
    /// <paramref name="determinism"/> must be that of the box's plan.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="determinism"/> asks for a clock that can't be shown.</exception>
    public SystemCallRecorder(
        SafeFileHandle listener, SafeFileHandle netlink, IRecorder recorder, Func<IPEndPoint, ConnectJudgement> judge,
            Func<CommandFacts, bool>? judgeCommand = null, BoxDeterminism? determinism = null)
    {
        (_listener, _recorder, _judge) = (new Listener(listener), recorder, judge);
        _journal = new OpenJournal(_ring, recorder);
        _connect = new ConnectOnBehalf(_listener, netlink);
        _gate = judgeCommand is null ? null : new CommandGate(_listener, judgeCommand);
        _follow = new ExecFollow(_listener);
        _deterministic = determinism is { IsActive: true } ? new DeterministicCalls(_listener, determinism, TimeProvider.System) : null;
        _receiveEndsByItself = Environment.OSVersion.Version >= new Version(6, 12);
        _thread = new Thread(Run) { IsBackground = true, Name = "listener" };
    }

    /// <summary>Done when the last process of the box is gone and all that it did is recorded.</summary>
    public Task Completion => _over.Task;

    /// <summary>Whether the box may have changed any file: told from calls and flags, which stand in registers and can't be raced, never from paths.</summary>
    public bool HasWritten => Volatile.Read(ref _hasWritten);

    /// <summary>The agent's first process, as the host numbers it; 0 before it ran.</summary>
    public int FirstProcess => Volatile.Read(ref _firstProcess);

    /// <summary>Starts to serve.</summary>
    public void Start()
    {
        _journal.Start();
        _thread.Start();
    }

    private void Run()
    {
        try
        {
            while ((_receiveEndsByItself || _listener.WaitReadable()) && _listener.TryReceive(out Notification call))
                Serve(call);
            _journal.Finish();
            if (_lost > 0)
                _recorder.Record(new EventsLost("system calls", _lost, "the recorder fell behind"));
            if (_unreadable > 0)
                _recorder.Record(new EventsLost("system calls", _unreadable, "the arguments could not be read"));
            _over.SetResult();
        }
        catch (Exception failure)
        {
            // With the listener closed every watched call fails in the box: no record, no act.
            _listener.Dispose();
            _journal.Stop();
            _over.SetException(failure);
        }
    }

    private void Serve(in Notification call)
    {
        if (_deterministic is not null && call.Architecture == NativeArchitecture && _deterministic.TryServe(call))
            return;
        if (BoxFilter.IsRefused(call, out int errno))
        {
            _listener.Refuse(call, errno);
            Note(new CallRefused(Process(call), NameOf(call), Detail(call), ErrorName(errno)));
            return;
        }

        ref readonly CallArguments a = ref call.Arguments;
        switch ((SystemCall)call.Number)
        {
            case SystemCall.openat:
                Opened(call, (int)a[0], a[1], a[2]);
                return;
            case SystemCall.open:
                Opened(call, AT_FDCWD, a[0], a[1]);
                return;
            case SystemCall.creat:
                Opened(call, AT_FDCWD, a[0], O_CREAT | O_WRONLY | O_TRUNC);
                return;
            case SystemCall.openat2:
                _hasWritten = true; // Its flags lie in the agent's memory, where they may change.
                Span<byte> how = stackalloc byte[8];
                Opened(call, (int)a[0], a[1], TracedMemory.TryRead(call.Thread, a[2], how) ? BinaryPrimitives.ReadUInt64LittleEndian(how) : 0);
                return;
            case SystemCall.connect:
                Connecting(call, a[1], (int)a[2]);
                return;
            case SystemCall.bind:
                if (Address(call.Thread, a[1], a[2]) is { } bound)
                    Note(new SocketBound(Process(call), bound.Family, bound.Text)
                    {
                        IsDatagram = SocketKind.IsDatagram(Process(call), (int)a[0])
                        ? true
                        : null
                    });
                break;
            case SystemCall.sendto:
                Sending(call, a[4], a[5]);
                return;
            case SystemCall.sendmsg or SystemCall.sendmmsg:
                SendingMessage(call, a[1]);
                return;
            case SystemCall.execve:
                Executing(call, AT_FDCWD, a[0], a[1], byDescriptor: false);
                return;
            case SystemCall.execveat:
                Executing(call, (int)a[0], a[1], a[2], (a[4] & AT_EMPTY_PATH) != 0);
                return;
            default:
                _hasWritten = true;
                if (FileChange.Read(call) is { } changed)
                    Note(changed with { Process = Process(call) });
                else if (!SignalCall.IsOne(call))
                    CountUnread(call);
                else if (SignalCall.Read(call) is { } signal)
                    Note(signal with { Process = Process(call) });
                break;
        }

        _listener.Continue(call);
    }

    private void Opened(in Notification call, int directory, ulong address, ulong flags)
    {
        const ulong O_TMPFILE = 0x410000;
        Span<byte> path = stackalloc byte[TracedPath.Maximum + 256];
        int length = TracedPath.Read(call.Thread, directory, address, path);
        if (length <= 0)
        {
            CountUnread(call);
            _listener.Continue(call);
            return;
        }

        // With O_PATH the other flags mean nothing; what is opened so may be read later through /proc, under a name that says nothing.
        _hasWritten |= (flags & (O_ACCMODE | O_CREAT | O_TRUNC)) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
        bool writes = (flags & O_PATH) == 0 && ((flags & (O_ACCMODE | O_CREAT | O_TRUNC)) != 0 || (flags & O_TMPFILE) == O_TMPFILE);
        OpenAccess access = writes ? OpenAccess.Write : (flags & O_DIRECTORY) != 0 ? OpenAccess.List : OpenAccess.Read;
        if (!_ring.TryWrite(new OpenEvent { Thread = call.Thread, Access = access }, path[..Math.Min(length, TracedPath.Maximum)]))
            _lost++;
        if (_deterministic?.TryOpen(call, path[..length], flags) != true)
            _listener.Continue(call);
    }

    // A thread that was killed or interrupted while it waited has made no call: one that was interrupted makes it again, and it is read then.
    private void CountUnread(in Notification call)
    {
        if (_listener.IsWaiting(call))
            _unreadable++;
    }

    private void Connecting(in Notification call, ulong address, int length)
    {
        byte[] bytes = new byte[Math.Clamp(length, 0, SocketAddressText.Maximum)];
        if (bytes.Length != length || !TracedMemory.TryRead(call.Thread, address, bytes))
        {
            _listener.Refuse(call, bytes.Length != length ? EINVAL : EFAULT);
            return;
        }

        SocketAddressText? target = SocketAddressText.Parse(bytes);
        if (target is { EndPoint: { } endPoint } && !IPAddress.IsLoopback(endPoint.Address) && endPoint.Port is not (0 or DnsPort))
        {
            ConnectJudgement judgement = Judge(call, endPoint);
            Note(new SocketConnected(Process(call), target.Value.Family, target.Value.Text, judgement.Host));
            if (!judgement.Decision.IsAllowed)
            {
                _listener.Refuse(call, ECONNREFUSED);
                Note(new FlowRefused(judgement.Host is { } host ? $"{host}:{endPoint.Port}" : target.Value.Text, "not-allowed", judgement.Decision));
                return;
            }
        }
        else if (target is { } known)
        {
            Note(new SocketConnected(Process(call), known.Family, known.Text, null));
        }

        Notification copy = call;
        BoxRoot? root = _root;
        int process = Process(call);
        if (!_workers.TryRun(() => Connect(copy, bytes, root, process, target)))
            _listener.Refuse(call, EAGAIN);
    }

    /// <summary>
    /// A datagram socket that is connected sends nothing yet: resolvers do it, to ports that mean nothing, to learn a source address. So it is judged by its
    /// host alone, and no option would let it through: the capture rules refuse what is sent.
    /// </summary>
    private ConnectJudgement Judge(in Notification call, IPEndPoint endPoint)
    {
        ConnectJudgement judgement = _judge(endPoint);
        if (judgement.Decision.IsAllowed || !SocketKind.IsDatagram(Process(call), (int)call.Arguments[0]))
            return judgement;
        return _judge(new IPEndPoint(endPoint.Address, 443)) is { Decision.IsAllowed: true } host
            ? host
            : judgement with { Decision = Decision.Deny(null, null) };
    }

    private void Connect(in Notification call, byte[] address, BoxRoot? root, int process, SocketAddressText? target)
    {
        try
        {
            // Past the journal: its ring has one writer, and this is another thread.
            if (!_connect.Connect(call, address, root))
                _recorder.Record(new CallRefused(process, nameof(SystemCall.connect), $"{target?.Text}: nothing of the box listens there",
                    nameof(ECONNREFUSED)));
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or UnauthorizedAccessException or FormatException)
        {
            _listener.Refuse(call, ECONNREFUSED);
        }
    }

    private void Sending(in Notification call, ulong address, ulong length)
    {
        SocketAddressText? target = Address(call.Thread, address, length);
        _listener.Continue(call);
        NoteSend(call, target);
    }

    private void SendingMessage(in Notification call, ulong header)
    {
        Span<byte> message = stackalloc byte[16];
        SocketAddressText? target = TracedMemory.TryRead(call.Thread, header, message) && BinaryPrimitives.ReadUInt64LittleEndian(message) is not 0 and var name
            ? Address(call.Thread, name, BinaryPrimitives.ReadUInt32LittleEndian(message[8..]))
            : null;
        _listener.Continue(call);
        NoteSend(call, target);
    }

    /// <summary>A datagram with an address of its own; DNS is answered, everything else that leaves loopback is refused by the capture rules.</summary>
    private void NoteSend(in Notification call, SocketAddressText? target)
    {
        if (target is { } known && (known.EndPoint is not { } endPoint || !IPAddress.IsLoopback(endPoint.Address)))
            Note(new SocketConnected(Process(call), known.Family, known.Text, null));
    }

    private static SocketAddressText? Address(int thread, ulong address, ulong length)
    {
        Span<byte> bytes = stackalloc byte[SocketAddressText.Maximum];
        bytes = bytes[..(int)Math.Min(length & 0xffffffff, SocketAddressText.Maximum)];
        return address != 0 && TracedMemory.TryRead(thread, address, bytes) ? SocketAddressText.Parse(bytes) : null;
    }

    private void Note(Observation observation, int weight = 256)
    {
        if (!_journal.TryAdd(observation, weight))
            _lost++;
    }

    private static int Process(in Notification call)
    {
        int group = ProcessStatus.Read(call.Thread).Group;
        return group == 0 ? call.Thread : group;
    }

    private static string ErrorName(int errno) =>
        errno switch { EPERM => "EPERM", ENOSYS => "ENOSYS", ESOCKTNOSUPPORT => "ESOCKTNOSUPPORT", _ => "EAFNOSUPPORT" };

    private static string NameOf(in Notification call) =>
        call.Architecture != NativeArchitecture ? "a 32-bit call" : call.Number >= 0x40000000 ? "an x32 call" : ((SystemCall)call.Number).ToString();

    private static string Detail(in Notification call) => (SystemCall)call.Number switch
    {
        SystemCall.socket or SystemCall.socketpair => $"family {call.Arguments[0]}, type {call.Arguments[1] & 0xf}, protocol {call.Arguments[2]}",
        SystemCall.clone or SystemCall.unshare => $"flags 0x{call.Arguments[0]:x}",
        SystemCall.ioctl => (uint)call.Arguments[1] == TIOCSTI ? "TIOCSTI" : "TIOCLINUX",
        _ => "",
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        // Both threads use what is freed here. They end with the box, also one that was ended because its record failed; were they stuck, nothing is freed
        // under them.
        bool isOver = !_thread.IsAlive || _thread.Join(LastWords);
        _workers.Dispose();
        _judging.Dispose();
        if (!isOver)
            return;
        _deterministic?.Dispose();
        _listener.Dispose();
        _root?.Dispose();
        _ring.Dispose();
    }
}
