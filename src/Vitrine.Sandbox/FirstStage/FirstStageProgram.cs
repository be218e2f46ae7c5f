using System.Runtime.InteropServices;
using System.Text;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>
/// The program that bubblewrap starts inside the box, with capabilities over the box's own namespaces and nothing else. In this order:
/// <list type="number">
/// <item>read the plan; see that the places of the box are the files that the supervisor judged; cover the workspace;</item>
/// <item>network: sockets, routes, capture rules; terminals: devpts; what of /proc is the machine's, and process 1, are closed;</item>
/// <item>hand the sockets (and the terminal) to the supervisor;</item>
/// <item>limits, new session, terminal, working directory;</item>
/// <item>drop every capability;</item>
/// <item>install the filter and hand its listener over: from here on each step is a call that the recorder sees;</item>
/// <item>execute the agent's program in this very process.</item>
/// </list>
/// A step that fails ends the box with status 125 and one line: there is no box without capture or record.
/// </summary>
public static unsafe class FirstStageProgram
{
    /// <summary>The control socket's number in the box.</summary>
    public const int ControlDescriptor = 3;

    /// <summary>The plan's number in the box.</summary>
    public const int PlanDescriptor = 4;

    /// <summary>The number at which the first stage holds the listener for the supervisor to take; the plan's, which is closed by then.</summary>
    public const int ListenerDescriptor = PlanDescriptor;

    /// <summary>The argument that makes this program the first stage.</summary>
    public const string Verb = "\u0001first-stage";

    /// <summary>Runs; returns only if the command could not be executed.</summary>
    public static int Run()
    {
        try
        {
            return Execute(Prepare());
        }
        catch (StageException failure)
        {
            Say($"vitrine: the box could not be made: {failure.Message}\nhint: vitrine doctor\n");
            return BoxExit.BoxFailed;
        }
    }

    private static Prepared Prepare()
    {
        Prepared plan = ReadPlan();
        PlaceCheck.All(plan.Places, plan.PlaceCount, plan.Identities);
        WorkspaceMounts.Make(plan.Mounts, plan.MountCount);
        int[] sockets = NetworkSetup.Capture(Marshal.PtrToStringUTF8((nint)plan.Nft)!, Marshal.PtrToStringUTF8((nint)plan.LoopbackPorts)!);
        if (plan.IsUnmarked)
            NetworkCard.Make();
        BoxTerminal.MountDevpts();
        using SeededStart? seeded = plan.IsSeeded ? new SeededStart() : null;
        KernelFiles.Seal();
        ProcessOne.Close(rename: plan.IsUnmarked);
        Hand(StageMessage.Sockets, sockets);
        Hand(StageMessage.Netlink, [NetworkSetup.OpenNetlink()]);
        int slave = -1;
        if (plan.TerminalMask != 0)
        {
            (int master, slave) = BoxTerminal.Open();
            Hand(StageMessage.Terminal, [master]);
        }

        Limit(RLIMIT_CORE, 0, 0);
        Limit(RLIMIT_NOFILE, plan.OpenFilesSoft, plan.OpenFilesHard);
        if (plan.Processes != 0)
            Limit(RLIMIT_NPROC, plan.Processes, plan.Processes);
        if (plan.Memory != 0)
            Limit(RLIMIT_DATA, plan.Memory, plan.Memory);
        if (plan.FileSize != 0)
            Limit(RLIMIT_FSIZE, plan.FileSize, plan.FileSize);

        // A session of its own also where no terminal is wanted: else /dev/tty would be the person's.
        if (Libc.setsid() < 0)
            throw new StageException("setsid", Libc.Errno);
        if (slave >= 0)
            BoxTerminal.Attach(slave, plan.TerminalMask);
        if (plan.Processor >= 0)
            Processors.Choose(plan.Processor);
        seeded?.Apply();
        if (plan.IsUnmarked)
            OwnPlace.Leave();
        Privileges.DropAll();
        if (Libc.chdir(plan.WorkingDirectory) < 0)
            throw new StageException("enter the workspace", Libc.Errno);
        DefaultSignals();
        return plan;
    }

