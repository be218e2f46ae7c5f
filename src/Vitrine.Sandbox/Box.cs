using System.ComponentModel;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Sandbox.FirstStage;
using Vitrine.Sandbox.Native;
using Vitrine.Sandbox.Seccomp;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox;

/// <summary>
/// A running box. Its life: bubblewrap makes the namespaces; the first stage inside sets up the network, hands over sockets, terminal and
/// listener, and becomes the agent. When this process dies, however it dies, the kernel kills bubblewrap, and with it the box's process 1 and so all of it.
/// </summary>
public sealed class Box : IDisposable
{
    private readonly TaskCompletionSource<IReadOnlyList<SafeFileHandle>> _sockets = New<IReadOnlyList<SafeFileHandle>>();
    private readonly TaskCompletionSource<SafeFileHandle> _netlink = New<SafeFileHandle>(), _terminal = New<SafeFileHandle>(),
        _listener = New<SafeFileHandle>();
    private readonly TaskCompletionSource<int> _exit = New<int>();
    private readonly SafeFileHandle _control;
    private readonly Lock _gate = new();
    private int _bubblewrap, _firstProcess;

    // The first stage joins before the sockets are handed on: it has no children then, and all that comes later is born into the group.
    private readonly ulong _rootLimit;
    private readonly bool _isUnmarked;
    private ProcessGroupLimit? _group;

    private Box(SafeFileHandle control, ulong rootLimit, bool isUnmarked) => (_control, _rootLimit, _isUnmarked) = (control, rootLimit, isUnmarked);

    /// <summary>The listening sockets made inside: TCP, DNS over UDP, DNS over TCP for IPv4; then the same for IPv6, where the kernel has it.</summary>
    public Task<IReadOnlyList<SafeFileHandle>> Sockets => _sockets.Task;

    /// <summary>A netlink socket of the box's network namespace, which tells what listens there.</summary>
    public Task<SafeFileHandle> Netlink => _netlink.Task;

    /// <summary>The master of the box's terminal, if the plan has one.</summary>
    public Task<SafeFileHandle> Terminal => _terminal.Task;

    /// <summary>The seccomp listener. From here on the agent waits for the recorder.</summary>
    public Task<SafeFileHandle> Listener => _listener.Task;

    /// <summary>The exit status of the command (128 and the signal if one ended it), or <see cref="BoxExit"/>.</summary>
    public Task<int> Exit => _exit.Task;

    /// <summary>
    /// Makes a box. The handles' tasks fail with <see cref="BoxFailedException"/> if it does not come so far; its reason has then gone to standard error.
    /// </summary>
    /// <exception cref="Win32Exception">bubblewrap can't be started.</exception>
    public static Box Start(BoxPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        plan.Determinism?.Validate();
        (SafeFileHandle here, SafeFileHandle there) = Descriptors.Pair();
        var box = new Box(here, Environment.IsPrivilegedProcess ? plan.Limits.Processes : 0, plan.IsUnmarked);
        var started = new TaskCompletionSource<int>();

        // The kernel's "parent died" signal means the thread that started the child, so that thread must live as long as the box.
        new Thread(() => box.Spawn(plan, there, started)) { IsBackground = true, Name = "box" }.Start();
        int error = started.Task.GetAwaiter().GetResult();
        if (error != 0)
        {
            here.Dispose();
            throw new Win32Exception(error, $"{plan.Bubblewrap} can't be started: {Descriptors.ErrorText(error)}");
        }

        new Thread(box.Receive) { IsBackground = true, Name = "box control" }.Start();
        return box;
    }

    /// <summary>Ends the box at once, whatever runs in it.</summary>
    public void Kill()
    {
        lock (_gate)
            if (_bubblewrap != 0)
                _ = Libc.kill(_bubblewrap, SIGKILL);
    }

    /// <summary>The number of the box's first program, as the host has it; 0 until the listener is there.</summary>
    internal int FirstProcess => Volatile.Read(ref _firstProcess);

    /// <summary>Stops bubblewrap alone, not what runs in the box.</summary>
    /// <returns>False when it has ended.</returns>
    internal bool Stop() => SignalBubblewrap(SIGSTOP);

    /// <summary>Lets bubblewrap go on.</summary>
    internal void Resume() => SignalBubblewrap(SIGCONT);

    private bool SignalBubblewrap(int signal)
    {
        lock (_gate)
            return _bubblewrap != 0 && Libc.kill(_bubblewrap, signal) == 0;
    }

    /// <summary>Sends a signal to a process of the box and, when it leads one, to its group.</summary>
    /// <returns>False when it is gone.</returns>
    public static bool Signal(int process, int signal) => process > 1 && (Libc.kill(-process, signal) == 0 || Libc.kill(process, signal) == 0);

