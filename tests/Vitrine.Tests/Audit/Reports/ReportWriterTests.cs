using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Vitrine.Audit.Running;
using Vitrine.Cli.Report.Html;
using Xunit;

namespace Vitrine.Tests.Audit.Reports;

public sealed class ReportWriterTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("vitrine-report-");
    private readonly AuditKey _key = AuditKey.Generate();

    private string Report => Path.Combine(_root.FullName, "report");

    public void Dispose()
    {
        _key.Dispose();
        _root.Delete(recursive: true);
    }

    [Fact]
    public void Report_is_read_back_as_it_was_written()
    {
        AuditResult written = Write(SampleAudit.Covert, SampleAudit.Act);
        AuditResult read = ReportReader.Read(Report);
        Assert.Equal(JsonSerializer.Serialize(ReportDocument.Of(written), ReportJson.Default.ReportDocument),
            JsonSerializer.Serialize(ReportDocument.Of(read), ReportJson.Default.ReportDocument));
        Assert.Equal(Verdict.Covert, read.Verdict);
        Assert.Equal("Asia/Shanghai", read.Variations[1].Levels[0].Changes.TimeZone);
        foreach (CaptureEntry entry in read.Captures)
        {
            Capture capture = ReportReader.ReadCapture(Report, entry), original = SampleAudit.Captures.Single(other => other.Session == entry.Session);
            Assert.Equal(CaptureFile.ToBytes(original), CaptureFile.ToBytes(capture));
            Assert.Equal(original.Exchanges[0].Body.Unpack(), capture.Exchanges[0].Body.Unpack());
        }
    }

    [Fact]
    public void Json_holds_at_least_what_scoring_reads()
    {
        Write(SampleAudit.Open, SampleAudit.Covert);
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Report, ReportFiles.Json)));
        Assert.Equal("covert", json.RootElement.GetProperty("verdict").GetString());
        JsonElement finding = json.RootElement.GetProperty("findings")[0];
        Assert.Equal(("high", "timezone", "http-body-text", "covert"),
            (Text(finding, "severity"), Text(finding, "factor"), Text(finding, "channel"), Text(finding, "class")));
        Assert.All((string[])["id", "summary", "reason", "evidence", "techniques"], name => Assert.True(finding.TryGetProperty(name, out _), name));
        Assert.Equal(("T1001.002", Techniques.Version),
            (Text(finding.GetProperty("techniques")[0], "id"), Text(finding.GetProperty("techniques")[0], "version")));
        Assert.Equal("info", Text(json.RootElement.GetProperty("findings")[1], "severity"));
        Assert.True(json.RootElement.GetProperty("coverage").GetProperty("isPlanDone").GetBoolean());
    }

    [Fact]
    public void Only_confirmed_grave_findings_make_a_verdict_covert()
    {
        Assert.Equal(Verdict.Covert, SampleAudit.Result(SampleAudit.Act).Verdict);
        Assert.Equal(Verdict.Clear, SampleAudit.Result(SampleAudit.Open).Verdict);
        Assert.Equal(Verdict.Clear, SampleAudit.Result(SampleAudit.Covert with { Severity = Severity.Low }).Verdict);
        Assert.Equal(Verdict.Clear, SampleAudit.Result(SampleAudit.Covert with { Class = FindingClasses.Lawful }).Verdict);
        AuditResult partial = SampleAudit.Result(SampleAudit.Covert with { IsConfirmed = false });
        Assert.Equal(Verdict.Incomplete, (partial with { Coverage = partial.Coverage with { IsPlanDone = false } }).Verdict);
    }

    [Fact]
    public async Task OpenSSL_verifies_the_envelope_by_the_pre_authentication_encoding()
    {
        Write(SampleAudit.Covert);
        using var envelope = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Report, ReportFiles.Statement),
            TestContext.Current.CancellationToken));
        string type = Text(envelope.RootElement, "payloadType");
        byte[] payload = envelope.RootElement.GetProperty("payload").GetBytesFromBase64();
        JsonElement signature = envelope.RootElement.GetProperty("signatures")[0];
        Assert.Equal("application/vnd.in-toto+json", type);
        Assert.Equal(_key.Public.Id, Text(signature, "keyid"));
        byte[] message = [.. Encoding.UTF8.GetBytes($"DSSEv1 {type.Length} {type} {payload.Length} "), .. payload];
        Assert.Equal(0, await OpenSslAsync(message, signature.GetProperty("sig").GetBytesFromBase64()));
        message[^2] ^= 1;
        Assert.NotEqual(0, await OpenSslAsync(message, signature.GetProperty("sig").GetBytesFromBase64()));

        using var statement = JsonDocument.Parse(payload);
        Assert.Equal("https://in-toto.io/Statement/v1", Text(statement.RootElement, "_type"));
        Assert.StartsWith("https://", Text(statement.RootElement, "predicateType"), StringComparison.Ordinal);
        JsonElement subject = Assert.Single(statement.RootElement.GetProperty("subject").EnumerateArray());
        Assert.Equal(("fake-agent@1.2.3", new string('a', 64)), (Text(subject, "name"), Text(subject.GetProperty("digest"), "sha256")));
        Assert.Equal(11, statement.RootElement.GetProperty("predicate").GetProperty("files").GetArrayLength());
    }

    [Fact]
    public void Pre_authentication_encoding_is_that_of_the_specification() =>
        // The example of secure-systems-lab/dsse, protocol.md.
        Assert.Equal("DSSEv1 29 http://example.com/HelloWorld 11 hello world",
            Encoding.UTF8.GetString(DsseEnvelope.PreAuthentication("http://example.com/HelloWorld", "hello world"u8)));

    [Fact]
    public void What_fails_leaves_nothing_behind_and_what_was_there_as_it_was()
    {
        Write(SampleAudit.Covert);
        var writer = new ReportWriter(_key, (_, _) => throw new IOException("the disk is full"));
        Assert.Throws<IOException>(() => writer.Write(Report, SampleAudit.Recorded(SampleAudit.Result())));
        Assert.Equal(Verdict.Covert, ReportReader.Read(Report).Verdict);
        Assert.Equal(["report"], Directory.GetFileSystemEntries(_root.FullName).Select(Path.GetFileName));
    }

    [Fact]
    public void Earlier_report_is_replaced_and_anything_else_is_not()
    {
        Write(SampleAudit.Covert);
        Write();
        Assert.Equal(Verdict.Clear, ReportReader.Read(Report).Verdict);
        string other = Path.Combine(_root.FullName, "mine");
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "thesis.txt"), "x");
        Assert.Throws<IOException>(() => new ReportWriter(_key, AuditHtml.Write).Write(other, SampleAudit.Recorded(SampleAudit.Result())));
        Assert.True(File.Exists(Path.Combine(other, "thesis.txt")));
        Assert.Equal(["mine", "report"], Directory.GetFileSystemEntries(_root.FullName).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public void Session_id_that_could_be_another_path_is_refused(string id)
    {
        AuditResult result = SampleAudit.Result() with { Captures = [new CaptureEntry(id, "baseline", 0)] };
        Assert.Throws<ArgumentException>(() => new ReportWriter(_key, AuditHtml.Write).Write(Report,
            new RecordedAudit(result, _ => CaptureFile.ToBytes(SampleAudit.Captures[0]))));
        Assert.Empty(Directory.GetFileSystemEntries(_root.FullName));
    }

    [Fact]
    public void Key_is_made_once_kept_private_and_found_again()
    {
        string keys = Path.Combine(_root.FullName, "keys");
        Assert.Null(AuditKey.LoadPublic(keys));
        var ids = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, 8, _ =>
        {
            using AuditKey key = AuditKey.LoadOrMake(keys);
            ids.Add(key.Public.Id);
        });
        Assert.Single(ids.Distinct());
        Assert.Equal(ids.First(), AuditKey.LoadPublic(keys)!.Id);
        Assert.True(AuditPublicKey.TryParse(File.ReadAllText(Path.Combine(keys, "audit.pub")), out AuditPublicKey? found));
        Assert.Equal(ids.First(), found.Id);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(keys, "audit.key")));
        Assert.Equal(["audit.key", "audit.pub"], Directory.GetFiles(keys).Select(Path.GetFileName).Order());
        File.WriteAllText(Path.Combine(keys, "audit.key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Assert.Throws<IOException>(() => AuditKey.LoadOrMake(keys));
    }

    private AuditResult Write(params Finding[] findings) =>
        new ReportWriter(_key, AuditHtml.Write).Write(Report, SampleAudit.Recorded(SampleAudit.Result(findings)));

    private async Task<int> OpenSslAsync(byte[] message, byte[] signature)
    {
        string Put(string name, byte[] bytes)
        {
            string path = Path.Combine(_root.FullName, name);
            File.WriteAllBytes(path, bytes);
            return path;
        }

        using Process process = Process.Start(new ProcessStartInfo("openssl",
        [
            "pkeyutl", "-verify", "-pubin", "-rawin", "-inkey", Put("key.pem", Encoding.ASCII.GetBytes(_key.Public.ToPem())), "-in", Put("message", message),
                "-sigfile", Put("signature", signature),
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
