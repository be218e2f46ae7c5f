using Vitrine.Core.Summary;

namespace Vitrine.Core.Model;

/// <summary>
/// Everything a person wants to know of a session: a fold over its entries, the same during the run and years later. Its memory is bounded by
/// <see cref="SummaryLimits"/> however long the session; its totals do not depend on the order of the entries. Not safe for several threads.
/// </summary>
public sealed class SessionSummary
{
    private readonly ProgramTally _programs;
    private readonly FileTally _files;
    private readonly HttpTally _http;
    private readonly SocketTally _sockets;
    private readonly RefusalTally _refusals;
    private readonly RecordTally _record;
    private readonly LeftTally _left;
    private readonly PolicyTally _policy;
    private string? _session;
    private SessionStarted? _started;
    private SessionEnded? _ended;
    private DateTimeOffset _first = DateTimeOffset.MaxValue;
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private long _highest = -1;

    /// <summary>Begins an empty summary.</summary>
    /// <param name="limits">What it may keep; <see cref="SummaryLimits.WhileRunning"/> if null.</param>
    public SessionSummary(SummaryLimits? limits = null)
    {
        limits ??= SummaryLimits.WhileRunning;
        limits.Validate();
        var budget = new TextBudget(limits.TextCharacters);
        _refusals = new RefusalTally(limits, budget);
        _programs = new ProgramTally(limits, budget);
        _files = new FileTally(limits, budget);
        _http = new HttpTally(limits, budget, _refusals);
        _sockets = new SocketTally(limits, budget, _refusals);
        _record = new RecordTally(limits, budget);
        _left = new LeftTally(limits, budget);
        _policy = new PolicyTally(limits, budget);
    }

    /// <summary>Number of entries.</summary>
    public long Entries { get; private set; }

    /// <summary>Number of refusals so far.</summary>
    public long Refusals => _refusals.Count + _policy.Refused;

    /// <summary>Takes one entry in.</summary>
    /// <exception cref="ArgumentException">The entry belongs to another session.</exception>
    public void Add(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _session ??= entry.Session;
        if (!string.Equals(_session, entry.Session, StringComparison.Ordinal))
            throw new ArgumentException($"The entry belongs to session {entry.Session}, not to {_session}.", nameof(entry));
        Entries++;
        _highest = Math.Max(_highest, entry.Index);
        _first = entry.Time < _first ? entry.Time : _first;
        _last = entry.Time > _last ? entry.Time : _last;
        Add(entry.Time, entry.Data);
    }

    /// <summary>What is known so far; it does not change with what is added later.</summary>
    public SessionReport ToReport() => new(
        SessionReport.CurrentFormat, _session ?? "", _started?.Agent, _started?.Command ?? [], _started?.Workspace ?? new UnixPath(""), _started?.Home,
            _started?.Network ?? "",
        _started?.Allow ?? [], _started?.EnvironmentNames ?? [], _started?.Vitrine ?? "", _started?.Kernel ?? "",
        Entries == 0 ? null : _first, _ended?.Seconds ?? (Entries == 0 ? 0 : (_last - _first).TotalSeconds), _ended?.ExitStatus, _ended?.Reason, Entries,
        _programs.ToReport(_files.Where), _files.ToReport(), _http.ToReport(), _sockets.ToReport(), _refusals.ToReport(),
        // Entries are numbered without a gap (see Entry.Index), so the highest number tells how many there must be.
        _record.ToReport(Math.Max(0, _highest + 1 - Entries)))
    {
        Left = _left.ToReport(),
        Policy = _policy.ToReport(_started),
    };

    private void Add(DateTimeOffset time, Observation data)
    {
        switch (data)
        {
            case FileOpened opened:
                _files.Add(opened);
                break;
            case FileChanged changed:
                _files.Add(changed);
                break;
            case ProgramRun run:
                _programs.Add(time, run);
                break;
            case OpensRepeated ended:
                _programs.Add(ended);
                break;
            case RequestStarted started:
                _http.Add(started);
                break;
            case RequestEnded ended:
                _http.Add(ended);
                break;
            case BodyInspected inspected:
                _left.Add(inspected);
                break;
            case NameLookedUp lookedUp:
                _sockets.Add(lookedUp);
                break;
            case SocketConnected connected:
                _sockets.Add(connected);
                break;
            case SocketBound bound:
                _sockets.Add(bound);
                break;
            case FlowRefused refused:
                _sockets.Add(refused);
                break;
            case FlowStarted:
                break; // Its end counts it; a session that was cut off has it in its entries.
            case FlowEnded ended:
                _sockets.Add(ended);
                break;
            case CallRefused refused:
                _refusals.AddCall(refused);
                break;
            default:
                AddRare(data);
                break;
        }
    }

    private void AddRare(Observation data)
    {
        switch (data)
        {
            case SessionStarted started:
                _started = started;
                _files.Start(started.Workspace, started.Home);
                break;
            case SessionEnded ended:
                _ended = ended;
                break;
            case SignalSent sent:
                _record.Add(sent);
                break;
            case FileHeldBack held:
                _record.Add(held);
                break;
            case EventsLost lost:
                _record.Add(lost);
                break;
            case PolicyDecided decided:
                _policy.Add(decided);
                break;
            case PolicyChanged changed:
                _policy.Add(changed);
                break;
            case CredentialUsed used:
                _policy.Add(used);
                break;
            case ReviewKept kept:
                _policy.Add(kept);
                break;
            case TerminalSequencesDropped dropped:
                _record.Add(dropped);
                break;
            default:
                // The kinds are closed (see Observation); one that the fold forgets must not vanish from the report.
                _record.Add(new EventsLost(data.GetType().Name, 1, "a kind of entry that this summary does not know"));
                break;
        }
    }
}
