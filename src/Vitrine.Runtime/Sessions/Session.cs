using System.ComponentModel;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress;
using Vitrine.Ledger.Witnessing;
using Vitrine.Runtime.Inspection;
using Vitrine.Runtime.Ledger;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Watching;
using Vitrine.Runtime.Workspaces;
using Vitrine.Sandbox;
using Vitrine.Sandbox.FirstStage;
using Vitrine.Sandbox.Plan;
using Vitrine.Sandbox.Record;
using Vitrine.Sandbox.Terminal;

namespace Vitrine.Runtime.Sessions;

/// <summary>
/// One session from plan to report. The steps, and what a crash at each leaves behind:
/// <list type="number">
/// <item>authority, door and ledger are made at the same time: nothing runs yet; a ledger without an end is closed by a later run;</item>
/// <item>the box starts; if this process dies from here on, the kernel ends the box;</item>
/// <item>the first entry is durable before the agent's first instruction;</item>
/// <item>the door takes the box's sockets, the recorder its listener: the agent runs;</item>
/// <item>the agent ends; the kernel ends whatever it left behind; the recorder takes what is still to be noted;</item>
/// <item>files that the host would execute are taken out of the workspace;</item>
/// <item>the last entry.</item>
/// </list>
/// </summary>
public sealed class Session
{
    /// <summary>How long a question waits for a person.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    // A timer holds no more than 49 days; nobody's session is longer.
    private const long LongestTimer = 40 * 24 * 3600;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(10);
    private readonly SessionPlan _plan;
    private readonly SessionPlaces _places;
    private readonly UnixPath _workspace;
    private readonly BoxTools _tools;
    private readonly TimeProvider _time;
    private readonly Task<SessionAuthority> _authority;
    private readonly SessionSummary _summary = new();
    private readonly ContentInspection _inspection;

    /// <summary>Prepares a session in a workspace that <see cref="Sandbox.Plan.Workspace.Find"/> found good.</summary>
    /// <param name="plan">What is asked for.</param>
    /// <param name="places">Where things are.</param>
    /// <param name="workspace">The workspace's real path.</param>
    /// <param name="tools">What the box is made with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="authority">The authority, from <see cref="PrepareAuthority"/>; the session disposes of it.</param>
    public Session(SessionPlan plan, SessionPlaces places, UnixPath workspace, BoxTools tools, TimeProvider time, Task<SessionAuthority> authority) =>
        (_plan, _places, _workspace, _tools, _time, _authority, _inspection) =
            (plan, places, workspace, tools, time, authority, new ContentInspection(plan, places, workspace));

    /// <summary>Makes the authority of a session to come, in the background: nothing else of the start takes as long and depends on as little.</summary>
    public static Task<SessionAuthority> PrepareAuthority(TimeProvider time) => Task.Run(() => SessionAuthority.Create(time));