    private void Spawn(BoxPlan plan, SafeFileHandle there, TaskCompletionSource<int> started)
    {
        var stage = new StagePlan
        {
            TerminalMask = plan.TerminalMask,
            OpenFiles = OpenFilesLimit.OfCaller(),
            Processes = plan.Limits.Processes,
            Memory = plan.Limits.MemoryBytes,
            FileSize = plan.Limits.FileBytes,
            IsUnmarked = plan.IsUnmarked,
            LoopbackPorts = plan.LoopbackPorts,
            Filter = BoxFilter.Build(plan.Determinism),
            Processor = plan.Determinism?.OneProcessor == true ? Processors.Next() : null,
            IsSeeded = plan.Determinism?.Seed is not null,
            Nft = plan.Nft,
            WorkingDirectory = plan.WorkingDirectory,
            Command = plan.Command,
            Environment = plan.Environment,
            Mounts = WorkspaceMounts.Steps(plan),
            Places = PlacesOf(plan),
        };
        int error;
        using (var arguments = new BubblewrapArguments(plan))
        using (SafeFileHandle memory = Descriptors.MemoryFile(stage.ToBytes()))
        {
            const int ArgumentsDescriptor = 5;
            var spawn = new Spawn
            {
                Path = plan.Bubblewrap,
                Arguments = [.. Words("bwrap", "--args", $"{ArgumentsDescriptor}", "--",
                    (plan.IsUnmarked ? BubblewrapArguments.UnmarkedPath : BubblewrapArguments.FirstStagePath).ToString(), FirstStageProgram.Verb)],

                // Of the first stage's run-time alone; the agent gets the plan's environment.
                Environment = ["DOTNET_EnableDiagnostics=0", "DOTNET_TieredPGO=0", "DOTNET_EnableWriteXorExecute=0", "DOTNET_gcConcurrent=0",
                    "DOTNET_GCHeapHardLimit=4000000"],
            };

            // Duplicated upwards first: a descriptor of ours may already have the number of one of theirs.
            var lifted = new List<SafeFileHandle>();
            foreach ((int ours, int theirs) in (IEnumerable<(int, int)>)
                     [(Number(there), FirstStageProgram.ControlDescriptor), (Number(memory), FirstStageProgram.PlanDescriptor),
                         (Number(arguments.File), ArgumentsDescriptor), .. arguments.Contents, .. StandardOf(plan)])
            {
                const int F_DUPFD_CLOEXEC = 1030;
                int high = Libc.fcntl(ours, F_DUPFD_CLOEXEC, 100);
                lifted.Add(new SafeFileHandle(high, true));
                spawn.Descriptors.Add((high, theirs));
            }

            error = spawn.TryStart(out int process);
            lock (_gate)
                _bubblewrap = process;
            lifted.ForEach(handle => handle.Dispose());
        }

        there.Dispose();
        started.SetResult(error);
        if (error != 0)
            return;
        int status = Native.Spawn.Wait(_bubblewrap);
        lock (_gate)
            _bubblewrap = 0;
        _exit.SetResult(status);
    }

    private void Receive()
    {
        try
        {
            int bubblewrap;
            lock (_gate)
                bubblewrap = _bubblewrap;
            if (_rootLimit != 0 && bubblewrap != 0)
                _group = ProcessGroupLimit.TryMake(bubblewrap, _rootLimit, _isUnmarked);
            while (Descriptors.TryReceive(Number(_control), out byte kind, out int sender, out int[] descriptors))
            {
                SafeFileHandle[] handles = Own(descriptors);
                switch (kind)
                {
                    case StageMessage.Sockets when handles.Length is 3 or 6:
                        if (sender != 0)
                            _ = _group?.TryAdd(sender);
                        _sockets.TrySetResult(handles);
                        break;
                    case StageMessage.Netlink when handles.Length == 1:
                        _netlink.TrySetResult(handles[0]);
                        break;
                    case StageMessage.Terminal when handles.Length == 1:
                        _terminal.TrySetResult(handles[0]);
                        break;
                    case StageMessage.Listener when sender != 0:
                        Volatile.Write(ref _firstProcess, sender);
                        _listener.TrySetResult(Descriptors.Take(sender, FirstStageProgram.ListenerDescriptor));
                        break;
                    default:
                        throw new InvalidOperationException("The first stage sent a message that it does not have.");
                }
            }
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException)
        {
            _listener.TrySetException(failure);
            Kill();
        }
        finally
        {
            var failure = new BoxFailedException();
            _sockets.TrySetException(failure);
            _netlink.TrySetException(failure);
            _terminal.TrySetException(failure);
            _listener.TrySetException(failure);
        }
    }

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // These two by hand: LINQ over structs is compiled at run time, and the start waits for it.
    private static List<(UnixPath Path, ulong Device, ulong Inode)> PlacesOf(BoxPlan plan)
    {
        var places = new List<(UnixPath, ulong, ulong)>();
        foreach (BoxMount mount in plan.Mounts)
            if (mount.Identity is { } identity)
                places.Add((mount.Target, identity.Device, identity.Inode));
        return places;
    }

    private static IEnumerable<(int Ours, int Theirs)> StandardOf(BoxPlan plan) =>
        plan.Streams is { } streams ? [(Number(streams.Input), 0), (Number(streams.Output), 1), (Number(streams.Error), 2)] : [];

    private static SafeFileHandle[] Own(int[] descriptors)
    {
        var handles = new SafeFileHandle[descriptors.Length];
        for (int i = 0; i < handles.Length; i++)
            handles[i] = new SafeFileHandle(descriptors[i], true);
        return handles;
    }

    private static IEnumerable<byte[]> Words(params string[] words) => words.Select(System.Text.Encoding.UTF8.GetBytes);

    private static int Number(SafeFileHandle handle) => handle.DangerousGetHandle().ToInt32();

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _control.Dispose();
        _group?.Dispose();
    }
}

/// <summary>The box ended before it was whole. What failed stands on standard error, from bubblewrap or the first stage.</summary>
public sealed class BoxFailedException : Exception
{
    /// <summary>With the standard message.</summary>
    public BoxFailedException()
        : base("The box could not be made.")
    {
    }
}
