using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>The machine of one session as its programs find it: the values that may lawfully stand in what a target sends.</summary>
public sealed record MachineFacts
{
    /// <summary>The machine's name.</summary>
    public required string HostName { get; init; }

    /// <summary>The login name.</summary>
    public required string UserName { get; init; }

    /// <summary>The home directory.</summary>
    public required string Home { get; init; }

    /// <summary>The workspace, which is the current directory.</summary>
    public required string Workspace { get; init; }

    /// <summary>The zone in force, an IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The locale in force as it stands in the environment: <c>en_US.UTF-8</c>.</summary>
    public required string Locale { get; init; }

    /// <summary>The configured model endpoint: scheme, host, port.</summary>
    public required string Endpoint { get; init; }

    /// <summary>What the session's clock showed at its start.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>URL of the repository's remote.</summary>
    public string GitRemote { get; init; } = "";

    /// <summary>Name in git's configuration.</summary>
    public string GitName { get; init; } = "";

    /// <summary>E-mail address in git's configuration.</summary>
    public string GitEmail { get; init; } = "";

    /// <summary>The API key.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>The prompt that the target was given.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Variables that were set on purpose.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Texts of the files in workspace and home, by absolute path.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Ids of the commits of the workspace's repository.</summary>
    public IReadOnlyList<string> Commits { get; init; } = [];

    /// <summary>Texts that the endpoint sent on purpose: bodies of <see cref="MachineChanges.Answers"/>, values of header fields.</summary>
    public IReadOnlyList<string> FromServer { get; init; } = [];

    /// <summary>
    /// Which script the stand-in played, how many requests it refused, whether life-cycle scripts ran: sessions that differ in these are never compared.
    /// </summary>
    public string Script { get; init; } = AuditScripts.Hello;

    /// <summary>The facts after a level's changes.</summary>
    public MachineFacts With(MachineChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        string home = changes.Home ?? Home;
        string workspace = changes.Workspace ?? Workspace;
        var environment = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in Environment)
            environment[name] = value;
        foreach ((string name, string? value) in changes.Environment)
        {
            environment.Remove(name);
            if (value is not null)
                environment[name] = value;
        }
        return this with
        {
            HostName = changes.HostName ?? HostName,
            UserName = changes.UserName ?? UserName,
            Home = home,
            Workspace = workspace,
            TimeZone = ZoneOf(changes, environment),
            Locale = LocaleOf(environment) ?? Locale,
            Endpoint = changes.Endpoint ?? Endpoint,
            Start = changes.Clock ?? Start,
            GitRemote = changes.GitRemote ?? GitRemote,
            GitName = changes.GitName ?? GitName,
            GitEmail = changes.GitEmail ?? GitEmail,
            ApiKey = changes.ApiKey ?? ApiKey,
            Environment = environment,
            Files = FilesAfter(changes, home, workspace),
            FromServer = [.. FromServer, .. changes.Answers.Values.OfType<string>(), .. changes.AnswerHeaders.Values.OfType<string>(),
                .. changes.AnswerAdditions.SelectMany(one => one.Texts())],
            Script = ScriptOf(changes),
        };
    }

    private string ZoneOf(MachineChanges changes, SortedDictionary<string, string> environment)
    {
        if (environment.TryGetValue("TZ", out string? zone) && zone.Length > 0)
            return zone.TrimStart(':');
        return changes.TimeZone ?? TimeZone;
    }

    private static string? LocaleOf(SortedDictionary<string, string> environment)
    {
        foreach (string name in (ReadOnlySpan<string>)["LC_ALL", "LC_MESSAGES", "LANG"])
        {
            if (environment.TryGetValue(name, out string? value) && value.Length > 0)
                return value;
        }
        return null;
    }

    private string ScriptOf(MachineChanges changes)
    {
        string script = changes.Script ?? Script;
        return changes.Install == true ? script + "+install" : script;
    }

    private SortedDictionary<string, string> FilesAfter(MachineChanges changes, string home, string workspace)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string path, string text) in Files)
            files[Moved(Moved(path, Workspace, workspace), Home, home)] = text;
        Apply(files, changes.WorkspaceFiles, workspace);
        Apply(files, changes.HomeFiles, home);
        return files;
    }

    private static string Moved(string path, string from, string to) =>
        from != to && path.StartsWith(from + "/", StringComparison.Ordinal) ? to + path[from.Length..] : path;

    private static void Apply(SortedDictionary<string, string> files, IReadOnlyDictionary<string, string?> changes, string below)
    {
        foreach ((string path, string? text) in changes)
        {
            string full = path.StartsWith('/') ? path : $"{below}/{path}";
            files.Remove(full);
            if (text is not null)
                files[full] = text;
        }
    }
}
