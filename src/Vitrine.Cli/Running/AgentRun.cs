using Vitrine.Cli.Commands;
using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress;
using Vitrine.Runtime.Agents;
using Vitrine.Runtime.Policies;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Sessions;
using Vitrine.Runtime.Workspaces;
using Vitrine.Sandbox.FirstStage;
using Vitrine.Sandbox.Plan;
using Vitrine.Sandbox.Requirements;

namespace Vitrine.Cli.Running;

/// <summary>One <c>vitrine run</c>: reads the options, installs the agent if need be, runs the session, reports.</summary>
internal sealed class AgentRun(RunOptions options, Task<SessionAuthority> authority)
{
    private readonly OutputStream _said = OutputStream.Messages();

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            SessionPlaces places = RunReading.Places();
            UnixPath workspace = RunReading.Workspace(options, places);
            LoadedPolicy? policy = RunPolicy.Load(places, workspace, _said);
            BoxTools tools = Tools(places, workspace);
            var guards = new GuardStore(places.State);
            if (guards.HasAny)
                LostSessions.Close(new SessionStore(places.State, TimeProvider.System), guards, _said);
            (SessionPlan plan, AgentProfile? profile) = options.Agent is null
                ? (CommandPlan(places, workspace, policy), null)
                : await AgentPlanAsync(options.Agent, places, workspace, tools, policy, cancellationToken).ConfigureAwait(false);
            SessionOutcome outcome = await new Session(plan, places, workspace, tools, TimeProvider.System,
                authority).RunAsync(cancellationToken).ConfigureAwait(false);
            if (outcome.Failure is { } failure)
                _said.Complain(failure, $"vitrine doctor; vitrine show {outcome.Id} gives what was recorded before");
            else if (!options.Quiet)
                EndOfRun.Write(outcome.Summary, _said);
            EndOfRecord.Tell(outcome, _said);
            if (policy?.Policy is { Retention: { } retention } rules)
                RetentionSweep.Run(places, rules, retention, _said);
            foreach (AbandonedSession lost in outcome.Lost)
                LostSessions.Tell(lost, _said);
            if (outcome.Pending is { } pending)
                ReviewNote.Write(_said, pending, outcome.Id);
            return outcome.ExitStatus;
        }
        catch (UsageException wrong)
        {
            _said.Complain(wrong.Message, wrong.Hint);
            return wrong.ExitStatus;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _said.Complain(failure.Message, "vitrine doctor");
            return BoxExit.BoxFailed;
        }
    }

    /// <summary>Nothing runs where a part of the box is missing.</summary>
    private static BoxTools Tools(SessionPlaces places, UnixPath workspace)
    {
        IReadOnlyList<Requirement> missing = MachineRequirements.CheckBeforeRun(places.State, workspace.IsText ? workspace.ToString() : null);
        if (missing is [var first, ..])
            throw new UsageException($"{first.Name}: {first.Found} {first.Why}", first.Hint ?? "vitrine doctor", BoxExit.BoxFailed);
        return BoxTools.Find() ?? throw new UsageException("bubblewrap or nft is not where it was a moment ago.", "vitrine doctor", BoxExit.BoxFailed);
    }

    private SessionPlan CommandPlan(SessionPlaces places, UnixPath workspace, LoadedPolicy? policy)
    {
        if (options.Prompt is not null)
            throw new UsageException("A prompt needs an agent that takes it.", "vitrine run --agent AGENT PROMPT, or vitrine run -- COMMAND…");
        if (options.Endpoint is not null || options.Model is not null || options.EndpointKeyName is not null)
            throw new UsageException("--endpoint and --model need an agent that can be pointed at them.", "--agent AGENT; vitrine agents lists them");
        if (options.Words is not { Count: > 0 } words)
            throw new UsageException("There is nothing to run.", "vitrine run -- COMMAND…, or vitrine run --agent AGENT PROMPT");
        return Common(places, workspace, policy) with
        {
            Command = words,
            PrivateHome = Path.Combine(places.State, "agents", SessionPlaces.HomeNameOf(words[0]), "home")
        };
    }

    private async Task<(SessionPlan Plan, AgentProfile Profile)> AgentPlanAsync(
        string name, SessionPlaces places, UnixPath workspace, BoxTools tools, LoadedPolicy? policy, CancellationToken cancellationToken)
    {
        var catalog = new AgentCatalog(Path.Combine(places.Configuration, "agents"));
        if (!catalog.TryFind(name, Environment.CurrentDirectory, out AgentProfile? profile, out AgentProblem problem))
            throw new UsageException(problem.What, problem.Hint);
        AgentDirectories directories = AgentDirectories.For(places.State, profile);
        Directory.CreateDirectory(directories.Home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string path = Toolchains.Plan(Environment.GetEnvironmentVariable("PATH") ?? "", places.Home, workspace).Path;
        AgentLocation location = AgentLocation.Find(profile, directories, places.Home, path);
        if (location.Presence == AgentPresence.NotInstalled)
        {
            int status = await new AgentInstaller(places, tools, _said).InstallAsync(profile, directories, cancellationToken).ConfigureAwait(false);
            if (status != 0)
                throw new UsageException($"{profile.Title} could not be installed.", "what its installer said stands above; vitrine show gives the record",
                    BoxExit.BoxFailed);
            location = AgentLocation.Find(profile, directories, places.Home, path);
        }

        if (location.Presence == AgentPresence.Unavailable)
            throw new UsageException(location.Problem.What, location.Problem.Hint);
        if (location.Presence != AgentPresence.Ready)
            throw new UsageException($"{profile.Title} was installed, but its program is not where it should be.",
                "vitrine show gives the record of the installation", BoxExit.BoxFailed);
        var request = new AgentRequest
        {
            Program = location.Program,
            Home = places.Home,
            Prompt = options.Prompt,
            Arguments = [.. (options.Words ?? []).Select(word => word.ToString())],
            Offline = options.Offline,
            Endpoint = RunReading.Endpoint(options),
            Key = options.EndpointKeyName is { } keyName
                ? Environment.GetEnvironmentVariable(keyName)
                    ?? throw new UsageException($"--endpoint-key {Visible.Text(keyName)}: there is no such variable.", "export it first")
                : null,
            Model = options.Model,
            Environment = Environment.GetEnvironmentVariables()
                .Cast<System.Collections.DictionaryEntry>()
                .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!),
        };
        if (!AgentPlan.TryCreate(profile, request, out AgentPlan? agentPlan, out problem))
            throw new UsageException(problem.What, problem.Hint);
        // Files that were left alone are no news: agents rewrite their own settings all the time.
        _ = AgentSeeds.Write(directories, agentPlan.Files);
        SessionPlan common = Common(places, workspace, policy);
        return (common with
        {
            Agent = profile.Name,
            Command = [.. agentPlan.Command.Select(word => new UnixPath(word))],
            PrivateHome = directories.Home,
            Network = RunReading.Network(options, agentPlan.Allow, policy?.Policy),
            Environment = agentPlan.Environment,
            EnvironmentNames = [.. common.EnvironmentNames.Concat(agentPlan.PassedNames).Distinct()],
            Credentials = RunPolicy.Credentials(common.Credentials, agentPlan, profile, options),
            OwnKeys = RunReading.OwnKeys(options, profile),
            ReadOnlyPaths = agentPlan.ReadOnlyDirectory is { } directory ? [.. common.ReadOnlyPaths, new UnixPath(directory)] : common.ReadOnlyPaths,
        }, profile);
    }

    private SessionPlan Common(SessionPlaces places, UnixPath workspace, LoadedPolicy? policy) => new()
    {
        Command = [],
        PrivateHome = "",
        Network = RunReading.Network(options, [], policy?.Policy),
        Policy = policy,
        SecretRules = RunPolicy.SecretRules(places),
        AllowPrivate = [.. options.AllowPrivate.Select(RunReading.Rule)],
        EnvironmentNames = RunReading.EnvironmentNames(options),
        NamedByPerson = options.EnvironmentNames,
        ReadOnlyPaths = [.. RunReading.ReadOnlyPaths(options, places), .. RunPolicy.Granted(policy, places, workspace, PathAccess.Read)],
        WritablePaths = RunPolicy.Granted(policy, places, workspace, PathAccess.Write),
        Credentials = options.Offline ? [] : RunPolicy.Credentials(policy, places),
        Determinism = RunReading.Determinism(options),
        Limits = RunPolicy.Limits(policy, RunReading.Limits(options)),
        Script = RunReading.Script(options),
        WorkspaceUse = RunPolicy.Use(policy, options.Review),
        WorkspaceRules = RunPolicy.Rules(policy, places, workspace),
    };
}
