using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>
/// All that is known of a session, as <c>vitrine show --json</c> gives it. The format is stable: members may be added, none is renamed, removed or
/// given another meaning. Sizes are bytes, times seconds. A list that had to end says by its <c>more…</c> member what it leaves out.
/// </summary>
/// <param name="Format">Version of this format: 1.</param>
/// <param name="Session">Session id.</param>
/// <param name="Agent">Agent profile, or null for a plain command.</param>
/// <param name="Command">What was asked to run.</param>
/// <param name="Workspace">The workspace.</param>
/// <param name="Home">The private home in the box, where known.</param>
/// <param name="Network"><c>deny-by-default</c>, <c>observe</c> or <c>offline</c>.</param>
/// <param name="Allow">The allow rules.</param>
/// <param name="EnvironmentNames">Names of the environment variables that were passed in.</param>
/// <param name="Vitrine">Version that ran the session.</param>
/// <param name="Kernel">Kernel release.</param>
/// <param name="Started">Time of the first entry, UTC.</param>
/// <param name="Seconds">How long it took; until the last entry, where the end is not recorded.</param>
/// <param name="ExitStatus">The agent's exit status; null while it runs, or where the end is not recorded.</param>
/// <param name="Ended">How it ended: <c>exited</c>, <c>supervisor-lost</c>; null when that is not recorded.</param>
/// <param name="EntryCount">Entries read.</param>
/// <param name="Programs">Programs run.</param>
/// <param name="Files">Files used.</param>
/// <param name="Http">Requests at the door.</param>
/// <param name="Sockets">Names, flows and sockets.</param>
/// <param name="Refused">What was refused.</param>
/// <param name="Record">Signals, files held back, losses.</param>
public sealed record SessionReport(
    int Format, string Session, string? Agent, IReadOnlyList<string> Command, UnixPath Workspace, UnixPath? Home, string Network,
    IReadOnlyList<string> Allow, IReadOnlyList<string> EnvironmentNames, string Vitrine, string Kernel,
    DateTimeOffset? Started, double Seconds, int? ExitStatus, string? Ended, long EntryCount,
    ProgramsReport Programs, FilesReport Files, HttpReport Http, SocketsReport Sockets, RefusedReport Refused, RecordReport Record)
{
    /// <summary>The current format.</summary>
    public const int CurrentFormat = 1;

    /// <summary>What left the machine, as far as it was searched.</summary>
    public LeftReport Left { get; init; } = new([], default);

    /// <summary>The policy and what it decided beside requests.</summary>
    public PolicyReport Policy { get; init; } = new(null, [], [], default, [], [], null);

    /// <summary>The report as JSON.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, SessionReportJson.Default.SessionReport);

    /// <summary>Writes the report as one JSON value.</summary>
    public void WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, SessionReportJson.Default.SessionReport);

    /// <summary>Reads a report.</summary>
    /// <exception cref="JsonException">The bytes are no report.</exception>
    public static SessionReport Parse(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, SessionReportJson.Default.SessionReport) ?? throw new JsonException("A report is a JSON object.");
}

/// <summary>Source-generated JSON of reports.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(SessionReport))]
internal sealed partial class SessionReportJson : JsonSerializerContext;
