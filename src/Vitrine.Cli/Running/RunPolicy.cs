using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress;
using Vitrine.Runtime.Agents;
using Vitrine.Runtime.Inspection;
using Vitrine.Runtime.Policies;
using Vitrine.Runtime.Sessions;
using Vitrine.Runtime.Workspaces;
using Vitrine.Sandbox;

namespace Vitrine.Cli.Running;

/// <summary>What the policy files say of one run.</summary>
internal static class RunPolicy
{
    private const int LongestCredential = 64 * 1024;

    /// <summary>The policy; null where no file is there. A file with a mistake stops the run.</summary>
    public static LoadedPolicy? Load(SessionPlaces places, UnixPath workspace, OutputStream said)
    {
        // Reading YAML takes longer than all else that a short command needs; most people have no file, and then the defaults hold.
        // Of the organisation's the directory counts: a file in it that this user may not see must stop the run, and the loader tells that from none.
        if (!Directory.Exists(Path.GetDirectoryName(PolicyLoader.OrganisationFile))
            && !File.Exists(Path.Combine(places.Configuration, PolicyLoader.FileName))
            && !File.Exists(Path.Combine(workspace.ToString(), PolicyLoader.FileName)))
            return null;
        LoadedPolicy loaded = new PolicyLoader(places).Load(workspace.ToString());
        if (loaded.Problems is [var first, ..])
            throw new UsageException(Visible.Text(first.ToString()),
                $"vitrine policy check shows {(loaded.Problems.Count == 1 ? "it" : $"all {loaded.Problems.Count}")}; nothing runs until it is mended");
        foreach (string note in loaded.Notes)
            said.Note(note);
        return loaded;
    }

    /// <summary>How the workspace is used: the stricter of the policy's word and the option's.</summary>
    public static WorkspaceUse Use(LoadedPolicy? policy, bool review) => (policy?.Policy?.Files.Workspace ?? WorkspaceMode.Write) switch
    {
        WorkspaceMode.Write when !review => WorkspaceUse.Write,
        WorkspaceMode.Write or WorkspaceMode.Review => WorkspaceUse.Review,
        _ => WorkspaceUse.Read,
    };

    /// <summary>Which files of the workspace are hidden; null for none.</summary>
    public static WorkspaceRules? Rules(LoadedPolicy? policy, SessionPlaces places, UnixPath workspace)
    {
        FileRule[] denied = [.. policy?.Policy?.Files.Denied ?? []];
        if (denied.Length == 0)
            return null;
        var at = new PolicyPlaces(workspace.ToString(), places.Home);
        return new WorkspaceRules(path => Array.Exists(denied, rule => rule.Pattern.Covers(path, at)), static _ => false);
    }

    /// <summary>Files and directories outside the workspace that the policy opens, as they can be mounted.</summary>
    public static IReadOnlyList<UnixPath> Granted(LoadedPolicy? policy, SessionPlaces places, UnixPath workspace, PathAccess access)
    {
        if (policy?.Policy is not { } session)
            return [];
        var at = new PolicyPlaces(workspace.ToString(), places.Home);
        var granted = new List<UnixPath>();
        foreach (FileRule rule in session.Files.Granted)
        {
            if (rule.Grants != access)
                continue;
            UnixPath anchor = rule.Pattern.Anchor(at);
            if (Sandbox.Plan.Workspace.RealPath(anchor) is not { } real || PolicyPlaces.IsBelow(real.ToString(), at.Workspace))
                continue;
            if (!rule.Pattern.IsOnePath)
                throw new UsageException($"{rule.Origin}: '{Visible.Text(rule.Text)}' can't be mounted: it names some of the files of a directory.",
                    $"name one file, or the directory {Visible.Text(anchor.ToString())}/**");
            if (!session.Files.Decide(real, access, at).IsAllowed || !session.Files.Decide(anchor, access, at).IsAllowed)
                continue;
            var state = new UnixPath(places.State);
            if (state.IsAtOrBelow(real)
                || real.IsAtOrBelow(state)
                || new UnixPath(places.Home).IsAtOrBelow(real)
                || real.IsAtOrBelow(new UnixPath(places.Configuration)))
                throw new UsageException($"{rule.Origin}: '{Visible.Text(rule.Text)}' would show your whole home or Vitrine's own files.",
                    "name what is needed, and no more");
            granted.Add(real);
        }

        return granted;
    }

