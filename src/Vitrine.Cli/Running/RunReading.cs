using System.Globalization;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Gateway;
using Vitrine.Runtime.Agents;
using Vitrine.Runtime.Sessions;
using Vitrine.Sandbox;
using Vitrine.Sandbox.Plan;

namespace Vitrine.Cli.Running;

/// <summary>Reads each option into what it means, or says what is wrong with it.</summary>
internal static class RunReading
{
    public static SessionPlaces Places() =>
        SessionPlaces.Find() ?? throw new UsageException("HOME is not set to a directory, so nobody can say what must stay hidden.", "export HOME=/home/you");

    public static UnixPath Workspace(RunOptions options, SessionPlaces places)
    {
        UnixPath? asked = options.Workspace is { } text ? new UnixPath(text) : null;
        Workspace found = Sandbox.Plan.Workspace.Find(asked, new UnixPath(places.Home), new UnixPath(places.State));
        return found.Problem switch
        {
            WorkspaceProblem.None => found.Path,
            WorkspaceProblem.NotADirectory => throw new UsageException($"The workspace is no directory: {Report.Visible.Text(found.Path.ToString())}",
                "--workspace DIR"),
            WorkspaceProblem.HoldsHome => throw new UsageException("The workspace would be your whole home directory, secrets included.",
                "cd into a project, or --workspace DIR"),
            WorkspaceProblem.HoldsState => throw new UsageException("The workspace holds Vitrine's own records.", "--workspace DIR, elsewhere"),
            _ => throw new UsageException($"The workspace is a system directory: {Report.Visible.Text(found.Path.ToString())}",
                "cd into a project, or --workspace DIR"),
        };
    }

    public static NetworkPolicy Network(RunOptions options, IReadOnlyList<HostRule> ofAgent, SessionPolicy? policy)
    {
        if (options.Observe && options.Offline)
            throw new UsageException("--observe lets everything through and --offline nothing: they exclude each other.", "leave one of them out");
        if (options.Offline && (options.Allow.Count > 0 || options.AllowPrivate.Count > 0))
            throw new UsageException("--offline dials nothing, so there is nothing to allow.", "leave out --allow, or --offline");
        HostRule[] rules = [.. options.Allow.Concat(options.AllowPrivate).Select(Rule)];
        NetworkMode mode = options.Observe ? NetworkMode.Observe : options.Offline ? NetworkMode.Offline : NetworkMode.DenyByDefault;
        return policy?.WithOptions(mode, rules, ofAgent) ?? new NetworkPolicy(mode, [.. rules, .. ofAgent]);
    }

    /// <summary>Keys that the agent has, with the hosts that they are for.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<HostRule>> OwnKeys(RunOptions options, AgentProfile profile)
    {
        var keys = new Dictionary<string, IReadOnlyList<HostRule>>(profile.Credentials, StringComparer.Ordinal);
        if (options.EndpointKeyName is { } name && Endpoint(options) is { } endpoint)
            keys[name] = [EndpointUrl.ToRule(endpoint)];
        return keys;
    }

    public static HostRule Rule(string text) =>
        HostRule.TryParse(text, out HostRule? rule)
            ? rule
            : throw new UsageException($"'{Report.Visible.Text(text)}' is no host.", "write HOST, HOST:PORT, *.DOMAIN or an address; no scheme, no path");

    /// <summary>Time and chance of the box; null where nobody asks for any.</summary>
    public static BoxDeterminism? Determinism(RunOptions options)
    {
        if (options.Clock is null && options.Seed is null && options.ClockStep == 0 && !options.OneProcessor)
            return null;
        DateTimeOffset? clock = options.Clock is not { } text ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset read) ? read
                : throw new UsageException($"'{Report.Visible.Text(text)}' is no time.", "--clock 2027-03-01T12:00:00Z");
        if (!(Math.Abs(options.ClockStep) <= TimeSpan.SecondsPerDay))
            throw new UsageException("A clock goes in steps of no more than a day.", "--clock-step 60");
        var determinism = new BoxDeterminism
        {
            Clock = clock,
            ClockStep = TimeSpan.FromSeconds(options.ClockStep),
            Seed = options.Seed,
            OneProcessor = options.OneProcessor
        };
        try
        {
            determinism.Validate();
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw new UsageException(problem.Message.Split('(')[0].Trim(), "--clock 2027-03-01T12:00:00Z --clock-step 60");
        }