    private static int Execute(Prepared plan)
    {
        int listener = SeccompInstall.Install(plan.Filter, plan.FilterLength);
        if (listener < 0)
            throw new StageException("install the seccomp filter", -listener);

        // sendmsg(2) is watched from here on and would wait for the recorder that it is to fetch: so a plain write says that the listener is there to be taken.
        byte kind = StageMessage.Listener;
        if (Libc.dup2(listener, ListenerDescriptor) < 0 || Libc.write(ControlDescriptor, &kind, 1) != 1)
            return BoxExit.BoxFailed;
        if (Libc.syscall(SYS_close_range, 3, int.MaxValue, CLOSE_RANGE_CLOEXEC, 0, 0, 0) < 0)
            return BoxExit.BoxFailed;
        return CommandSearch.Execute(plan.Arguments, plan.Environment);
    }

    private static void Hand(byte kind, ReadOnlySpan<int> descriptors)
    {
        int error = Descriptors.Send(ControlDescriptor, kind, descriptors);
        if (error != 0)
            throw new StageException("hand descriptors to the supervisor", error);
    }

    private static void Limit(int resource, ulong soft, ulong hard)
    {
        var limit = new ResourceLimit { Soft = soft, Hard = hard };
        if (Libc.setrlimit(resource, &limit) < 0)
            throw new StageException($"limit {resource}", Libc.Errno);
    }

    /// <summary>.NET ignores SIGPIPE, and what is ignored stays so across execve(2); handlers do not.</summary>
    private static void DefaultSignals()
    {
        const int SIGPIPE = 13, SIG_SETMASK = 2;
        byte* zero = stackalloc byte[256];
        new Span<byte>(zero, 256).Clear();
        if (Libc.sigaction(SIGPIPE, zero, null) < 0 || Libc.sigprocmask(SIG_SETMASK, zero, null) < 0)
            throw new StageException("default signals", Libc.Errno);
    }

    private static Prepared ReadPlan()
    {
        long length = Libc.lseek(PlanDescriptor, 0, 2);
        if (length < StagePlan.HeaderSize || Libc.lseek(PlanDescriptor, 0, 0) != 0)
            throw new StageException("The first stage runs inside the box only.");
        var memory = (byte*)NativeMemory.Alloc((nuint)length);
        for (nint done = 0; done < length;)
        {
            nint count = Libc.read(PlanDescriptor, memory + done, (nint)length - done);
            if (count <= 0)
                throw new StageException("read the plan", Libc.Errno);
            done += count;
        }

        _ = Libc.close(PlanDescriptor);
        var numbers = (int*)memory;
        var wide = (ulong*)(memory + 16);
        var plan = new Prepared
        {
            TerminalMask = numbers[2],
            Filter = memory + StagePlan.HeaderSize,
            FilterLength = numbers[3],
            OpenFilesSoft = wide[0],
            OpenFilesHard = wide[1],
            Processes = wide[2],
            Memory = wide[3],
        };
        plan.PlaceCount = numbers[12];
        plan.Identities = (ulong*)(memory + StagePlan.HeaderSize + plan.FilterLength);
        byte* text = (byte*)(plan.Identities + (2 * plan.PlaceCount));
        plan.Nft = Next(ref text);
        plan.LoopbackPorts = Next(ref text);
        plan.WorkingDirectory = Next(ref text);
        plan.Arguments = Table(numbers[0], ref text);
        plan.Environment = Table(numbers[1], ref text);
        plan.Places = Table(plan.PlaceCount, ref text);
        plan.MountCount = numbers[13];
        plan.Mounts = Table(plan.MountCount, ref text);
        plan.IsSeeded = numbers[14] != 0;
        plan.Processor = numbers[15];
        plan.FileSize = wide[6];
        plan.IsUnmarked = numbers[18] != 0;
        return plan;
    }

    private static byte** Table(int count, ref byte* text)
    {
        var table = (byte**)NativeMemory.AllocZeroed((nuint)count + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < count; i++)
            table[i] = Next(ref text);
        return table;
    }

    private static byte* Next(ref byte* text)
    {
        byte* start = text;
        text += MemoryMarshal.CreateReadOnlySpanFromNullTerminated(start).Length + 1;
        return start;
    }

    internal static void Say(string message)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(message);
        fixed (byte* data = bytes)
            _ = Libc.write(2, data, bytes.Length);
    }

    private struct Prepared
    {
        public bool IsSeeded, IsUnmarked;
        public int Processor, TerminalMask, FilterLength, PlaceCount, MountCount;
        public ulong OpenFilesSoft, OpenFilesHard, Processes, Memory, FileSize;
        public byte* Filter, Nft, LoopbackPorts, WorkingDirectory;
        public byte** Arguments, Environment, Places, Mounts;
        public ulong* Identities;
    }
}
