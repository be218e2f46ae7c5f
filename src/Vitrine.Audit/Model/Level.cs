namespace Vitrine.Audit.Model;

/// <summary>One value of a factor: what it changes of the machine that a session finds.</summary>
/// <param name="Factor">One of <see cref="Factors"/>.</param>
/// <param name="Name">Short and unique within the factor: <c>Asia/Shanghai</c>.</param>
/// <param name="Changes">What it changes.</param>
public sealed record Level(string Factor, string Name, MachineChanges Changes)
{
    /// <summary>Why it is tried: <c>built-in</c>, or the place of the string in the package from which it was harvested.</summary>
    public string Origin { get; init; } = "built-in";

    /// <summary>
    /// The name of a level that is equal to this one in all that an honest program may show (<c>Asia/Singapore</c> to <c>Asia/Shanghai</c>: same offset, same
    /// date). A difference between the two has no lawful reason. Null where there is none.
    /// </summary>
    public string? MatchedWith { get; init; }
}

/// <summary>What a level changes; a null leaves things as they are.</summary>
public sealed record MachineChanges
{
    /// <summary>Variables; a null value unsets one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The machine's name.</summary>
    public string? HostName { get; init; }

    /// <summary>The login name.</summary>
    public string? UserName { get; init; }

    /// <summary>The path of the home directory.</summary>
    public string? Home { get; init; }

    /// <summary>The path of the workspace.</summary>
    public string? Workspace { get; init; }

    /// <summary>The machine's zone, an IANA name: <c>/etc/localtime</c> and <c>/etc/timezone</c>; a TZ variable is one of <see cref="Environment"/>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Scheme and host (and port) of the endpoint in the configuration: <c>http://llm.example</c>. It leads to the stand-in whatever it is.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The URL of the repository's remote; empty for none.</summary>
    public string? GitRemote { get; init; }

    /// <summary>Name that git is configured with; empty for none.</summary>
    public string? GitName { get; init; }

    /// <summary>E-mail address that git is configured with; empty for none.</summary>
    public string? GitEmail { get; init; }

    /// <summary>Files of the workspace by relative path; a null text removes one.</summary>
    public IReadOnlyDictionary<string, string?> WorkspaceFiles { get; init; } = new Dictionary<string, string?>();

    /// <summary>Files of the home directory by relative path.</summary>
    public IReadOnlyDictionary<string, string?> HomeFiles { get; init; } = new Dictionary<string, string?>();

    /// <summary>Files of the system by absolute path, such as <c>/.dockerenv</c>.</summary>
    public IReadOnlyDictionary<string, string?> SystemFiles { get; init; } = new Dictionary<string, string?>();

    /// <summary>What the clock shows when the session starts; it runs on from there.</summary>
    public DateTimeOffset? Clock { get; init; }

    /// <summary>How many sessions go before, in the same home, not looked at.</summary>
    public int? SessionsBefore { get; init; }

    /// <summary>Whether the package's life-cycle scripts are run first, and looked at.</summary>
    public bool? Install { get; init; }

    /// <summary>Whether the box's variables name the door's authority (NODE_EXTRA_CA_CERTS and the like).</summary>
    public bool? NamesAuthority { get; init; }

    /// <summary>Which script the stand-in plays; see <see cref="AuditScripts"/>.</summary>
    public string? Script { get; init; }

    /// <summary>JSON texts that the endpoint answers with, by path (<c>/api/flags</c>), where the stand-in has nothing of its own to say.</summary>
    public IReadOnlyDictionary<string, string?> Answers { get; init; } = new Dictionary<string, string?>();

    /// <summary>Header fields that are added to the model's answers.</summary>
    public IReadOnlyDictionary<string, string?> AnswerHeaders { get; init; } = new Dictionary<string, string?>();

    /// <summary>
    /// What is added to the model's answers: the first to the first answer of a session, the next to the next, and from the start again after the last.
    /// </summary>
    public IReadOnlyList<AnswerAddition> AnswerAdditions { get; init => field = value ?? []; } = [];

    /// <summary>How many of the first model requests fail, with status 529 or 503.</summary>
    public int? FailFirst { get; init; }

    /// <summary>The API key, which tells one account from another.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The changes of both; where they differ, those of <paramref name="over"/>.</summary>
    public MachineChanges With(MachineChanges over)
    {
        ArgumentNullException.ThrowIfNull(over);
        return new MachineChanges
        {
            Environment = Join(Environment, over.Environment),
            HostName = over.HostName ?? HostName,
            UserName = over.UserName ?? UserName,
            Home = over.Home ?? Home,
            Workspace = over.Workspace ?? Workspace,
            TimeZone = over.TimeZone ?? TimeZone,
            Endpoint = over.Endpoint ?? Endpoint,
            GitRemote = over.GitRemote ?? GitRemote,
            GitName = over.GitName ?? GitName,
            GitEmail = over.GitEmail ?? GitEmail,
            WorkspaceFiles = Join(WorkspaceFiles, over.WorkspaceFiles),
            HomeFiles = Join(HomeFiles, over.HomeFiles),
            SystemFiles = Join(SystemFiles, over.SystemFiles),
            Clock = over.Clock ?? Clock,
            SessionsBefore = over.SessionsBefore ?? SessionsBefore,
            Install = over.Install ?? Install,
            NamesAuthority = over.NamesAuthority ?? NamesAuthority,
            Script = over.Script ?? Script,
            Answers = Join(Answers, over.Answers),
            AnswerHeaders = Join(AnswerHeaders, over.AnswerHeaders),
            AnswerAdditions = over.AnswerAdditions.Count > 0 ? over.AnswerAdditions : AnswerAdditions,
            FailFirst = over.FailFirst ?? FailFirst,
            ApiKey = over.ApiKey ?? ApiKey,
        };
    }

    private static IReadOnlyDictionary<string, string?> Join(IReadOnlyDictionary<string, string?> under, IReadOnlyDictionary<string, string?> over)
    {
        if (over.Count == 0)
            return under;
        var joined = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach ((string name, string? value) in under)
            joined[name] = value;
        foreach ((string name, string? value) in over)
            joined[name] = value;
        return joined;
    }
}

/// <summary>What a model's answer says besides what its protocol asks for, and clients therefore pass over.</summary>
public sealed record AnswerAddition
{
    /// <summary>Header fields.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init => field = value ?? new Dictionary<string, string>(); } = new Dictionary<string, string>();

    /// <summary>Members of the answer's object, and of those in it that are about the answer; the values are JSON texts.</summary>
    public IReadOnlyDictionary<string, string> Members { get; init => field = value ?? new Dictionary<string, string>(); } = new Dictionary<string, string>();

    /// <summary>Comments of an event stream (WHATWG HTML, section 9.2.6), each on a line of its own, in this order.</summary>
    public IReadOnlyList<string> Comments { get; init => field = value ?? []; } = [];

    /// <summary>All texts that it holds.</summary>
    public IEnumerable<string> Texts() => [.. Headers.Values, .. Members.Keys, .. Members.Values, .. Comments];
}
