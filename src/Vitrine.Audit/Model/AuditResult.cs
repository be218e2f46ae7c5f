using System.Text.Json.Serialization;

namespace Vitrine.Audit.Model;

/// <summary>What an audit says of its target in one word.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>The plan was not done to its end, or too little could be seen for more, and what was done shows nothing hidden.</summary>
    [JsonStringEnumMemberName("incomplete")]
    Incomplete,

    /// <summary>The plan was done, tried every factor on sessions that are fit for it, and shows nothing hidden. Not: that nothing is hidden.</summary>
    [JsonStringEnumMemberName("clear")]
    Clear,

    /// <summary>At least one finding that was confirmed is hidden, an identifier or an act, and weighs medium or high.</summary>
    [JsonStringEnumMemberName("covert")]
    Covert,
}

/// <summary>Everything that an audit found out, without the captures themselves: what a report is made from.</summary>
public sealed record AuditResult
{
    /// <summary>What was audited.</summary>
    public required AuditedTarget Target { get; init; }

    /// <summary>What was found, in any order.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What was tried and what was not.</summary>
    public required Coverage Coverage { get; init; }

    /// <summary>How much was allowed.</summary>
    public required AuditBudget Budget { get; init; }

    /// <summary>When.</summary>
    public required AuditTimes Times { get; init; }

    /// <summary>Vitrine's version.</summary>
    public required string Vitrine { get; init; }

    /// <summary>The kernel's release.</summary>
    public required string Kernel { get; init; }

    /// <summary>The machine of the baseline: what each of <see cref="Variations"/> is a change of.</summary>
    public MachineChanges Baseline { get; init; } = new();

    /// <summary>The conditions of the sessions, each once; what is needed to run a session again.</summary>
    public IReadOnlyList<Variation> Variations { get; init; } = [];

    /// <summary>The sessions whose captures are the evidence.</summary>
    public IReadOnlyList<CaptureEntry> Captures { get; init; } = [];

    /// <summary>What the package consists of.</summary>
    public IReadOnlyList<Component> Inventory { get; init; } = [];

    /// <summary>What its strings name.</summary>
    public IReadOnlyList<NamedString> Names { get; init; } = [];

    /// <summary>Which sessions were compared for the findings, in the order in which that was done: it gives the same findings again.</summary>
    public IReadOnlyList<Conclusion> Conclusions { get; init; } = [];

    /// <summary>The verdict that follows from the findings and from what was tried.</summary>
    public Verdict Verdict =>
        Findings.Any(finding => finding.IsGrave) ? Verdict.Covert : Coverage.IsPlanDone && Coverage.Lacking.Count == 0 ? Verdict.Clear : Verdict.Incomplete;
}

/// <summary>The target of an audit.</summary>
public sealed record AuditedTarget
{
    /// <summary>What was asked for, with the version that it led to: <c>npm:NAME@1.2.3</c>, or an absolute path.</summary>
    public required string Source { get; init; }

    /// <summary>The package's name, or the program's.</summary>
    public required string Name { get; init; }

    /// <summary>Its version; empty where it says none.</summary>
    public string Version { get; init; } = "";

    /// <summary>
    /// Digests of what was audited by their in-toto names, in lower-case hexadecimal: <c>sha256</c> and <c>sha512</c> of the tarball, or <c>sha256</c> of the
    /// program's file; of a directory, <c>sha256</c> of the list of its files and <c>dirHash</c> (see <c>docs/audit.md</c>). At least <c>sha256</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Digests { get; init; }

    /// <summary>The command in the box; <c>{prompt}</c> stands for the prompt.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary><c>anthropic</c>, <c>openai-chat</c>, <c>openai-responses</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The variable that holds the API key; empty for none.</summary>
    public string KeyVariable { get; init; } = "";

    /// <summary>The agent profile, if one was used.</summary>
    public string? Profile { get; init; }

    /// <summary>The text of <see cref="Profile"/>, so that the sessions can be run again and their facts are known.</summary>
    public string? ProfileText { get; init; }
}

/// <summary>What was tried, what was not, and what could not be seen.</summary>
public sealed record Coverage
{
    /// <summary>Whether all that the budget planned was done.</summary>
    public required bool IsPlanDone { get; init; }

    /// <summary>Why it was not; empty where it was.</summary>
    public string NotDoneBecause { get; init; } = "";

    /// <summary>Whether it was interrupted, so that it can be gone on with.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>What is wanting for the verdict "clear", each a sentence; empty where it may be given.</summary>
    public IReadOnlyList<string> Lacking { get; init; } = [];

    /// <summary>Each factor, also one of which nothing was tried.</summary>
    public IReadOnlyList<FactorCoverage> Factors { get; init; } = [];

    /// <summary>Pairs of levels of different factors that stood together in at least one session.</summary>
    public long PairsTried { get; init; }

    /// <summary>Pairs of levels of different factors that there are among the levels known; 0 where no pairs were planned.</summary>
    public long Pairs { get; init; }

    /// <summary>Scripts that the stand-in played; see <see cref="AuditScripts"/>.</summary>
    public IReadOnlyList<string> Scripts { get; init; } = [];

    /// <summary>Sessions that ran.</summary>
    public int Sessions { get; init; }

    /// <summary>Sessions that were planned.</summary>
    public int SessionsPlanned { get; init; }

    /// <summary>Sessions that ended without a request to the model, had to be ended, or could not be started.</summary>
    public int SessionsFailed { get; init; }

