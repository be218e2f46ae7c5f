using System.Globalization;
using System.Text.Json;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reports;

/// <summary>
/// The findings as a SARIF 2.1.0 log (OASIS): a rule for each class and channel, a result for each finding, located at the package's strings that explain it.
/// </summary>
internal sealed class SarifLog
{
    private const string Taxonomy = "MITRE ATT&CK";
    private readonly AuditResult _result;
    private readonly Utf8JsonWriter _out;
    private readonly List<string> _rules;

    private SarifLog(AuditResult result, Utf8JsonWriter writer)
    {
        (_result, _out) = (result, writer);
        _rules = [.. result.Findings.Select(SarifRules.IdOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Makes the log.</summary>
    public static byte[] Write(AuditResult result)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
            new SarifLog(result, writer).Log();
        return bytes.ToArray();
    }

    private void Log()
    {
        _out.WriteStartObject();
        _out.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        _out.WriteString("version", "2.1.0");
        _out.WriteStartArray("runs");
        _out.WriteStartObject();
        Tool();
        Invocation();
        _out.WriteStartObject("originalUriBaseIds");
        _out.WriteStartObject("PACKAGE");
        _out.WriteStartObject("description");
        _out.WriteString("text", "The directory of the unpacked package.");
        _out.WriteEndObject();
        _out.WriteEndObject();
        _out.WriteEndObject();
        _out.WriteString("columnKind", "utf16CodeUnits");
        _out.WriteStartArray("results");
        foreach (Finding finding in _result.Findings)
            Result(finding);
        _out.WriteEndArray();
        Taxonomies();
        _out.WriteStartObject("properties");
        _out.WriteString("verdict", JsonNamingPolicy.CamelCase.ConvertName(_result.Verdict.ToString()));
        _out.WriteString("meaning", VerdictMeaning.Of(_result.Verdict));
        _out.WriteEndObject();
        _out.WriteEndObject();
        _out.WriteEndArray();
        _out.WriteEndObject();
    }

    private void Tool()
    {
        _out.WriteStartObject("tool");
        _out.WriteStartObject("driver");
        _out.WriteString("name", "Vitrine");
        _out.WriteString("version", _result.Vitrine);
        _out.WriteStartArray("rules");
        foreach (string id in _rules)
            SarifRules.Write(_out, id);
        _out.WriteEndArray();
        _out.WriteEndObject();
        _out.WriteEndObject();
    }

    private void Invocation()
    {
        _out.WriteStartArray("invocations");
        _out.WriteStartObject();
        _out.WriteBoolean("executionSuccessful", _result.Coverage.IsPlanDone);
        _out.WriteString("startTimeUtc", Time(_result.Times.Started));
        _out.WriteString("endTimeUtc", Time(_result.Times.Ended));
        if (_result.Coverage is { IsPlanDone: false, NotDoneBecause.Length: > 0 })
        {
            _out.WriteStartArray("toolExecutionNotifications");
            _out.WriteStartObject();
            _out.WriteString("level", "warning");
            Message(_result.Coverage.NotDoneBecause);
            _out.WriteEndObject();
            _out.WriteEndArray();
        }

        _out.WriteEndObject();
        _out.WriteEndArray();
    }

    private void Result(Finding finding)
    {
        string rule = SarifRules.IdOf(finding);
        // Section 3.27.10: whoever says a level other than "none" says that something fails.
        bool isNote = finding.Severity == Severity.Info || finding.Class is FindingClasses.Lawful;
        _out.WriteStartObject();
        _out.WriteString("ruleId", rule);
        _out.WriteNumber("ruleIndex", _rules.IndexOf(rule));
        _out.WriteString("kind", isNote ? "informational" : "fail");
        _out.WriteString("level", isNote ? "none" : finding.Severity switch { Severity.High => "error", Severity.Medium => "warning", _ => "note" });
        Message($"{finding.Summary} {finding.Reason}");
        Locations(finding);
        _out.WriteStartObject("partialFingerprints");
        _out.WriteString("vitrineFinding/v1", finding.Id);
        _out.WriteEndObject();
        if (finding.Techniques.Count > 0)
            Taxa(finding);
        Properties(finding);
        _out.WriteEndObject();
    }

    private void Locations(Finding finding)
    {
        _out.WriteStartArray("locations");
        foreach (string text in finding.Evidence.Strings.Take(20))
        {
            if (!PackagePlace.TryFind(text, out PackagePlace? place))
                continue;
            _out.WriteStartObject();
            Physical(place, text);
            _out.WriteEndObject();
        }

        // Where it shows is no place in a file.
        _out.WriteStartObject();
        _out.WriteStartArray("logicalLocations");
        _out.WriteStartObject();
        _out.WriteString("fullyQualifiedName", finding.Evidence.Place);
        _out.WriteString("kind", "element");
        _out.WriteEndObject();
        _out.WriteEndArray();
        _out.WriteEndObject();
        _out.WriteEndArray();
    }

    private void Physical(PackagePlace place, string text)
    {
        _out.WriteStartObject("physicalLocation");
        _out.WriteStartObject("artifactLocation");
        _out.WriteString("uri", string.Join('/', place.File.Split('/').Select(Uri.EscapeDataString)));
        _out.WriteString("uriBaseId", "PACKAGE");
        _out.WriteEndObject();
        _out.WriteStartObject("region");
        if (place.Line > 0)
            _out.WriteNumber("startLine", place.Line);
        else
        {
            _out.WriteNumber("byteOffset", place.Offset);
            _out.WriteNumber("byteLength", 0);
        }

        _out.WriteEndObject();
        _out.WriteEndObject();
        Message(text);
    }

    private void Taxa(Finding finding)
    {
        _out.WriteStartArray("taxa");
        foreach (Technique technique in finding.Techniques)
        {
            _out.WriteStartObject();
            _out.WriteString("id", technique.Id);
            _out.WriteStartObject("toolComponent");
            _out.WriteString("name", Taxonomy);
            _out.WriteEndObject();
            _out.WriteEndObject();
        }

        _out.WriteEndArray();
    }

    private void Properties(Finding finding)
    {
        _out.WriteStartObject("properties");
        _out.WriteString("severity", JsonNamingPolicy.CamelCase.ConvertName(finding.Severity.ToString()));
        _out.WriteString("factor", finding.Factor);
        _out.WriteString("channel", finding.Channel);
        _out.WriteString("class", finding.Class);
        _out.WriteBoolean("confirmed", finding.IsConfirmed);
        _out.WriteString("without", finding.Evidence.Without);
        _out.WriteString("with", finding.Evidence.With);
        _out.WriteString("before", finding.Evidence.Before);
        _out.WriteString("after", finding.Evidence.After);
        _out.WriteEndObject();
    }

    private void Taxonomies()
    {
        IEnumerable<Technique> used = _result.Findings.SelectMany(finding => finding.Techniques)
            .DistinctBy(technique => technique.Id)
            .OrderBy(technique => technique.Id, StringComparer.Ordinal);
        if (!used.Any())
            return;
        _out.WriteStartArray("taxonomies");
        _out.WriteStartObject();
        _out.WriteString("name", Taxonomy);
        _out.WriteString("version", Techniques.Version);
        _out.WriteString("organization", "MITRE");
        _out.WriteStartArray("taxa");
        foreach (Technique technique in used)
        {
            _out.WriteStartObject();
            _out.WriteString("id", technique.Id);
            _out.WriteString("name", technique.Name);
            _out.WriteEndObject();
        }

        _out.WriteEndArray();
        _out.WriteEndObject();
        _out.WriteEndArray();
    }

    private void Message(string text)
    {
        _out.WriteStartObject("message");
        // Braces and brackets mean placeholders and links in a message (section 3.11.5 and 3.11.6).
        _out.WriteString("text",
            text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal)
                .Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        _out.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
