using Vitrine.Audit.Model;
using Vitrine.Core.Model;

namespace Vitrine.Audit.Running;

/// <summary>Takes a session's entries in while they are written, and says what of them stands in a capture.</summary>
internal sealed class RecordReading(BoxPlaces places, Action onStart)
{
    /// <summary>What a listener is called that may be none: a datagram socket of which only the kernel knows the port.</summary>
    public const string AnyPort = "udp, any port";

    // The record itself holds more; a capture is for comparing.
    private const int MostProcesses = 2000, MostOthers = 5000, LongestText = 4096;
    private readonly List<CapturedProcess> _processes = [];
    private readonly Dictionary<int, int> _last = [];
    private readonly Distinct _reads = new(MostOthers), _listeners = new(MostOthers), _refused = new(MostOthers), _unseen = new(100);
    private DateTimeOffset? _started;

    /// <summary>When the first program began; null where none did.</summary>
    public DateTimeOffset? Started => _started;

    /// <summary>Takes an entry in; on the thread that writes the record.</summary>
    public void Add(Entry entry)
    {
        switch (entry.Data)
        {
            case ProgramRun run:
                if (_started is null)
                {
                    _started = entry.Time;
                    onStart();
                }

                Add(run, (entry.Time - _started.Value).TotalSeconds);
                break;
            case FileOpened { Access: "read", Exists: true } opened when places.IsWorthSaying(opened.Path.ToString()):
                _reads.Add(opened.Path.ToString());
                break;
            case SocketBound { IsDatagram: true, Family: "unix" }:
                break;
            // At any address and a port that the kernel chooses, it is a client's most of the time: some resolvers make one for each question.
            case SocketBound { IsDatagram: true, Address: "0.0.0.0:0" or "[::]:0" }:
                _listeners.Add(AnyPort);
                break;
            case SocketBound bound when bound.Address.Length > 0:
                _listeners.Add($"{(bound.IsDatagram == true ? "udp " : "")}{bound.Family} {bound.Address}");
                break;
            case CallRefused refused:
                _refused.Add($"{refused.Call} {refused.Detail}: {refused.Error}");
                break;
            case EventsLost lost:
                _unseen.Add($"{lost.Count} of {lost.Source}: {lost.Why}");
                break;
        }
    }

    /// <summary>The capture with what was taken in.</summary>
    /// <param name="capture">The capture.</param>
    /// <param name="stayed">Processes that outlived the first.</param>
    public Capture Complete(Capture capture, IReadOnlyList<int> stayed)
    {
        foreach (int process in stayed)
            if (_last.TryGetValue(process, out int index))
                _processes[index] = _processes[index] with { Stayed = true };
        foreach ((Distinct list, string what) in ((Distinct, string)[])[(_reads, "reads"), (_listeners, "listeners"), (_refused, "refused calls")])
            if (list.Left > 0)
                _unseen.Add($"{list.Left} further {what}");
        return capture with
        {
            Processes = _processes,
            Reads = _reads.All,
            Listeners = _listeners.All,
            Refused = _refused.All,
            Unseen = [.. capture.Unseen, .. _unseen.All]
        };
    }

    private void Add(ProgramRun run, double at)
    {
        if (_processes.Count >= MostProcesses)
        {
            _unseen.Add($"programs after the first {MostProcesses}");
            return;
        }

        // One that takes another's place is run by that one.
        int parent = _last.TryGetValue(run.Process, out int before) ? before : _last.GetValueOrDefault(run.ParentProcess, -1);
        _last[run.Process] = _processes.Count;
        _processes.Add(new CapturedProcess(SharedStrings.Of(run.Program.ToString()), [.. run.Arguments.Select(argument => SharedStrings.Of(Cut(argument)))],
            parent, at));
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];

    /// <summary>Each text once, in order; those past the bound are counted.</summary>
    private sealed class Distinct(int most)
    {
        private readonly HashSet<string> _known = new(StringComparer.Ordinal);
        private readonly List<string> _all = [];

        public long Left { get; private set; }

        public IReadOnlyList<string> All => _all;

        public void Add(string text)
        {
            text = Cut(text);
            if (_known.Contains(text))
                return;
            if (_all.Count >= most)
            {
                Left++;
                return;
            }

            _known.Add(text);
            _all.Add(text);
        }
    }
}
