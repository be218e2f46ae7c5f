using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Vitrine.Audit.Running;
using Vitrine.Cli.Report.Html;
using Xunit;

namespace Vitrine.Tests.Audit.Reports;

public sealed class ReportVerifierTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("vitrine-report-");
    private readonly AuditKey _key = AuditKey.Generate();

    public ReportVerifierTests() => Write(SampleAudit.Covert);

    private string Report => Path.Combine(_root.FullName, "report");

    public void Dispose()
    {
        _key.Dispose();
        _root.Delete(recursive: true);
    }

    [Fact]
    public void Report_as_it_was_written_is_clean_and_its_finding_stands()
    {
        ReportVerification found = Verify();
        Assert.Equal((ReportState.Clean, true, 11, 7), (found.State, found.IsSigned, found.Files, found.Captures));
        Assert.Equal([FindingState.Stands], found.Findings.Select(finding => finding.State));
        Assert.Empty(found.Missing);
    }

    [Fact]
    public void Without_a_key_or_without_recomputing_it_is_not_clean()
    {
        Assert.Equal(ReportState.NotChecked, ReportVerifier.Verify(Report, null, SampleAudit.Recompute, TestContext.Current.CancellationToken).State);
        Assert.Equal(ReportState.NotChecked, ReportVerifier.Verify(Report, _key.Public, null, TestContext.Current.CancellationToken).State);
        ReportVerification givenUp = ReportVerifier.Verify(Report, _key.Public,
            (recorded, captures) => SampleAudit.Recompute(recorded, captures) with { NotCompared = 2 }, TestContext.Current.CancellationToken);
        Assert.Equal(ReportState.NotChecked, givenUp.State);
        Assert.Contains("2 comparisons", Assert.Single(givenUp.Unchecked), StringComparison.Ordinal);
        using var other = AuditKey.Generate();
        Assert.Equal(ReportState.Faulty, ReportVerifier.Verify(Report, other.Public, SampleAudit.Recompute, TestContext.Current.CancellationToken).State);
    }

    [Theory]
    [InlineData(ReportFiles.Json)]
    [InlineData(ReportFiles.Html)]
    [InlineData(ReportFiles.Sarif)]
    [InlineData(ReportFiles.Components)]
    [InlineData("evidence/s-002.json.gz")]
    public void Changed_or_missing_file_is_named(string name)
    {
        string path = Path.Combine(Report, name);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains($"{name} was changed", Assert.Single(Verify().Faults), StringComparison.Ordinal);
        File.Delete(path);
        Assert.Equal($"{name} is missing.", Assert.Single(Verify().Faults));
        File.CreateSymbolicLink(path, "/etc/hostname");
        Assert.Equal(ReportState.Faulty, Verify().State);
    }

    [Fact]
    public void File_that_nobody_signed_is_named()
    {
        File.WriteAllText(Path.Combine(Report, "evidence", "extra.json.gz"), "");
        Assert.Equal("evidence/extra.json.gz is there, and the statement does not name it.", Assert.Single(Verify().Faults));
    }

    [Fact]
    public void Finding_that_does_not_follow_from_the_captures_falls_however_well_it_is_signed()
    {
        Write(SampleAudit.Covert, SampleAudit.Covert with { Id = "made-up", Factor = Factors.Locale });
        ReportVerification found = Verify();
        Assert.True(found.IsSigned);
        Assert.Equal(ReportState.Faulty, found.State);
        Assert.Equal(FindingState.Fallen, found.Findings.Single(finding => finding.Id == "made-up").State);
        Assert.Equal(FindingState.Stands, found.Findings.Single(finding => finding.Id != "made-up").State);
        Assert.Empty(found.Faults);
        Assert.Empty(found.Missing);
    }

    [Fact]
    public void Finding_that_the_captures_show_otherwise_says_in_what()
    {
        Write(SampleAudit.Covert with { Severity = Severity.Low, Evidence = SampleAudit.Covert.Evidence with { After = "Today's" } });
        ReportVerification found = Verify();
        Assert.Equal((ReportState.Faulty, FindingState.Altered), (found.State, found.Findings[0].State));
        Assert.Equal(["severity", "after"], found.Findings[0].Differing);
    }

    [Fact]
    public void Level_that_no_capture_shows_was_not_tried()
    {
        AuditResult result = SampleAudit.Result(SampleAudit.Covert);
        FactorCoverage more = new(Factors.Clock, [new LevelCoverage("+1 year", "built-in", 3)], []);
        Write(result with { Coverage = result.Coverage with { Factors = [.. result.Coverage.Factors, more] } });
        Assert.Equal("The report says that clock=+1 year was tried in 3 sessions, and its captures show 0.", Assert.Single(Verify().Faults));
    }

    [Fact]
    public void Verdict_of_clear_must_be_borne_out_by_the_captures()
    {
        AuditResult result = SampleAudit.Result();
        Assert.Equal(Verdict.Clear, result.Verdict);
        Write(result);
        Assert.All(["nothing of locale", "the target worked in 2 of 2 ordinary sessions"],
            text => Assert.Contains(Verify().Faults, fault => fault.Contains(text, StringComparison.Ordinal)));
    }

    [Fact]
    public void Report_by_another_version_says_so()
    {
        Assert.Null(Verify().MadeBy);
        Write(SampleAudit.Result(SampleAudit.Covert) with { Vitrine = "0.0.1" });
        Assert.Equal(("0.0.1", ReportState.Clean), (Verify().MadeBy, Verify().State));
    }

    [Fact]
    public void Finding_that_the_report_leaves_out_is_named()
    {
        Write();
        ReportVerification found = Verify();
        Assert.Equal((ReportState.Faulty, $"{SampleAudit.Covert.Id}: {SampleAudit.Covert.Summary}"), (found.State, Assert.Single(found.Missing)));
    }

    [Fact]
    public void Finding_that_rests_on_the_package_needs_no_session()
    {
        Write(SampleAudit.Covert, SampleAudit.Act with { Channel = Channels.InstallScript, Evidence = SampleAudit.Act.Evidence with { SessionsWith = [] } });
        ReportVerification found = Verify();
        Assert.Equal((ReportState.Clean, FindingState.FromPackage), (found.State, found.Findings[1].State));
    }

    [Fact]
    public void Names_of_files_that_lead_out_of_the_report_are_refused()
    {
        string outside = Path.Combine(_root.FullName, "outside");
        File.WriteAllText(outside, "x");
        Resign(statement => statement["predicate"]!["files"]!.AsArray().Add(new JsonObject
        {
            ["name"] = "../outside",
            ["digest"] = new JsonObject { ["sha256"] = ReportFiles.Digest("x"u8) }
        }));
        Assert.Contains("no file of a report", Assert.Single(Verify().Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"other","digest":{"sha256":"00"}}""")]
    [InlineData("""null""")]
    public void Statement_about_something_else_is_a_fault(string subject)
    {
        Resign(statement => statement["subject"] = new JsonArray(JsonNode.Parse(subject)));
        Assert.Equal(ReportState.Faulty, Verify().State);
    }

    [Fact]
    public void Verdict_that_does_not_follow_from_the_findings_is_no_report()
    {
        JsonNode json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Report, ReportFiles.Json)))!;
        Assert.NotNull(ReportReader.Parse(Encoding.UTF8.GetBytes(json.ToJsonString())));
        json["verdict"] = "clear";
        Assert.Null(ReportReader.Parse(Encoding.UTF8.GetBytes(json.ToJsonString())));
    }

    [Fact]
    public void Nulls_and_missing_members_are_no_report()
    {
        foreach ((string name, JsonNode? value) in (ReadOnlySpan<(string, JsonNode?)>)[("target", null), ("findings", new JsonArray((JsonNode?)null)),
            ("coverage", null), ("captures", JsonNode.Parse("""[{"session":"../x","variation":"a","repetition":0}]"""))])
        {
            JsonObject json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Report, ReportFiles.Json)))!.AsObject();
            json[name] = value;
            Assert.Null(ReportReader.Parse(Encoding.UTF8.GetBytes(json.ToJsonString())));
            json.Remove(name);
            if (name != "captures")
                Assert.Null(ReportReader.Parse(Encoding.UTF8.GetBytes(json.ToJsonString())));
        }
    }

    [Fact]
    public void Report_from_before_the_additions_to_answers_is_read()
    {
        string json = File.ReadAllText(Path.Combine(Report, ReportFiles.Json));
        string before = Regex.Replace(json, @",\s*""answerAdditions"": ?\[\]", "");
        Assert.NotEqual(json, before);
        AuditResult read = ReportReader.Parse(Encoding.UTF8.GetBytes(before))!;
        Assert.All(read.Variations.SelectMany(variation => variation.Levels), level => Assert.Empty(level.Changes.AnswerAdditions));
    }

    [Fact]
    public void No_bytes_make_a_reader_fail_otherwise_than_it_says() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
    {
        Assert.Null(ReportReader.Parse(bytes));
        Assert.False(DsseEnvelope.TryParse(bytes, out _));
        Assert.Null(AuditStatement.Parse(bytes));
        Assert.Null(CaptureFile.TryRead(bytes));
        _ = AuditPublicKey.TryParse(Encoding.Latin1.GetString(bytes), out _);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Edited_documents_are_read_or_refused_and_nothing_else()
    {
        byte[] report = File.ReadAllBytes(Path.Combine(Report, ReportFiles.Json)), envelope = File.ReadAllBytes(Path.Combine(Report, ReportFiles.Statement));
        Prop.ForAll(ArbMap.Default.ArbFor<NonNegativeInt>(), ArbMap.Default.ArbFor<byte>(), (at, value) =>
        {
            byte[] edited = [.. report];
            edited[at.Get * 97 % edited.Length] = value;
            _ = ReportReader.Parse(edited);
            edited = [.. envelope];
            edited[at.Get * 97 % edited.Length] = value;
            if (DsseEnvelope.TryParse(edited, out DsseEnvelope? read) && read.IsSignedBy(_key.Public))
                Assert.NotNull(AuditStatement.Parse(read.Payload));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Capture_with_nulls_in_its_lists_or_a_bomb_is_refused()
    {
        foreach (string hostile in (string[])["null", "[]", """{"session":"a","variation":"b","repetition":0,"exitStatus":0,"seconds":1,"names":[null]}""",
            """{"session":"a","variation":"b","repetition":0,"exitStatus":0,"seconds":1,"exchanges":null}"""])
            Assert.Null(CaptureFile.TryRead(Packed(Encoding.UTF8.GetBytes(hostile))));
        byte[] whole = CaptureFile.ToBytes(SampleAudit.Captures[0]);
        Assert.NotNull(CaptureFile.TryRead(whole));
        Assert.Null(CaptureFile.TryRead(whole, 100));
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
            zip.Write(bytes);
        return packed.ToArray();
    }

    private void Write(params Finding[] findings) => Write(SampleAudit.Result(findings));

    private void Write(AuditResult result) => new ReportWriter(_key, AuditHtml.Write).Write(Report, SampleAudit.Recorded(result));

    private ReportVerification Verify() => ReportVerifier.Verify(Report, _key.Public, SampleAudit.Recompute, TestContext.Current.CancellationToken);

    /// <summary>Someone with the key signs something else.</summary>
    private void Resign(Action<JsonNode> edit)
    {
        string path = Path.Combine(Report, ReportFiles.Statement);
        Assert.True(DsseEnvelope.TryParse(File.ReadAllBytes(path), out DsseEnvelope? envelope));
        JsonNode statement = JsonNode.Parse(envelope.Payload)!;
        edit(statement);
        File.WriteAllBytes(path, DsseEnvelope.Sign(DsseEnvelope.InToto, JsonSerializer.SerializeToUtf8Bytes(statement), _key).ToJson());
    }
}