        return determinism;
    }

    public static StandInScript? Script(RunOptions options)
    {
        if (options.Script is not { } name)
            return null;
        if (!options.Offline)
            throw new UsageException("--script is for the stand-in model, which answers with --offline only.", "add --offline");
        if (StandInScript.TryBuiltIn(name, out StandInScript? script))
            return script;
        if (!File.Exists(name))
            throw new UsageException($"There is no script '{Report.Visible.Text(name)}'.",
                $"one of {string.Join(", ", StandInScript.BuiltInNames)}, or a YAML file");
        return StandInScript.TryLoad(name, out script, out IReadOnlyList<ScriptError> errors)
            ? script
            : throw new UsageException($"{Report.Visible.Text(name)}:{errors[0]}", "see the scripts that come with Vitrine");
    }

    public static Uri? Endpoint(RunOptions options)
    {
        if (options.Endpoint is not { } text)
            return null;
        return EndpointUrl.TryParse(text, out Uri? url) ? url : throw new UsageException("That is no endpoint's URL.", EndpointUrl.Form);
    }

    public static BoxLimits Limits(RunOptions options)
    {
        if (options.Processes is < 16 or > 1_000_000)
            throw new UsageException("--processes is between 16 and 1000000.", "the default is 4096");
        return new BoxLimits(options.Processes, options.Memory is null ? 0 : Size(options.Memory));
    }

    public static IReadOnlyList<UnixPath> ReadOnlyPaths(RunOptions options, SessionPlaces places) =>
    [
        .. options.ReadOnlyPaths.Select(text =>
        {
            UnixPath path = Sandbox.Plan.Workspace.RealPath(new UnixPath(text))
                ?? throw new UsageException($"--ro: there is no '{Report.Visible.Text(text)}'.", "name a file or directory that is there");
            if (new UnixPath(places.State).IsAtOrBelow(path)
                || path.IsAtOrBelow(new UnixPath(places.State))
                || new UnixPath(places.Home).IsAtOrBelow(path)
                || path == new UnixPath("/"))
                throw new UsageException($"--ro {Report.Visible.Text(text)} would show your whole home or Vitrine's own records.",
                    "name what is needed, and no more");
            return path;
        }),
    ];

    public static IReadOnlyList<string> EnvironmentNames(RunOptions options)
    {
        foreach (string name in options.EnvironmentNames)
        {
            if (name.Contains('='))
                throw new UsageException("--env takes a name, not a value: a value on a command line can be read by others.",
                    $"export {name.Split('=')[0]}, then --env {name.Split('=')[0]}");
            if (Environment.GetEnvironmentVariable(name) is null)
                throw new UsageException($"--env {Report.Visible.Text(name)}: there is no such variable.", "export it first");
        }

        return options.EnvironmentNames;
    }

    private static ulong Size(string text)
    {
        ulong unit = char.ToUpperInvariant(text[^1]) switch { 'K' => 1UL << 10, 'M' => 1UL << 20, 'G' => 1UL << 30, _ => 1 };
        string number = unit == 1 ? text : text[..^1];
        return ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out ulong count)
            && count > 0
            && count < (1UL << 53) / unit
            && count * unit >= 16 << 20
            ? count * unit
            : throw new UsageException($"--memory: '{Report.Visible.Text(text)}' is no size of at least 16M.", "such as 512M or 4G");
    }
}