    /// <summary>Runs it to its end.</summary>
    public async Task<SessionOutcome> RunAsync(CancellationToken cancellationToken)
    {
        using ContentInspection inspection = _inspection;
        long started = _time.GetTimestamp();
        var store = new SessionStore(_places.State, _time);
        await using WitnessingService? witnesses = _plan.Policy?.Policy is { } policy
            ? WitnessingService.Start(policy, store.Ledger, _places.State, _time)
            : null;
        if (witnesses is not null && _plan.Policy!.Policy!.Unwitnessed == UnwitnessedUse.Deny)
            await RequireWitnessesAsync(witnesses, store, cancellationToken).ConfigureAwait(false);
        Task<SessionRecorder> opening = Task.Run(() => store.Create(RecorderOptions(), Recorded, witnesses is null ? null : witnesses.Offer),
            cancellationToken);
        using SessionAuthority prepared = await _authority.ConfigureAwait(false);

        // One that was made ahead is of the machine's time, and in the box not yet valid, or no longer.
        TimeProvider boxTime = BoxTime.For(_plan.Determinism, _time);
        using SessionAuthority? ofBox = boxTime == _time ? null : SessionAuthority.Create(boxTime);
        SessionAuthority authority = ofBox ?? prepared;
        PersonTerminal? person = _plan.Streams is null ? PersonTerminal.Find() : null;

        // A second terminal among the streams is not handed to the box either: what would go there goes to the first.
        int terminalMask = person is { } found ? (int)(found.Streams | found.Refused) : 0;
        DateTimeOffset begun = _time.GetUtcNow();
        using var guard = WorkspaceGuard.Open(_workspace);
        var review = new ReviewStore(_places.State);
        UnixPath? layers = _plan.WorkspaceUse == WorkspaceUse.Review ? review.Begin((await opening.ConfigureAwait(false)).Id, _workspace) : null;
        BoxPlan boxPlan = BoxPlanner.Plan(_plan, _places, _workspace, guard, layers, authority, _tools, terminalMask);
        var guards = new GuardStore(_places.State);
        Box box;
        await using SessionRecorder recorder = await opening.ConfigureAwait(false);
        try
        {
            box = Box.Start(boxPlan);
        }
        catch (Win32Exception failure)
        {
            if (layers is not null)
                review.End(recorder.Id, _workspace);
            return await EndAsync(recorder, started, BoxExit.BoxFailed, "box-failed", failure.Message).ConfigureAwait(false);
        }

        using (box)
        {
            // Written while bubblewrap makes the namespaces, and awaited before the agent's first instruction.
            Task guarded = _plan.WorkspaceUse == WorkspaceUse.Write
                ? Task.Run(() => guards.Begin(recorder.Id, guard, begun), CancellationToken.None)
                : Task.CompletedTask;
            var running = new RunningSession(box, recorder, guarded, witnesses);
            string? problem = null;
            try
            {
                await RunInAsync(running, authority, boxTime, person?.Descriptor, cancellationToken).ConfigureAwait(false);
            }
            catch (BoxFailedException failure)
            {
                problem = failure.Message;
            }
            catch (Exception failure) when (failure is IOException or Win32Exception or SocketException)
            {
                problem = failure.Message;
            }
            finally
            {
                if (!box.Exit.IsCompleted)
                    box.Kill();
            }

            int status = await box.Exit.ConfigureAwait(false);

            // Also after a failure: the agent may have worked until then.
            string? left = _plan.WorkspaceUse == WorkspaceUse.Write ? await HoldBackAsync(guard, guards, running, begun).ConfigureAwait(false) : null;
            PendingCount? pending = layers is null ? null : EndReview(review, recorder.Id, ref left);
            problem = problem is null || left is null ? problem ?? left : $"{problem} {left}";
            if (problem is not null)
                return await EndAsync(recorder, started, BoxExit.BoxFailed, "box-failed", problem).ConfigureAwait(false);
            SessionOutcome outcome = await EndAsync(recorder, started, status, "exited", null).ConfigureAwait(false);

            // Sessions that lost their supervisor get their end now, when nobody waits for the agent's start.
            return outcome with
            {
                Pending = pending,
                Lost = _plan.Facts is null ? store.CloseAbandoned(guards) : [],
                CutOff = running.Cut.Reason,
                FirstSeconds = running.Cut.Seconds,
                Stayed = running.Cut.Stayed ?? [],
                Witnessed = witnesses is null ? null : await witnesses.FinishAsync(LastWords).ConfigureAwait(false)
            };
        }
    }

    private SessionRecorderOptions? RecorderOptions() => _plan.Record ?? (_plan.Policy?.Policy?.Bodies == BodyRecord.Digest
        ? new SessionRecorderOptions { Payloads = new Vitrine.Ledger.Payloads.PayloadStoreOptions { MaximumSize = 0 } }
        : null);

    /// <summary>Where the policy demands it, nothing starts on a ledger that its witnesses have not seen, or know as another.</summary>
    private static async Task RequireWitnessesAsync(WitnessingService witnesses, SessionStore store, CancellationToken cancellationToken)
    {
        // A ledger that is made with this session has nothing to be witnessed yet.
        if (CosignedCheckpoint.Read(store.Ledger) is not { } newest)
            return;
        witnesses.Offer(newest);
        WitnessingStatus status = await witnesses.SettleAsync(LastWords, cancellationToken).ConfigureAwait(false);
        if (!status.IsWitnessed || status.IsContradicted)
            throw new IOException($"The policy demands a witness, and the ledger has none: {string.Join("; ", status.Describe())}. Hint: vitrine witness ask URL VKEY tells what the witness knows");
    }

    private void Recorded(Entry entry)
    {
        _summary.Add(entry);
        if (_plan.IsInspected)
            _inspection.Recorded(entry);
        _plan.OnEntry?.Invoke(entry);
    }

    private static async Task<string?> HoldBackAsync(WorkspaceGuard guard, GuardStore guards, RunningSession running, DateTimeOffset begun)
    {
        SessionRecorder recorder = running.Recorder;
        try
        {
            foreach (FileHeldBack held in guard.Close(guards.HeldOf(recorder.Id), recorder.Id.ToString(), running.MayHaveWritten() ? begun : null))
                recorder.Record(held);
            await running.Guarded.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            guards.End(recorder.Id);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"A file that your own tools would execute was made in the workspace and could not be taken out: {failure.Message}";
        }
    }

