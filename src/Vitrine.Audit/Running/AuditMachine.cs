using System.Globalization;
using Vitrine.Audit.Model;
using Vitrine.Audit.Targets;
using Vitrine.Runtime.Agents;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Audit.Running;

/// <summary>
/// The machine of one session: an ordinary developer's, with changes. What a change does not name is the same in each session, so that a difference has one
/// cause: another login name alone does not move the home directory.
/// </summary>
internal sealed record AuditMachine
{
    private const string DefaultUser = "sam", DefaultHome = "/home/sam", DefaultWorkspace = "/projects/inventory", DefaultEndpoint = "http://localhost:4000";

    /// <summary>What the box shows.</summary>
    public required BoxFacts Facts { get; init; }

    /// <summary>The whole environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Files of the home, by relative path.</summary>
    public required IReadOnlyDictionary<string, string> HomeFiles { get; init; }

    /// <summary>Files of the workspace, by relative path.</summary>
    public required IReadOnlyDictionary<string, string> WorkspaceFiles { get; init; }

    /// <summary>The repository's remote; empty for none.</summary>
    public required string GitRemote { get; init; }

    /// <summary>The configured endpoint: scheme, host and port.</summary>
    public required string Endpoint { get; init; }

    /// <summary>What runs.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What of the changes could not be made.</summary>
    public required IReadOnlyList<string> Unmade { get; init; }

