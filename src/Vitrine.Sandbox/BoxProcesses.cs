using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Vitrine.Sandbox.Native;
using Vitrine.Sandbox.Record;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox;

/// <summary>
/// The processes of a running box, seen from the host, while its end is held up: bubblewrap waits for the first program and then ends all; stopped, it does not
/// notice until it is let go on. If this process dies meanwhile the kernel ends bubblewrap as ever.
/// </summary>
public sealed unsafe class BoxProcesses : IDisposable
{
    // A box may hold thousands; a list of who stayed need not.
    private const int Most = 1024;
    private readonly Box _box;
    private readonly SafeFileHandle _first, _one;
    private readonly int _firstNumber, _oneNumber;

    private BoxProcesses(Box box, SafeFileHandle first, SafeFileHandle one, int firstNumber, int oneNumber) =>
        (_box, _first, _one, _firstNumber, _oneNumber) = (box, first, one, firstNumber, oneNumber);

    /// <summary>Holds up the end of a box whose listener is there.</summary>
    /// <returns>Null where its first process is gone already.</returns>
    public static BoxProcesses? Hold(Box box)
    {
        ArgumentNullException.ThrowIfNull(box);
        int first = box.FirstProcess;
        if (first == 0 || !box.Stop())
            return null;
        int parent = ProcessStatus.Read(first).Parent;
        SafeFileHandle? process = Open(first), one = process is null ? null : Open(parent);
        if (one is not null)
            return new BoxProcesses(box, process!, one, first, parent);
        process?.Dispose();
        box.Resume();
        return null;
    }

    /// <summary>Waits for the end of the first program.</summary>
    /// <returns>Whether it has ended.</returns>
    public bool WaitForFirst(TimeSpan patience) => Wait(_first, patience);

    /// <summary>Waits for the end of all processes: then process 1 ends too.</summary>
    /// <returns>Whether all have ended.</returns>
    public bool WaitForAll(TimeSpan patience) => Wait(_one, patience);

    /// <summary>All processes but process 1 and the first, by the host's numbers; at most 1,024.</summary>
    public IReadOnlyList<int> List()
    {
        var found = new List<int>();
        var waiting = new Queue<int>([_oneNumber]);
        while (found.Count < Most && waiting.TryDequeue(out int parent))
        {
            foreach (int child in Children(parent))
            {
                waiting.Enqueue(child);
                if (child != _firstNumber && found.Count < Most)
                    found.Add(child);
            }
        }

        return found;
    }

    /// <summary>Whether a process is in another session than the first program, as setsid(2) makes one; false also where it is gone.</summary>
    public bool IsDetached(int process)
    {
        // Behind the name in brackets, which may hold anything: state, parent, group, session (proc_pid_stat(5)).
        string stat = TextOf($"/proc/{process}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 3 && int.TryParse(fields[3], CultureInfo.InvariantCulture, out int session) && session != 0 && session != _firstNumber;
    }

    /// <summary>What they have in memory, each by itself: what they share counts for each.</summary>
    public long ResidentBytes()
    {
        long pages = 0;
        foreach (int process in (IEnumerable<int>)[_firstNumber, .. List()])
            if (TextOf($"/proc/{process}/statm").Split(' ') is [_, { } resident, ..])
                pages += long.Parse(resident, CultureInfo.InvariantCulture);
        return pages * Environment.SystemPageSize;
    }

    private static IEnumerable<int> Children(int process)
    {
        foreach (string thread in ThreadsOf(process))
            foreach (string number in TextOf(thread + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                yield return int.Parse(number, CultureInfo.InvariantCulture);
    }

    private static string[] ThreadsOf(int process)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{process}/task");
        }
        catch (IOException)
        {
            // It has ended.
            return [];
        }
    }

    private static string TextOf(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // The thread has ended.
            return "";
        }
    }

    private static SafeFileHandle? Open(int process)
    {
        nint handle = process <= 1 ? -1 : Libc.syscall(SYS_pidfd_open, process, 0, 0, 0, 0, 0);
        return handle < 0 ? null : new SafeFileHandle(handle, true);
    }

    private static bool Wait(SafeFileHandle process, TimeSpan patience)
    {
        var descriptor = new PollDescriptor { Descriptor = process.DangerousGetHandle().ToInt32(), Events = POLLIN };
        return Libc.poll(&descriptor, 1, (int)Math.Ceiling(patience.TotalMilliseconds)) > 0;
    }

    /// <summary>Lets the box end.</summary>
    public void Dispose()
    {
        _box.Resume();
        _first.Dispose();
        _one.Dispose();
    }
}
