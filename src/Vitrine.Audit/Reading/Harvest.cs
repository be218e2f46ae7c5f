namespace Vitrine.Audit.Reading;

/// <summary>What kind of thing was found.</summary>
public enum HarvestKind
{
    /// <summary>A host name or address.</summary>
    Host,

    /// <summary>A URL.</summary>
    Url,

    /// <summary>A variable of the environment.</summary>
    EnvironmentVariable,

    /// <summary>A file or directory.</summary>
    File,

    /// <summary>A program that is run, with its first words.</summary>
    Command,

    /// <summary>An IANA time zone.</summary>
    Zone,

    /// <summary>An offset from UTC, in minutes east of Greenwich.</summary>
    Offset,

    /// <summary>A locale or a language tag.</summary>
    Locale,

    /// <summary>A word that something is compared with.</summary>
    Word,

    /// <summary>The domain of an e-mail address, or one that addresses are compared with.</summary>
    MailDomain,

    /// <summary>A point in time, in ISO 8601.</summary>
    Date,

    /// <summary>A small number that a counter is compared with.</summary>
    Threshold,

    /// <summary>A key that is read from an answer.</summary>
    AnswerKey,

    /// <summary>A path of an HTTP interface.</summary>
    ApiPath,

    /// <summary>A header field that is read or set.</summary>
    HeaderName,

    /// <summary>A function that is called, of those that matter: <c>os.hostname</c>.</summary>
    Api,

    /// <summary>A life-cycle script.</summary>
    Script,

    /// <summary>A place that is executed or obeyed later by something else.</summary>
    Persistence,

    /// <summary>A variable by which a person says that nothing shall be sent.</summary>
    OptOut,

    /// <summary>A place where credentials are kept.</summary>
    Credential,

    /// <summary>A host to which the package's README says that it reports.</summary>
    DeclaredHost,

    /// <summary>What the package's README says in one piece.</summary>
    Documented,

    /// <summary>A constant that is the hash of a word that is known: <c>sha256 of Asia/Tokyo</c>.</summary>
    Hashed,
}

/// <summary>How telling it is that something stands there. In ascending order.</summary>
public enum Suspicion
{
    /// <summary>It is named.</summary>
    Named,

    /// <summary>It stands in a list of its like.</summary>
    Listed,

    /// <summary>Something is compared with it.</summary>
    Compared,

    /// <summary>It was hidden.</summary>
    Hidden,
}

/// <summary>What code at a place is about, told by the names around it.</summary>
[Flags]
public enum Subjects
{
    /// <summary>Nothing that matters here.</summary>
    None = 0,

    /// <summary>The machine's name.</summary>
    HostName = 1 << 0,

    /// <summary>The login.</summary>
    UserName = 1 << 1,

    /// <summary>Zone or offset.</summary>
    TimeZone = 1 << 2,

    /// <summary>Language.</summary>
    Locale = 1 << 3,

    /// <summary>The configured endpoint.</summary>
    Endpoint = 1 << 4,

    /// <summary>The repository's remote.</summary>
    GitRemote = 1 << 5,

    /// <summary>An e-mail address or author.</summary>
    GitIdentity = 1 << 6,

    /// <summary>Content of files.</summary>
    Content = 1 << 7,

    /// <summary>Variables.</summary>
    Environment = 1 << 8,

    /// <summary>Date and time.</summary>
    Clock = 1 << 9,

    /// <summary>How often something was done.</summary>
    Counter = 1 << 10,

    /// <summary>What a server answered.</summary>
    Answer = 1 << 11,

    /// <summary>Home or working directory.</summary>
    Path = 1 << 12,

    /// <summary>Signs of a container, a tracer, a build machine.</summary>
    Watched = 1 << 13,

    /// <summary>Proxy settings.</summary>
    Proxy = 1 << 14,

    /// <summary>Authorities and certificates.</summary>
    Authority = 1 << 15,
}

/// <summary>One thing that was found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its value, normalised for its kind.</param>
/// <param name="Place">The most telling of its places.</param>
public sealed record HarvestItem(HarvestKind Kind, string Value, SourcePlace Place)
{
    /// <summary>How telling its most telling place is.</summary>
    public Suspicion Suspicion { get; init; }

    /// <summary>What the code at its places is about.</summary>
    public Subjects Subjects { get; init; }

    /// <summary>What undid the hiding at that place; empty where nothing hid it.</summary>
    public IReadOnlyList<string> Chain { get; init; } = [];

    /// <summary>What belongs to it: of a variable the value that it is compared with; of a path the method; of an answer's key its path.</summary>
    public string Detail { get; init; } = "";

    /// <summary>At how many places it stands.</summary>
    public int Count { get; init; } = 1;
}

/// <summary>All that was found, each thing once, the most telling first within its kind.</summary>
/// <param name="Items">By kind, then by suspicion.</param>
public sealed record Harvest(IReadOnlyList<HarvestItem> Items)
{
    /// <summary>Those of a kind.</summary>
    public IEnumerable<HarvestItem> Of(HarvestKind kind) => Items.Where(item => item.Kind == kind);

    /// <summary>Whether a value was found.</summary>
    public bool Has(HarvestKind kind, string value) => Items.Any(item => item.Kind == kind && string.Equals(item.Value, value, StringComparison.Ordinal));
}
