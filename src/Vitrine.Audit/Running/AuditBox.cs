using System.Globalization;
using Vitrine.Audit.Model;
using Vitrine.Audit.Wire;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress.Tapping;
using Vitrine.Gateway;
using Vitrine.Runtime.Agents;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Sessions;
using Vitrine.Runtime.Workspaces;
using Vitrine.Sandbox;

namespace Vitrine.Audit.Running;

/// <summary>
/// Runs sessions of one target behind glass, each on a machine of its own making, and captures what it does. Any number may be asked for at once; as many run
/// as the options say.
/// <code>
/// machine (baseline + changes) ─► home, workspace, /tmp made afresh ─► earlier sessions, not looked at
///    ─► look at the files ─► life-cycle scripts, if asked for ─► the session ─► look again ─► capture
/// </code>
/// Nothing real is dialled: every name and address leads to the door, where the stand-in or the sinkhole answers. Each session is in the ledger as any other.
/// </summary>
public sealed class AuditBox : IDisposable
{
    private const int LongestRecord = 256 << 20, LongestEntryQueue = 16_384;
    private readonly TargetStart _target;
    private readonly AuditBoxOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _places;
    private readonly WorkspaceTemplates _templates;

    /// <summary>Prepares for a target.</summary>
    /// <exception cref="ArgumentException">The options can't be kept.</exception>
    /// <exception cref="IOException">The scratch directory can't be made.</exception>
    public AuditBox(TargetStart target, AuditBoxOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        (_target, _options, _time) = (target, options, time);
        _places = new SemaphoreSlim(options.AtOnce);
        Directory.CreateDirectory(options.Scratch, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _templates = new WorkspaceTemplates(Path.Combine(options.Scratch, "templates"));
    }

    /// <summary>Runs one session, or several where earlier ones are asked for, and gives what the last one did.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The clock can't be shown (<see cref="BoxDeterminism"/>).</exception>
    /// <exception cref="AuditBoxException">The box could not be made: a fault of this machine, not of the target.</exception>
    public async Task<Capture> RunAsync(RunOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        order.Determinism(0)?.Validate();
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunNowAsync(order, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new AuditBoxException($"The session '{order.Variation}' could not be run: {failure.Message}", failure);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>
    /// Runs the target's life-cycle scripts in a directory that it may write to, as an installation does; what it does besides is not looked at here.
    /// </summary>
    /// <param name="package">A copy of the package, shown where the box has the target.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Which scripts failed.</returns>
    /// <exception cref="AuditBoxException">The box could not be made.</exception>
    public async Task<IReadOnlyList<string>> InstallAsync(string package, CancellationToken cancellationToken)
    {
        var order = new RunOrder("installation", 0, new MachineChanges());
        try
        {
            var machine = AuditMachine.Of(_target, order.Changes, _options.Prompt);
            using var desk = new SessionDesk(_options.Scratch);
            desk.MakeHome(machine);
            desk.MakeWorkspace(machine, _templates);
            IReadOnlyList<Capture> captures = await InstallAsync(order, machine, desk, package, cancellationToken).ConfigureAwait(false);
            return [.. _target.Scripts.Zip(captures).Where(one => one.Second.ExitStatus != 0)
                .Select(one => $"the script {one.First.Event} of {(one.First.Package.Length == 0 ? _target.Name : one.First.Package)} failed without the network: status {one.Second.ExitStatus}")];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new AuditBoxException($"The installation could not be run: {failure.Message}", failure);
        }
    }

    private async Task<IReadOnlyList<Capture>> InstallAsync(RunOrder order, AuditMachine machine, SessionDesk desk, string package,
        CancellationToken cancellationToken)
    {
        var captures = new List<Capture>();
        desk.Count(package);
        foreach (LifeCycleScript script in _target.Scripts)
        {
            var shown = new Dictionary<string, string> { [_target.BoxDirectory] = package };
            AuditMachine installing = Installing(machine, script) with { Facts = machine.Facts with { Shown = shown, IsShownToWrite = true } };
            string place = script.Package.Length == 0 ? _target.BoxDirectory : $"{_target.BoxDirectory}/{script.Package}";
            captures.Add(await RunOnceAsync(order, installing, desk, ["/bin/sh", "-c", script.Command], place, 1000 + captures.Count,
                cancellationToken).ConfigureAwait(false));
        }

        desk.CountNoMore();
        return captures;
    }

    private async Task<Capture> RunNowAsync(RunOrder order, CancellationToken cancellationToken)
    {
        MachineChanges changes = order.Changes;
        var machine = AuditMachine.Of(_target, changes, _options.Prompt);
        using var desk = new SessionDesk(_options.Scratch);
        desk.MakeHome(machine);
        // Earlier sessions were earlier: where the clock is put forward, time passed since them.
        RunOrder before = changes.Clock > (order.Clock ?? _time.GetUtcNow()) ? order with { Changes = changes with { Clock = null } } : order;
        for (int earlier = 0; earlier < changes.SessionsBefore; earlier++)
        {
            desk.MakeWorkspace(machine, _templates);
            _ = await RunOnceAsync(before, machine, desk, machine.Command, machine.Facts.Workspace, earlier + 1, cancellationToken).ConfigureAwait(false);
        }

        desk.MakeWorkspace(machine, _templates);
        var files = FileComparison.Before(desk);
        Capture? installed = null;
        if (changes.Install == true && _target.Scripts.Count > 0)
        {
            string package = desk.MakePackage(_target.Uninstalled ?? _target.Directory, cancellationToken);
            installed = (await InstallAsync(order, machine, desk, package, cancellationToken).ConfigureAwait(false)).Aggregate(CaptureJoin.Join);
            machine = machine with { Facts = machine.Facts with { Shown = new Dictionary<string, string> { [_target.BoxDirectory] = package } } };
        }

        Capture last = await RunOnceAsync(order, machine, desk, machine.Command, machine.Facts.Workspace, 0, cancellationToken).ConfigureAwait(false);
        var unseen = new List<string>();
        IReadOnlyList<CapturedFile> changed = files.After(unseen);
        if (installed is not null)
            last = CaptureJoin.Join(installed, last);
        return last with { Files = changed, Unseen = [.. last.Unseen, .. machine.Unmade.Select(what => "not shown: " + what), .. unseen] };
    }

    private async Task<Capture> RunOnceAsync(RunOrder order, AuditMachine machine, SessionDesk desk, IReadOnlyList<string> command, string directory,
        int number, CancellationToken cancellationToken)
    {
        MachineChanges changes = order.Changes;
        string scriptName = changes.Script ?? AuditScripts.Work;
        bool isKnown = SessionScripts.TryFind(scriptName, out StandInScript? script);
        BoxDeterminism? determinism = order.Determinism(number);
        var answers = new AuditAnswers(changes, script ?? StandInScript.Default, BoxTime.For(determinism, _time), _target.Protocol == AgentProtocol.Anthropic);
        using var output = new OutputReader();
        using var error = new OutputReader();
        using Microsoft.Win32.SafeHandles.SafeFileHandle input = File.OpenHandle("/dev/null");
        var tap = new DoorTap(_time);
        var reading = new RecordReading(new BoxPlaces(machine.Facts.Workspace, _target.BoxDirectory, machine.Facts.Home), tap.StartClock);
        var plan = new SessionPlan
        {
            PrivateHome = desk.Home,
            Command = [.. command.Select(word => new UnixPath(word))],
            Workspace = new UnixPath(desk.Workspace),
            WorkspaceUse = WorkspaceUse.Free,
            WorkingDirectory = directory,
            Network = new NetworkPolicy(NetworkMode.Offline, []),
            Environment = machine.Environment,
            Facts = machine.Facts with { TemporaryDirectory = desk.Temporary },
            Streams = new BoxStreams(input, output.Writer, error.Writer),
            Limits = new BoxLimits((ulong)_options.Processes, 2 * (ulong)_options.MemoryBytes) { FileBytes = (ulong)_options.DiskBytes },
            Bounds = new SessionBounds
            {
                Time = _options.Time,
                Linger = _options.Linger,
                MemoryBytes = _options.MemoryBytes,
                Exceeded = () => output.Total + error.Total > _options.OutputBytes
                    ? $"it printed more than {_options.OutputBytes >> 20} MiB"
                    : desk.TooMuch(_options.DiskBytes, _options.DiskNames),
            },
            Determinism = determinism,
            Offline = answers.AnswerAsync,
            Tap = tap,
            IsInspected = false,
            OnEntry = reading.Add,
            Record = new SessionRecorderOptions { LongestRecord = LongestRecord, QueueLength = LongestEntryQueue },
        };
        var places = new SessionPlaces(machine.Facts.Home, _options.State, Path.Combine(_options.State, "configuration"));
        var session = new Session(plan, places, plan.Workspace.Value, _options.Tools, _time, Session.PrepareAuthority(_time));
        SessionOutcome outcome = await session.RunAsync(cancellationToken).ConfigureAwait(false);
        byte[] printed = await output.FinishAsync().ConfigureAwait(false), said = await error.FinishAsync().ConfigureAwait(false);
        if (outcome.Failure is { } failure)
            throw new IOException($"{failure} {System.Text.Encoding.UTF8.GetString(said.AsSpan(0, Math.Min(said.Length, 500)))}".Trim());
        var wire = WireReading.Read(tap);
        var unseen = new List<string>(wire.Unseen);
        if (!isKnown)
            unseen.Add($"not shown: the script {scriptName}");
        if (outcome.CutOff is { } cut)
            unseen.Add(Capture.Ended + cut);
        foreach ((OutputReader stream, byte[] kept, string name) in ((OutputReader, byte[], string)[])[(output, printed, "standard output"),
            (error, said, "standard error")])
            if (stream.Total > kept.Length)
                unseen.Add(string.Create(CultureInfo.InvariantCulture, $"{stream.Total - kept.Length} bytes of {name}"));
        return reading.Complete(
            new Capture
            {
                Session = outcome.Id,
                Variation = order.Variation,
                Repetition = order.Repetition,
                ExitStatus = outcome.CutOff is null ? outcome.ExitStatus : -1,
                Seconds = outcome.FirstSeconds ?? 0,
                Names = wire.Names,
                Connections = wire.Connections,
                Exchanges = [.. wire.Exchanges.Select(exchange => exchange with { IsModel = exchange.IsModel
                    || (exchange.AnsweredBy == "stand-in" && exchange.Method == "POST") })],
                Output = printed,
                Error = said,
                Unseen = unseen,
            },
            outcome.Stayed);
    }

    /// <summary>The environment that npm gives a life-cycle script.</summary>
    private AuditMachine Installing(AuditMachine machine, LifeCycleScript script)
    {
        var environment = new Dictionary<string, string>(machine.Environment, StringComparer.Ordinal)
        {
            ["INIT_CWD"] = machine.Facts.Workspace,
            ["NODE"] = "/usr/bin/node",
            ["npm_command"] = "install",
            ["npm_config_user_agent"] = "npm/10.9.2 node/v22.14.0 linux x64 workspaces/false",
            ["npm_execpath"] = "/usr/lib/node_modules/npm/bin/npm-cli.js",
            ["npm_lifecycle_event"] = script.Event,
            ["npm_lifecycle_script"] = script.Command,
            ["npm_node_execpath"] = "/usr/bin/node",
            ["npm_package_json"] = $"{_target.BoxDirectory}/{(script.Package.Length == 0 ? "" : script.Package + "/")}package.json",
            ["npm_package_name"] = script.Package.Length == 0
                ? _target.Name
                : script.Package[(script.Package.LastIndexOf("node_modules/", StringComparison.Ordinal) + "node_modules/".Length)..],
            ["npm_package_version"] = _target.Version,
        };
        return machine with { Environment = environment };
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();
}

/// <summary>A session could not be run because of this machine, not of the target.</summary>
public sealed class AuditBoxException(string message, Exception inner) : Exception(message, inner);
