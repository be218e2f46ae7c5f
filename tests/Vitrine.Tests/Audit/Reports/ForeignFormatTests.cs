using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Xunit;

namespace Vitrine.Tests.Audit.Reports;

/// <summary>What the schemas of SARIF 2.1.0 and CycloneDX 1.6 demand of the parts that are written.</summary>
public sealed class ForeignFormatTests
{
    [Fact]
    public void Sarif_has_what_its_schema_requires()
    {
        using var log = JsonDocument.Parse(SarifLog.Write(Full()));
        JsonElement root = log.RootElement;
        Assert.Equal("2.1.0", Text(root, "version"));
        JsonElement run = Assert.Single(root.GetProperty("runs").EnumerateArray());
        JsonElement driver = run.GetProperty("tool").GetProperty("driver");
        Assert.Equal("Vitrine", Text(driver, "name"));
        JsonElement[] rules = [.. driver.GetProperty("rules").EnumerateArray()];
        Assert.Equal(rules.Length, rules.Select(rule => Text(rule, "id")).Distinct().Count());
        Assert.All(rules, rule => Assert.NotEmpty(Text(rule.GetProperty("shortDescription"), "text")));
        Assert.True(run.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());
        JsonElement[] results = [.. run.GetProperty("results").EnumerateArray()];
        Assert.Equal(3, results.Length);
        foreach (JsonElement result in results)
        {
            Assert.NotEmpty(Text(result.GetProperty("message"), "text"));
            Assert.Equal(Text(result, "ruleId"), Text(rules[result.GetProperty("ruleIndex").GetInt32()], "id"));
            Assert.Contains(Text(result, "level"), (string[])["none", "note", "warning", "error"]);
            Assert.Contains(Text(result, "kind"), (string[])["fail", "informational"]);
            // Section 3.27.9: where it is not "fail", there is no level.
            Assert.Equal(Text(result, "kind") == "fail", Text(result, "level") != "none");
            foreach (JsonElement location in result.GetProperty("locations").EnumerateArray())
                Assert.True(location.TryGetProperty("physicalLocation", out _) || location.TryGetProperty("logicalLocations", out _));
        }

        Assert.Equal(["error", "warning", "none"], results.Select(result => Text(result, "level")));
        JsonElement place = results[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal(("lib/prompt.mjs", "PACKAGE", 41),
            (Text(place.GetProperty("artifactLocation"), "uri"), Text(place.GetProperty("artifactLocation"), "uriBaseId"),
            place.GetProperty("region").GetProperty("startLine").GetInt32()));
        string[] taxa = [.. run.GetProperty("taxonomies")[0].GetProperty("taxa").EnumerateArray().Select(taxon => Text(taxon, "id"))];
        Assert.Contains("T1001.002", taxa);
        Assert.All(results,
            result => Assert.All(result.TryGetProperty("taxa", out JsonElement named) ? named.EnumerateArray().Select(taxon => Text(taxon, "id")) : [],
                id => Assert.Contains(id, taxa)));
    }

    [Fact]
    public void Sarif_message_keeps_braces_and_brackets_as_text()
    {
        using var log = JsonDocument.Parse(SarifLog.Write(SampleAudit.Result(SampleAudit.Covert with { Summary = "a {0} [link](x) \\ b", Reason = "" })));
        Assert.Equal("a {{0}} \\[link\\](x) \\\\ b ", Text(log.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("message"), "text"));
    }

    [Fact]
    public void CycloneDx_has_what_its_schema_requires()
    {
        using var bom = JsonDocument.Parse(CycloneDxBom.Write(Full()));
        JsonElement root = bom.RootElement;
        Assert.Equal(("CycloneDX", "1.6", 1), (Text(root, "bomFormat"), Text(root, "specVersion"), root.GetProperty("version").GetInt32()));
        Assert.Matches(new Regex("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"), Text(root, "serialNumber"));
        Assert.Equal(Text(root, "serialNumber"), Text(JsonDocument.Parse(CycloneDxBom.Write(Full())).RootElement, "serialNumber"));
        JsonElement target = root.GetProperty("metadata").GetProperty("component");
        Assert.Equal(("application", "fake-agent", "1.2.3"), (Text(target, "type"), Text(target, "name"), Text(target, "version")));
        Assert.Equal(["SHA-256", "SHA-512"], target.GetProperty("hashes").EnumerateArray().Select(hash => Text(hash, "alg")));
        JsonElement[] parts = [.. root.GetProperty("components").EnumerateArray()];
        Assert.Equal(["left-pad", "odd"], parts.Select(part => Text(part, "name")));
        Assert.Equal("WTFPL OR MIT", Text(Assert.Single(parts[0].GetProperty("licenses").EnumerateArray()), "expression"));
        Assert.Equal("SHA-256", Text(Assert.Single(parts[0].GetProperty("hashes").EnumerateArray()), "alg"));
        Assert.Equal("library", Text(parts[1], "type"));
        Assert.Equal(["SEE LICENSE IN x"],
            parts[1].GetProperty("licenses")
                .EnumerateArray()
                .Select(one => one.GetProperty("license"))
                .Where(one => one.TryGetProperty("name", out _))
                .Select(one => Text(one, "name")));
        string[] references = [.. parts.Append(target).Select(part => Text(part, "bom-ref"))];
        Assert.Equal(references.Length, references.Distinct().Count());
    }

    [Theory]
    [InlineData("MIT OR Apache-2.0", true)]
    [InlineData("(MIT OR Apache-2.0) AND ISC", true)]
    [InlineData("MIT", false)]
    [InlineData("MIT OR", false)]
    [InlineData("(MIT OR ISC", false)]
    [InlineData(") OR (", false)]
    [InlineData("MIT OR proprietary", false)]
    public void Expression_is_one_of_known_licences(string text, bool isOne) => Assert.Equal(isOne, SpdxLicences.IsExpression(text));

    [Theory]
    [InlineData("lib/a b.mjs:12", "b.mjs", 12, -1)]
    [InlineData("in lib/prompt.mjs:41: \"x\"", "lib/prompt.mjs", 41, -1)]
    [InlineData("bin/tool@0x1f", "bin/tool", 0, 31)]
    [InlineData("node_modules/@a/b/c.js:7", "node_modules/@a/b/c.js", 7, -1)]
    [InlineData("cli.js+900", "cli.js", 0, 900)]
    public void Place_in_the_package_is_found_in_a_text(string text, string file, int line, long offset)
    {
        Assert.True(PackagePlace.TryFind(text, out PackagePlace? place));
        Assert.Equal(new PackagePlace(file, line, offset), place);
    }

    [Theory]
    [InlineData("note: 12")]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    public void Text_without_a_place_has_none(string text) => Assert.False(PackagePlace.TryFind(text, out _));

    [Fact]
    public void Open_and_lawful_findings_bear_no_technique()
    {
        Assert.Empty(Techniques.Of(SampleAudit.Open));
        Assert.All(Channels(),
            channel => Assert.All(Techniques.Of(SampleAudit.Covert with { Channel = channel }),
                technique => Assert.Matches(new Regex(@"^T[0-9]{4}(\.[0-9]{3})?$"), technique.Id)));
    }

    private static string[] Channels() =>
        [.. typeof(Channels).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];

    private static AuditResult Full()
    {
        AuditResult result = SampleAudit.Result(SampleAudit.Covert, SampleAudit.Act, SampleAudit.Open);
        return result with { Findings = [.. result.Findings.Select(finding => finding with { Techniques = Techniques.Of(finding) })] };
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
