using Vitrine.Sandbox.Record;

namespace Vitrine.Sandbox.Determinism;

/// <summary>
/// The seeds of a box's processes, by process number as this machine sees it. Programs start on several threads, so all of it is under one lock.
/// </summary>
internal sealed class ProcessSeeds(ulong seed)
{
    private const int MostKnown = 16_384, MostAncestors = 64;
    private const string Fork = "\0fork", First = "\0first";
    private readonly Lock _gate = new();
    private readonly ProcessSeed _root = ProcessSeed.Root(seed);
    private readonly Dictionary<int, ProcessSeed> _processes = [];
    private readonly Dictionary<int, int> _processOf = [];

    /// <summary>The box's process 1, under which the first program and all orphans are.</summary>
    public void Begin(int processOne)
    {
        lock (_gate)
            _processes[processOne] = _root;
    }

    /// <summary>The seed for the program that a process is about to start; it counts from here on, whether it comes to run or not.</summary>
    public ProcessSeed Expect(int process, int parent, string program)
    {
        lock (_gate)
            return (_processes.TryGetValue(process, out ProcessSeed? own) ? own : Of(parent, 0)).Child(program);
    }

    /// <summary>The program runs.</summary>
    public void Adopt(int process, ProcessSeed started)
    {
        lock (_gate)
            Set(process, started);
    }

    /// <summary>The stream from which a thread gets so many bytes. Only one thread of ours may read from streams.</summary>
    /// <param name="thread">Its number.</param>
    /// <param name="length">How many.</param>
    /// <param name="isAlike">Whether all threads of a process get the same.</param>
    public SeededRandom StreamOf(int thread, int length, bool isAlike)
    {
        lock (_gate)
        {
            int process = ProcessOf(thread);
            if (isAlike)
                return Of(process, 0).Alike(thread, length);
            return Of(process, 0).Stream(thread, length, process == thread ? static _ => First : NameOf);
        }
    }

    /// <summary>Where in the random files the next one that a thread opens begins, as any number.</summary>
    public ulong NextOpening(int thread)
    {
        lock (_gate)
            return Of(ProcessOf(thread), 0).Openings.Next();
    }

    /// <summary>A process that started no program since it was forked has a seed of its own, below its parent's.</summary>
    private ProcessSeed Of(int process, int depth)
    {
        if (_processes.TryGetValue(process, out ProcessSeed? known))
            return known;
        int parent = process == 0 || depth == MostAncestors ? 0 : ProcessStatus.Read(process).Parent;
        return Set(process, parent == 0 ? _root.Child(Fork) : Of(parent, depth + 1).Child(Fork));
    }

    private ProcessSeed Set(int process, ProcessSeed its)
    {
        if (_processes.Count >= MostKnown)
            ForgetEnded();
        return _processes[process] = its;
    }

    private int ProcessOf(int thread)
    {
        if (_processes.ContainsKey(thread))
            return thread;
        if (_processOf.TryGetValue(thread, out int process))
            return process;
        if (_processOf.Count >= MostKnown)
            _processOf.Clear();
        process = ProcessStatus.Read(thread).Group;
        return _processOf[thread] = process == 0 ? thread : process;
    }

    /// <summary>The name that the kernel keeps (PR_SET_NAME in prctl(2)): at most 15 bytes, chosen by the agent.</summary>
    private static string NameOf(int thread) => SmallFile.Read($"/proc/{thread}/comm");

    private void ForgetEnded()
    {
        foreach (int process in _processes.Keys.ToArray())
            if (_processes[process] != _root && ProcessStatus.Read(process).Group == 0)
                _processes.Remove(process);
        _processOf.Clear();
    }
}