    private PendingCount? EndReview(ReviewStore review, SessionId id, ref string? problem)
    {
        try
        {
            return review.End(id, _workspace);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"What the agent left for review could not be read: {failure.Message}";
            return null;
        }
    }

    private async Task RunInAsync(RunningSession running, SessionAuthority authority, TimeProvider boxTime, int? terminal, CancellationToken cancellationToken)
    {
        var offline = new OfflineAnswers(_plan.Script, boxTime);
        IRecorder record = SecretValues.Keep(_plan, running.Recorder);
        using var approvals = new Approvals(Patience, _time);
        var questions = new PersonQuestions(approvals, record, _places);
        await using ControlSocket? control = _plan.Policy is null
            ? null
            : ControlSocket.Open(new SessionStore(_places.State, _time).ControlOf(running.Recorder.Id), approvals);
        Door door = Door.Create(new DoorOptions
        {
            Policy = _plan.Network,
            Recorder = record,
            Authority = authority,
            Time = _time,
            Offline = _plan.Offline ?? offline.AnswerAsync,
            LoopbackPorts = _plan.Facts?.LoopbackPorts ?? [],
            Tap = _plan.Tap,
            AllowPrivate = _plan.AllowPrivate,
            Proxy = HostProxy.Find(),
            DecideRequest = (in RequestFacts facts) => _plan.Network.DecideRequest(facts),
            Inspect = _plan.IsInspected ? _inspection.Open : null,
            ReadAnswer = _plan.IsInspected ? _inspection.OpenAnswer : null,
            Ask = questions.AskAsync,
            Credentials = [.. _plan.Credentials.Select(one => one.Door)],
        });
        await record.RecordDurablyAsync(Started(), cancellationToken).ConfigureAwait(false);
        await running.Guarded.ConfigureAwait(false);
        door.Serve(Adopt(await running.Box.Sockets.ConfigureAwait(false)));
        await using TerminalJoin? join = terminal is { } descriptor ? TerminalJoin.Start(await running.Box.Terminal.ConfigureAwait(false), descriptor) : null;
        using SafeFileHandle netlink = await running.Box.Netlink.ConfigureAwait(false);
        using var calls = new SystemCallRecorder(await running.Box.Listener.ConfigureAwait(false), netlink, record, endPoint => Judge(door, endPoint),
            JudgeCommands(record, questions), _plan.Determinism);
        // Before the agent can say that it is there: a signal that came earlier would end us, and not reach it.
        using SignalForwarding? signals = _plan.Streams is null ? SignalForwarding.Start(running.Box, calls) : null;
        calls.Start();
        running.MayHaveWritten = () => calls.HasWritten;

        // While the agent starts; its first connection waits for it in the socket's queue. A short command is over before, and then nobody waits.
        Task opening = Task.Run(() => door.OpenAsync(cancellationToken), cancellationToken);
        Task<SessionCut>? bounded = _plan.Bounds is { } bounds ? BoundedBox.Start(running.Box, bounds, _time) : null;
        Task ended = await Task.WhenAny(running.Box.Exit, running.Recorder.Completion, FailureOf(calls.Completion), FailureOf(opening),
            FailureOf(bounded ?? Task.CompletedTask), OverTime(running, record), RefusalOf(running.Witnesses)).ConfigureAwait(false);
        if (ended.IsFaulted)
        {
            // Nothing may run that is not recorded.
            running.Box.Kill();
            throw new IOException($"The record or the door failed, so the box was ended: {ended.Exception!.InnerException!.Message}");
        }

        signals?.Dispose();
        if (bounded is not null)
            running.Cut = await bounded.ConfigureAwait(false);
        if (join is not null)
            await join.StopAsync(running.Recorder).ConfigureAwait(false);
        await WaitForLastWords(calls.Completion, running.Recorder).ConfigureAwait(false);
        if (opening.IsCompleted)
            await door.DisposeAsync().ConfigureAwait(false);
        DoorCounts counts = door.Counts;
        if (counts.Unlisted > 0)
            running.Recorder.Record(new EventsLost("door", counts.Unlisted, "more different look-ups and refusals than are listed"));
    }

    /// <summary>Ends the box when the policy's time is over; never ends where there is none.</summary>
    private async Task OverTime(RunningSession running, IRecorder record)
    {
        if (_plan.Policy?.Policy?.Limits.Seconds is not { } seconds)
        {
            await Task.Delay(Timeout.Infinite).ConfigureAwait(false);
            return;
        }

        await Task.Delay(TimeSpan.FromSeconds(Math.Min(seconds, LongestTimer)), _time).ConfigureAwait(false);
        record.Record(new PolicyDecided("session", $"it ran for {seconds} s and was ended",
            Decision.Deny($"limits: time: {seconds}", $"limits: {{ time: {2 * seconds}s }}"), null));
        running.Box.Kill();
    }