    /// <summary>Which these were, and why, in words; the first of them.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>Share of the sent bytes, 0 to 1, that were equal in two equal sessions; null where it was not measured.</summary>
    public double? EqualShare { get; init; }

    /// <summary>What the reading went through.</summary>
    public ReadingCoverage Reading { get; init; } = new();

    /// <summary>Differences that were seen and did not come again, or were left when the budget ended, in words.</summary>
    public IReadOnlyList<string> Unexplained { get; init; } = [];

    /// <summary>What could not be seen, resolved or told, in words; each once.</summary>
    public IReadOnlyList<string> Unseen { get; init; } = [];
}

/// <summary>The levels of a factor.</summary>
/// <param name="Factor">One of <see cref="Factors"/>.</param>
/// <param name="Tried">Levels with at least one session.</param>
/// <param name="NotTried">Levels that are known and have none.</param>
public sealed record FactorCoverage(string Factor, IReadOnlyList<LevelCoverage> Tried, IReadOnlyList<LevelCoverage> NotTried)
{
    /// <summary>Why nothing of it, or not all, was tried; empty where there is nothing to say.</summary>
    public string Remark { get; init; } = "";
}

/// <summary>A level and how often it was tried.</summary>
/// <param name="Name"><see cref="Level.Name"/>.</param>
/// <param name="Origin"><see cref="Level.Origin"/>.</param>
/// <param name="Sessions">Sessions that had it.</param>
public sealed record LevelCoverage(string Name, string Origin, int Sessions);

/// <summary>What the static reading went through.</summary>
public sealed record ReadingCoverage
{
    /// <summary>Files that were read.</summary>
    public int Files { get; init; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Strings that were found.</summary>
    public long Strings { get; init; }

    /// <summary>Strings that came out of an encoding that hides them.</summary>
    public long Decoded { get; init; }

    /// <summary>Levels of the experiment that come from the package's own strings.</summary>
    public int Levels { get; init; }

    /// <summary>What was not read, or not to its end, and why.</summary>
    public IReadOnlyList<string> NotRead { get; init; } = [];
}

/// <summary>How much an audit may do.</summary>
/// <param name="Name"><c>quick</c>, <c>standard</c> or <c>deep</c>.</param>
/// <param name="Sessions">Most sessions; 0 for no limit.</param>
/// <param name="Seconds">Most seconds; 0 for no limit.</param>
public sealed record AuditBudget(string Name, int Sessions, double Seconds)
{
    /// <summary>Sessions at a time.</summary>
    public int Jobs { get; init; }

    /// <summary>The factors that it was restricted to; empty for all.</summary>
    public IReadOnlyList<string> OnlyFactors { get; init; } = [];
}

/// <summary>When an audit took place.</summary>
/// <param name="Started">Its start.</param>
/// <param name="Ended">Its end, or when it was interrupted.</param>
public sealed record AuditTimes(DateTimeOffset Started, DateTimeOffset Ended)
{
    /// <summary>Seconds by phase: <c>resolve</c>, <c>read</c>, <c>run</c>, <c>compare</c>…</summary>
    public IReadOnlyDictionary<string, double> Phases { get; init; } = new Dictionary<string, double>();
}

/// <summary>A session whose capture is part of the evidence.</summary>
/// <param name="Session"><see cref="Capture.Session"/>.</param>
/// <param name="Variation"><see cref="Capture.Variation"/>.</param>
/// <param name="Repetition"><see cref="Capture.Repetition"/>.</param>
/// <param name="Digest">SHA-256 of the capture's file as it lies in the report (<c>evidence/SESSION.json.gz</c>), lower-case hexadecimal; empty until that is
/// written.</param>
public sealed record CaptureEntry(string Session, string Variation, int Repetition, string Digest = "")
{
    /// <summary>What the stand-in played: one of <see cref="AuditScripts"/>.</summary>
    public string Script { get; init; } = AuditScripts.Hello;
}

/// <summary>A part of the target: a package, a program or a file that is told apart.</summary>
public sealed record Component
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its version; empty where it says none.</summary>
    public string Version { get; init; } = "";

    /// <summary>CycloneDX's word for what it is: <c>library</c>, <c>application</c>, <c>file</c>, <c>framework</c>, <c>platform</c>, <c>data</c>.</summary>
    public string Type { get; init; } = "library";

    /// <summary>Package URL (purl); null where it has none.</summary>
    public string? Purl { get; init; }

    /// <summary>Where it lies, relative to the target's directory; empty for the target itself.</summary>
    public string Path { get; init; } = "";

    /// <summary>Digests by CycloneDX's names (<c>SHA-256</c>, <c>SHA-512</c>), lower-case hexadecimal.</summary>
    public IReadOnlyDictionary<string, string> Hashes { get; init; } = new Dictionary<string, string>();

    /// <summary>SPDX identifiers, expressions, or names, as the package gives them.</summary>
    public IReadOnlyList<string> Licences { get; init; } = [];
}

/// <summary>A string of the package that names something.</summary>
/// <param name="Kind">What it names: <c>host</c>, <c>url</c>, <c>environment-variable</c>, <c>file</c>, <c>command</c>, <c>timezone</c>, <c>locale</c>,
/// <c>keyword</c>, <c>api</c>…</param>
/// <param name="Value">The string, decoded.</param>
/// <param name="Place">File and line or offset where it stands first.</param>
public sealed record NamedString(string Kind, string Value, string Place)
{
    /// <summary>How it was hidden, from the outside in: <c>base64</c>, <c>xor 0x5a</c>; empty for a string in clear.</summary>
    public IReadOnlyList<string> Hiding { get; init; } = [];
}