    /// <summary>The stricter of the policy's limits and the options'.</summary>
    public static BoxLimits Limits(LoadedPolicy? policy, BoxLimits options)
    {
        if (policy?.Policy?.Limits is not { } limits)
            return options;
        ulong processes = limits.Processes is { } most ? Math.Min((ulong)most, options.Processes) : options.Processes;
        ulong memory = limits.Memory is not { } bytes
            ? options.MemoryBytes
            : options.MemoryBytes == 0
                ? (ulong)bytes
                : Math.Min((ulong)bytes, options.MemoryBytes);
        return options with { Processes = processes, MemoryBytes = memory };
    }

    /// <summary>The policy's credentials whose value is there.</summary>
    public static IReadOnlyList<BoxCredential> Credentials(LoadedPolicy? policy, SessionPlaces places)
    {
        var credentials = new List<BoxCredential>();
        foreach (CredentialRule rule in policy?.Policy?.Credentials ?? [])
        {
            string? value = rule.Source == CredentialSource.Environment ? Environment.GetEnvironmentVariable(rule.Location) : ReadFile(rule, places);
            if (string.IsNullOrEmpty(value))
                continue;
            string variable = rule.Source == CredentialSource.Environment
                ? rule.Location
                : $"VITRINE_CREDENTIAL_{rule.Name.ToUpperInvariant().Replace('-', '_')}";
            credentials.Add(new BoxCredential(variable,
                new DoorCredential { Name = rule.Name, Hosts = rule.Hosts, IsOnly = rule.IsOnly, Value = () => value }));
        }

        return credentials;
    }

    /// <summary>The same, and the agent's own keys: it has a placeholder of each, unless the person passes one in by name.</summary>
    public static IReadOnlyList<BoxCredential> Credentials(IReadOnlyList<BoxCredential> known, AgentPlan plan, AgentProfile profile, RunOptions options)
    {
        var credentials = new List<BoxCredential>(known);
        foreach (string name in plan.PassedNames)
        {
            if (options.EnvironmentNames.Contains(name)
                || credentials.Exists(one => one.Variable == name)
                || Environment.GetEnvironmentVariable(name) is not { Length: > 0 } value)
                continue;
            credentials.Add(new BoxCredential(name, new DoorCredential { Name = name, Hosts = profile.Credentials[name], Value = () => value }));
        }

        return credentials;
    }

    /// <summary>The person's own rules for secrets; one that can't be read stops the run, for it was written to stop something.</summary>
    public static SecretRuleFiles? SecretRules(SessionPlaces places)
    {
        SecretRuleFiles? files = SecretRuleFiles.Read(places);
        return files?.Problems is [var first, ..]
            ? throw new UsageException($"{Visible.Text(SecretRuleFiles.DirectoryOf(places))}/{Visible.Text(first)}",
                "mend the rule, or take the file out; nothing runs until then")
            : files;
    }

    private static string? ReadFile(CredentialRule rule, SessionPlaces places)
    {
        string path = rule.Location.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(places.Home, rule.Location[2..]) : rule.Location;
        var file = new FileInfo(path);
        if (!file.Exists)
            return null;
        if (file.Length > LongestCredential)
            throw new UsageException($"{rule.Origin}: the credential's file is longer than {LongestCredential / 1024} KiB.",
                "a file that holds the value and nothing else");
        return File.ReadAllText(path).Trim();
    }
}