    /// <summary>Makes it.</summary>
    public static AuditMachine Of(TargetStart target, MachineChanges changes, string prompt)
    {
        var unmade = new List<string>();
        string user = Plain(changes.UserName, DefaultUser, IsName, "login name", unmade),
            home = Plain(changes.Home, user == "root" ? "/root" : DefaultHome, IsDirectory, "home directory", unmade);
        string host = Plain(changes.HostName, "dev-pc", IsHost, "host name", unmade),
            workspace = Plain(changes.Workspace, DefaultWorkspace, IsDirectory, "workspace", unmade);
        string zone = Plain(changes.TimeZone, "Europe/Berlin", BoxFacts.IsZone, "zone", unmade);
        string standard = target.DefaultEndpointHost is { Length: > 0 } vendor ? "http://" + vendor : DefaultEndpoint;
        string endpoint = Plain(changes.Endpoint, standard, text => Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https",
            "endpoint", unmade);
        var address = new Uri(endpoint);
        string path = AuditTools.Path;
        string key = changes.ApiKey ?? DefaultKey(target.Protocol);
        var environment = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = home,
            ["LANG"] = "en_US.UTF-8",
            ["LOGNAME"] = user,
            ["PATH"] = path,
            ["PWD"] = workspace,
            ["SHELL"] = "/bin/bash",
            ["TERM"] = "xterm-256color",
            ["USER"] = user,
        };
        Dictionary<string, string> homeFiles = BaselineHome.Files(changes, user, host);
        IReadOnlyList<string> command = Start(target, prompt, home, endpoint, key, environment, homeFiles, unmade);
        foreach ((string name, string? value) in changes.Environment)
            if (value is null)
                environment.Remove(name);
            else if (name.Length > 0 && !name.Contains('=') && !name.Contains('\0') && !value.Contains('\0'))
                environment[name] = value;
            else
                unmade.Add("a variable whose name or value no environment can hold");
        Apply(homeFiles, changes.HomeFiles, "home", unmade);
        var workspaceFiles = new Dictionary<string, string>(BaselineWorkspace.Files, StringComparer.Ordinal);
        Apply(workspaceFiles, changes.WorkspaceFiles, "workspace", unmade);
        var system = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach ((string name, string? text) in changes.SystemFiles)
            if (BoxFacts.CanShow(name))
                system[name] = text;
            else
                unmade.Add($"the file {name}");
        bool isLoopback = address.IsLoopback;
        return new AuditMachine
        {
            Facts = new BoxFacts
            {
                HostName = host,
                UserName = user,
                FullName = user == DefaultUser ? "Sam Miller" : "",
                Number = user == "root" ? 0u : 1000u,
                Home = home,
                Workspace = workspace,
                TimeZone = zone,
                MachineId = "8f3c2a1de4b94f6c9a57d0b36e1f4c72",
                Path = path,
                NamesAuthority = changes.NamesAuthority == true,
                LoopbackPorts = isLoopback ? [(ushort)address.Port] : [],
                // A name without a dot is asked of no server; 203.0.113.0/24 is for examples (RFC 5737) and leads to the door like any other.
                HostLines = !isLoopback && IsHost(address.Host) && !address.Host.Contains('.') && address.Host != host ? ["203.0.113.20 " + address.Host] : [],
                SystemFiles = system,
                Shown = target.Beside is { } beside
                    ? new Dictionary<string, string> { [beside] = beside, [target.BoxDirectory] = target.Directory }
                    : new Dictionary<string, string> { [target.BoxDirectory] = target.Directory },
            },
            Environment = environment,
            HomeFiles = homeFiles,
            WorkspaceFiles = workspaceFiles,
            Endpoint = endpoint,
            GitRemote = changes.GitRemote ?? "https://github.com/northfield-labs/inventory.git",
            Command = command,
            Unmade = unmade,
        };
    }

    private static IReadOnlyList<string> Start(
        TargetStart target, string prompt, string home, string endpoint, string key, SortedDictionary<string, string> environment,
            Dictionary<string, string> homeFiles, List<string> unmade)
    {
        var command = target.Command.Select(word => word.Replace("{prompt}", prompt, StringComparison.Ordinal)).ToList();
        if (target.Profile?.Agent is not { } profile)
        {
            if (target.EndpointVariable.Length > 0)
                environment[target.EndpointVariable] = endpoint.TrimEnd('/') + target.EndpointSuffix;
            if (target.KeyVariable.Length > 0)
                environment[target.KeyVariable] = key;
            if (target.Protocol == AgentProtocol.Unknown)
                foreach (EndpointConvention convention in EndpointConvention.All)
                    (environment[convention.Endpoint], environment[convention.Key]) = (endpoint.TrimEnd('/') + convention.Suffix,
                        DefaultKey(convention.Protocol));
            return command;
        }

        var request = new AgentRequest
        {
            Program = command,
            Home = home,
            Prompt = prompt,
            Endpoint = new Uri(endpoint),
            Key = AgentRequest.IsKey(key) ? key : null
        };
        if (!AgentPlan.TryCreate(profile, request, out AgentPlan? plan, out AgentProblem problem))
        {
            unmade.Add($"the profile's start: {problem}");
            return command;
        }

        foreach ((string name, string value) in plan.Environment)
            environment[name] = value;
        foreach ((string path, string text) in plan.Files)
            homeFiles[path] = text;
        return plan.Command;
    }

    private static void Apply(Dictionary<string, string> files, IReadOnlyDictionary<string, string?> changes, string place, List<string> unmade)
    {
        foreach ((string path, string? text) in changes)
            if (text is null)
                files.Remove(path);
            else if (IsRelative(path))
                files[path] = text;
            else
                unmade.Add($"the file {path} of the {place}");
    }

    private static string Plain(string? value, string otherwise, Func<string, bool> isGood, string what, List<string> unmade)
    {
        if (value is null || isGood(value))
            return value ?? otherwise;
        unmade.Add(string.Create(CultureInfo.InvariantCulture, $"the {what} {value}"));
        return otherwise;
    }

    private static string DefaultKey(AgentProtocol protocol) => protocol switch
    {
        AgentProtocol.Anthropic => "sk-ant-api03-Qm7vT2xLw9RkYc4Nf8Hs1Zp6Jd3Bg5Ua-Ee0Xi7Ko2Wr",
        AgentProtocol.Gemini => "AIzaSyD4k9TqLw2Vx7Rm5Nc8Hb1Zp6Jf3Gs0Ya",
        _ => "sk-proj-Qm7vT2xLw9RkYc4Nf8Hs1Zp6Jd3Bg5UaEe0Xi7Ko2Wr",
    };

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 32 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && text[0] is not ('-' or '.');

    private static bool IsHost(string text) =>
        text.Length is > 0 and <= 63 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') && text[0] is not ('-' or '.');

    private static bool IsDirectory(string text) =>
        text.StartsWith('/')
        && text.Length is > 1 and < 512
        && !text.Any(char.IsControl)
        && !text.Contains(':')
        && Path.GetFullPath(text) == text
        && !text.EndsWith('/')
        && !((string[])["/usr", "/bin", "/sbin", "/lib", "/etc", "/proc", "/dev", "/sys", "/run",
            "/tmp"]).Any(tree => text == tree || (text.StartsWith(tree + "/", StringComparison.Ordinal) && tree is not "/tmp"));

    internal static bool IsRelative(string path) =>
        path.Length is > 0 and < 512
        && path[0] != '/'
        && !path.Contains('\0')
        && path.Split('/').All(part => part.Length is > 0 and < 256 && part is not ("." or ".."));
}
