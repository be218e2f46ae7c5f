using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Vitrine.Cli.Commands;
using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Proofs;
using Vitrine.Runtime.Recording;
using Vitrine.Tests.Ledger;
using Vitrine.Tests.Runtime.Exports;
using Xunit;

namespace Vitrine.Tests.Cli;

public sealed class LogExportCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();
    private readonly MemoryStream _data = new(), _messages = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task The_default_is_a_proof_of_the_session_that_verifies()
    {
        await RecordAsync();
        Assert.Equal(0, Run("log", "export", "last", "-o", _scratch["proof"]));
        using FileStream file = File.OpenRead(_scratch["proof"]);
        ProofVerification found = ProofBundle.Verify(file, new ProofTrust { Key = Key() });
        Assert.Equal((ProofFault.None, 3L, 3L, true), (found.Fault, found.Entries, found.Disclosed, found.HasEnd));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_scratch["proof"]));
        Assert.Contains("3 entries, 3 of them shown", Text(_messages), StringComparison.Ordinal);
        Assert.Empty(Text(_data));
    }

    [Fact]
    public async Task A_proof_goes_to_standard_output_where_no_file_is_named_and_shows_only_what_is_asked_for()
    {
        await RecordAsync();
        File.Copy(_scratch["state/ledger/checkpoint"], _scratch["older"]);
        SessionId session = await RecordAsync();
        Assert.Equal(0, Run("log", "export", session.ToString(), "--only", "session-ended", "--since-checkpoint", _scratch["older"]));
        ProofVerification found = ProofBundle.Verify(new MemoryStream(_data.ToArray()), new ProofTrust { Key = Key() });
        Assert.Equal((ProofFault.None, 3L, 1L), (found.Fault, found.Entries, found.Disclosed));
        Assert.Equal([3L], found.OlderSizes);
    }

    [Fact]
    public async Task One_entry_is_given_as_a_tlog_proof()
    {
        await RecordAsync();
        Assert.Equal(0, Run("log", "export", "last", "--tlog-proof", "2"));
        Assert.True(TlogProof.TryParse(_data.ToArray(), out TlogProof? proof));
        Assert.True(proof.Verify(proof.Extra!.Value.Span, Key()));
        Assert.Equal(2, Run("log", "export", "last", "--tlog-proof", "3"));
    }

    [Fact]
    public async Task A_purged_session_is_proved_with_status_1_and_told_of()
    {
        SessionId session = await RecordAsync();
        Directory.Delete(_scratch[$"state/sessions/{session}"], recursive: true);
        Assert.Equal(1, Run("log", "export", session.ToString(), "-o", _scratch["proof"]));
        Assert.Contains("was purged", Text(_messages), StringComparison.Ordinal);
        Assert.True(ProofBundle.Verify(new MemoryStream(File.ReadAllBytes(_scratch["proof"])), new ProofTrust { Key = Key() }).IsValid);
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("ocsf")]
    [InlineData("otlp")]
    public async Task Entries_go_to_a_file_with_a_cursor_and_the_next_run_adds_what_is_new(string format)
    {
        await RecordAsync();
        string[] export = ["log", "export", "--format", format, "--to", _scratch["out"], "--cursor", _scratch["cursor"]];
        Assert.Equal(0, Run(export));
        Assert.Equal(3, File.ReadAllLines(_scratch["out"]).Length);
        await RecordAsync();
        Assert.Equal(0, Run(export));
        Assert.Equal(6, File.ReadAllLines(_scratch["out"]).Length);
        Assert.Equal("vitrine: 3 entries exported.\nvitrine: 3 entries exported.\n", Text(_messages));
    }

    [Fact]
    public async Task Entries_go_to_standard_output_of_one_session_or_since_a_time()
    {
        SessionId session = await RecordAsync();
        await RecordAsync();
        Assert.Equal(0, Run("log", "export", session.ToString(), "--format", "jsonl"));
        Assert.All(Text(_data).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Equal(session.ToString(), JsonNode.Parse(line)!["leaf"]!["session"]!.GetValue<string>()));
        _data.SetLength(0);
        Assert.Equal(0, Run("log", "export", "--format", "jsonl", "--since", "2999-01-01"));
        Assert.Empty(Text(_data));
    }

    [Fact]
    public async Task A_token_goes_from_its_file_to_the_server_and_nowhere_else()
    {
        await RecordAsync();
        var received = new List<ReceivedRequest>();
        using var server = new LoopbackServer(request =>
        {
            received.Add(request);
            return Task.FromResult<byte[]?>(LoopbackServer.Answer(received.Count == 1 ? 200 : 403, "no\u001b[2Jentry"));
        });
        File.WriteAllText(_scratch["headers"], "Authorization: Bearer secret-token\nx-scope: 1\n");
        string[] export = ["log", "export", "--format", "ocsf", "--to", server.Url.AbsoluteUri, "--header-file", _scratch["headers"], "--cursor",
            _scratch["cursor"]];
        Assert.Equal(0, Run(export));
        Assert.Equal(("Bearer secret-token", "1"), (received[0].Headers["authorization"], received[0].Headers["x-scope"]));
        await RecordAsync();
        Assert.Equal(2, Run(export));
        Assert.Contains("403", Text(_messages), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", Text(_messages) + Text(_data) + File.ReadAllText(_scratch["cursor"]), StringComparison.Ordinal);
        File.WriteAllText(_scratch["headers"], "secret-token\n");
        Assert.Equal(2, Run(export));
        Assert.DoesNotContain("secret-token", Text(_messages), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_ledger_that_is_said()
    {
        Assert.Equal(2, Run("log", "export", "--format", "jsonl"));
        Assert.Equal("vitrine: There is no ledger yet.\nhint: vitrine run -- COMMAND makes one.\n", Text(_messages));
        Assert.Equal(2, Run("log", "export", "20261121-083000-abcdef", "-o", _scratch["proof"]));
        Assert.Empty(Directory.GetFiles(_scratch.Root));
    }

    [Fact]
    public async Task A_record_does_not_go_to_another_machine_in_clear()
    {
        await RecordAsync();
        Assert.Equal(2, Run("log", "export", "--format", "otlp", "--to", "http://siem.example:4318"));
        Assert.Contains("https", Text(_messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log", "export")]
    [InlineData("log", "export", "last", "--format", "xml")]
    [InlineData("log", "export", "last", "--follow")]
    [InlineData("log", "export", "last", "--cursor", "c")]
    [InlineData("log", "export", "last", "--to", "https://a.example/")]
    [InlineData("log", "export", "last", "--tlog-proof", "-1")]
    [InlineData("log", "export", "last", "--tlog-proof", "1", "--no-content")]
    [InlineData("log", "export", "--format", "jsonl", "--no-content")]
    [InlineData("log", "export", "--format", "jsonl", "--content")]
    [InlineData("log", "export", "--format", "jsonl", "--to", "f", "--follow")]
    [InlineData("log", "export", "--format", "jsonl", "--to", "f", "--header-file", "h")]
    [InlineData("log", "export", "--format", "jsonl", "--since", "never")]
    [InlineData("log", "export", "--format", "jsonl", "--since", "yesterday", "--to", "f", "--cursor", "c")]
    public void What_makes_no_sense_is_refused_before_anything_is_read(params string[] arguments) => Assert.NotEmpty(Root().Parse(arguments).Errors);

    private RootCommand Root()
    {
        OutputStream Data() => new(_data, 0, IsPlain: true, IsColoured: false);
        OutputStream Messages() => new(_messages, 0, IsPlain: true, IsColoured: false);
        return [LogCommand.Create(() => new SessionStore(_scratch["state"], TimeProvider.System), TimeProvider.System, Data, Messages)];
    }

    private int Run(params string[] arguments) => Root().Parse(arguments).Invoke();

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());

    private VerifierKey Key() =>
        VerifierKey.TryParse(File.ReadAllText(_scratch["state/keys/ledger.vkey"]).Trim(), out VerifierKey? key) ? key : throw new InvalidDataException();

    private async Task<SessionId> RecordAsync()
    {
        await using SessionRecorder recorder = new SessionStore(_scratch["state"], TimeProvider.System).Create();
        recorder.Record(new SessionStarted("0.1.0", "an-agent", ["agent"], new UnixPath("/work"), "offline", [], [], "6.18"));
        recorder.Record(new FileOpened(1, new UnixPath("/project/file"), "read", true));
        await recorder.EndAsync(new SessionEnded(0, "exited", 1));
        return recorder.Id;
    }
}