    /// <summary>Fails when a witness refuses the record, or none cosigns it, where the policy demands one; never ends else.</summary>
    private static async Task RefusalOf(WitnessingService? witnesses)
    {
        if (witnesses is not null)
            throw new IOException(await witnesses.Refusal.ConfigureAwait(false));
        await Task.Delay(Timeout.Infinite).ConfigureAwait(false);
    }

    /// <summary>Ends only if the task fails: that it is done means nothing here.</summary>
    private static async Task FailureOf(Task task)
    {
        await task.ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite).ConfigureAwait(false);
    }

    private static async Task WaitForLastWords(Task recorded, SessionRecorder recorder)
    {
        try
        {
            await recorded.WaitAsync(LastWords).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            recorder.Record(new EventsLost("system calls", 1, "processes of the box did not end in time, and what they did last is not recorded"));
        }
    }

    /// <summary>Null where every program may run: then none needs to be looked at.</summary>
    private Func<Sandbox.Record.CommandFacts, bool>? JudgeCommands(IRecorder record, PersonQuestions questions) =>
        _plan.Policy?.Policy is { Commands: { IsOpen: false } commands }
            ? new CommandRules(commands, new PolicyPlaces(_workspace.ToString(), _places.Home), record, questions).MayRun
            : null;

    private ConnectJudgement Judge(Door door, System.Net.IPEndPoint endPoint)
    {
        // Somebody wants to send something: what searches it takes a moment to make.
        if (_plan.IsInspected)
            _inspection.Prepare();
        ConnectVerdict verdict = door.JudgeConnect(endPoint);
        return new ConnectJudgement(verdict.Host?.Name, verdict.Decision);
    }

    private static BoxSockets Adopt(IReadOnlyList<SafeFileHandle> handles)
    {
        SafeSocketHandle Take(int index)
        {
            var socket = new SafeSocketHandle(handles[index].DangerousGetHandle(), ownsHandle: true);
            handles[index].SetHandleAsInvalid();
            return socket;
        }

        bool six = handles.Count == 6;
        return new BoxSockets(Take(0), six ? Take(3) : null, Take(1), six ? Take(4) : null, Take(2), six ? Take(5) : null);
    }

    private SessionStarted Started() => new(
        ProductVersion.Text, _plan.Agent, Texts(_plan.Command), _plan.Facts is { } facts ? new UnixPath(facts.Workspace) : _workspace, _plan.ModeName,
        [.. _plan.Network.Allow.Select(rule => rule.Text)], _plan.EnvironmentNames, Environment.OSVersion.Version.ToString())
    {
        Home = new UnixPath(_plan.Facts?.Home ?? _places.Home),
        PolicyDigest = _plan.Policy?.Digest,
        PolicyLayers = _plan.Policy?.Policy?.Sources,
        IsReview = _plan.WorkspaceUse == WorkspaceUse.Review ? true : null,
    };

    // By hand: LINQ over structs is compiled at run time, and the start waits for it.
    private static string[] Texts(IReadOnlyList<UnixPath> words)
    {
        var texts = new string[words.Count];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = words[i].ToString();
        return texts;
    }

    private async Task<SessionOutcome> EndAsync(SessionRecorder recorder, long started, int status, string reason, string? failure)
    {
        try
        {
            await recorder.EndAsync(new SessionEnded(status, reason,
                Math.Round(_time.GetElapsedTime(started).TotalSeconds, 3))
            { Refused = _summary.Refusals }).ConfigureAwait(false);
        }
        catch (IOException unwritten)
        {
            return new SessionOutcome(BoxExit.BoxFailed, recorder.Id.ToString(), _summary,
                failure ?? $"The record could not be written to its end: {unwritten.Message}");
        }

        return new SessionOutcome(status, recorder.Id.ToString(), _summary, failure) { IsSealed = recorder.IsSealed };
    }

    private sealed record RunningSession(Box Box, SessionRecorder Recorder, Task Guarded, WitnessingService? Witnesses)
    {
        /// <summary>Whether the box may have changed a file; true as long as nobody knows better.</summary>
        public Func<bool> MayHaveWritten { get; set; } = static () => true;

        /// <summary>How its bounds ended it.</summary>
        public SessionCut Cut { get; set; }
    }
}
