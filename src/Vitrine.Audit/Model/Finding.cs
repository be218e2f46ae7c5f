using System.Text.Json.Serialization;

namespace Vitrine.Audit.Model;

/// <summary>How much a finding weighs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>A fact worth knowing.</summary>
    [JsonStringEnumMemberName("info")]
    Info,

    /// <summary>Open behaviour that some would not want.</summary>
    [JsonStringEnumMemberName("low")]
    Low,

    /// <summary>Hidden, or an act that nobody asked for.</summary>
    [JsonStringEnumMemberName("medium")]
    Medium,

    /// <summary>Hidden and harmful: takes data away, stays behind, takes orders.</summary>
    [JsonStringEnumMemberName("high")]
    High,
}

/// <summary>What kind of behaviour a finding is.</summary>
public static class FindingClasses
{
    /// <summary>The value itself, in clear, where a reader sees it.</summary>
    public const string Open = "open";

    /// <summary>What a documented, harmless cause explains, such as another date in another zone.</summary>
    public const string Lawful = "lawful";

    /// <summary>The factor, encoded in something else.</summary>
    public const string Covert = "covert";

    /// <summary>A value by which one person or machine can be known again.</summary>
    public const string Identifier = "identifier";

    /// <summary>Upload, persistence, remote control, self-update, listening, reading outside.</summary>
    public const string Act = "act";
}

/// <summary>One thing that was found, with what proves it.</summary>
public sealed record Finding
{
    /// <summary>Stable for the same behaviour of the same target: made from factor, channel and place.</summary>
    public required string Id { get; init; }

    /// <summary>How much it weighs.</summary>
    public required Severity Severity { get; init; }

    /// <summary>One of <see cref="Factors"/>.</summary>
    public required string Factor { get; init; }

    /// <summary>One of <see cref="Channels"/>.</summary>
    public required string Channel { get; init; }

    /// <summary>One of <see cref="FindingClasses"/>.</summary>
    public required string Class { get; init; }

    /// <summary>One sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Why this severity and class.</summary>
    public required string Reason { get; init; }

    /// <summary>What proves it.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>Techniques of MITRE ATT&amp;CK; filled in when a report is written.</summary>
    public IReadOnlyList<Technique> Techniques { get; init; } = [];

    /// <summary>Whether repeating the minimal pair both ways showed it again; false where an audit was interrupted before that.</summary>
    public bool IsConfirmed { get; init; } = true;

    /// <summary>Whether it makes a verdict: confirmed, hidden, an identifier or an act, and of medium or high severity.</summary>
    [JsonIgnore]
    public bool IsGrave => IsConfirmed && Severity >= Severity.Medium && (Class is FindingClasses.Covert or FindingClasses.Identifier or FindingClasses.Act);
}

/// <summary>A technique of MITRE ATT&amp;CK.</summary>
/// <param name="Id"><c>T1001.002</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">The release of ATT&amp;CK whose id it is.</param>
public sealed record Technique(string Id, string Name, string Version);

/// <summary>The minimal pair that shows a finding: two conditions that differ in as little as possible, and what differs.</summary>
public sealed record Evidence
{
    /// <summary>Name of the variation without the behaviour; for what always happens, the baseline.</summary>
    public required string Without { get; init; }

    /// <summary>Name of the variation with it.</summary>
    public required string With { get; init; }

    /// <summary>Sessions under the first, by id.</summary>
    public IReadOnlyList<string> SessionsWithout { get; init; } = [];

    /// <summary>Sessions under the second, by id.</summary>
    public IReadOnlyList<string> SessionsWith { get; init; } = [];

    /// <summary>Where it shows: <c>request 1, /system/0/text, character 118</c>.</summary>
    public required string Place { get; init; }

    /// <summary>What was there without it.</summary>
    public string Before { get; init; } = "";

    /// <summary>What was there with it; code points that a reader does not see are written as U+XXXX.</summary>
    public string After { get; init; } = "";

    /// <summary>The lines there as a session without it sent them; empty where it is nothing that is sent.</summary>
    public string SentBefore { get; init; } = "";

    /// <summary>The lines there as a session with it sent them.</summary>
    public string SentAfter { get; init; } = "";

    /// <summary>Strings of the package that explain it, with their places.</summary>
    public IReadOnlyList<string> Strings { get; init; } = [];

    /// <summary>Sessions that were compared, for and against; p value where it was tested statistically.</summary>
    public string Statistics { get; init; } = "";

    /// <summary>The chain of processes that did it.</summary>
    public IReadOnlyList<string> Processes { get; init; } = [];
}
