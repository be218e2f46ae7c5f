using System.CommandLine;
using System.Text;
using System.Text.Json;
using Vitrine.Cli.Commands;
using Vitrine.Cli.Report;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;
using Vitrine.Runtime.Keeping;
using Vitrine.Runtime.Recording;
using Vitrine.Tests.Runtime.Verification;
using Xunit;

namespace Vitrine.Tests.Cli;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly VerifiedMachine _machine = new();
    private readonly MemoryStream _data = new(), _messages = new();
    private int _settled;

    public void Dispose() => _machine.Dispose();

    private string Shown => Encoding.UTF8.GetString(_data.ToArray());

    private string Said => Encoding.UTF8.GetString(_messages.ToArray());

    [Fact]
    public async Task Machine_that_is_clean_says_what_was_checked_what_it_proves_and_what_not()
    {
        await _machine.RecordAsync();
        await _machine.RecordAsync();
        Assert.Equal(0, Run());
        Assert.Empty(Said);
        Assert.All(
            ["10 entries", "10 hashed, all proven by the signed root", "signature   good, by the log's key", "2 sessions: 10 entries of their journals proven",
                "10 sealed parts and 4 bodies", "clean", "without", "--witness"],
            text => Assert.Contains(text, Shown, StringComparison.Ordinal));
        Assert.InRange(Shown.Split('\n').Length, 8, 24);
        Assert.Equal(1, _settled);
    }

    [Fact]
    public async Task Damage_is_named_with_status_1_and_in_the_json()
    {
        SessionId id = await _machine.RecordAsync();
        string bundle = _machine["ledger/tile/entries/000.p/5"];
        byte[] bytes = await File.ReadAllBytesAsync(bundle, TestContext.Current.CancellationToken);
        // Within the third entry: each is behind its length.
        int at = 0;
        for (int entry = 0; entry < 2; entry++)
            at += 2 + ((bytes[at] << 8) | bytes[at + 1]);
        bytes[at + 50] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes, TestContext.Current.CancellationToken);
        Assert.Equal(1, Run("--read-only"));
        Assert.Contains("Entry 2 was changed: its hash is not the one in tile/0/000.p/5.", Shown, StringComparison.Ordinal);
        Assert.Contains("faulty, from entry 2 on", Shown, StringComparison.Ordinal);
        Assert.Contains("the entries before 2 are proven", Shown, StringComparison.Ordinal);
        Assert.Equal(0, _settled);
        Assert.Equal(1, Run("--json"));
        using var json = JsonDocument.Parse(_data.ToArray());
        JsonElement ledger = json.RootElement.GetProperty("ledger");
        Assert.Equal(("faulty", 2, 2, "entry-changed"),
            (json.RootElement.GetProperty("verdict").GetString(), ledger.GetProperty("firstBad").GetInt32(), ledger.GetProperty("provenBefore").GetInt32(),
            ledger.GetProperty("findings")[0].GetProperty("fault").GetString()));
        Assert.Equal(id.ToString(), json.RootElement.GetProperty("sessions")[0].GetProperty("session").GetString());
    }

    [Fact]
    public async Task Directory_needs_nothing_but_the_key()
    {
        await _machine.RecordAsync();
        string copy = _machine["copy"], key = LedgerKeys.LoadVerifier(_machine.Verifier.Ledger)!.ToString();
        Copy(_machine["ledger"], copy);
        Assert.Equal(2, Run(copy));
        Assert.Contains("can't be known without its public key", Said, StringComparison.Ordinal);
        Assert.Equal(0, Run(copy, "--key", key));
        Assert.Equal(0, Run(copy, "--key", _machine["keys/ledger.vkey"]));
        Assert.Equal(0, Run(_machine["ledger"]));
        Assert.Equal(0, _settled);
        using var other = NoteSigner.Generate("vitrine/other/other/00000000");
        Assert.Equal(1, Run(copy, "--key", other.Verifier.ToString()));
        Assert.Equal(2, Run(copy, "--key", "nonsense"));
        Assert.Equal(2, Run(copy, "--key", Path.Combine(copy, "checkpoint")));
    }

    [Fact]
    public async Task Session_is_verified_by_its_id_or_the_beginning_of_it()
    {
        SessionId id = await _machine.RecordAsync();
        foreach (string text in (string[])[id.ToString(), id.ToString()[..18], "last"])
        {
            Assert.Equal(0, Run(text));
            Assert.Contains("1 session: 5 entries of their journals proven", Shown, StringComparison.Ordinal);
        }

        Assert.Equal(2, Run("nothing\u001b[2J"));
        Assert.Contains("nothing\\x1b[2J", Said, StringComparison.Ordinal);
        File.Delete(_machine[$"sessions/{id}/payloads"]);
        Assert.Equal(1, Run("last"));
    }

    [Fact]
    public async Task Purged_session_is_shown_as_a_hole()
    {
        SessionId id = await _machine.RecordAsync();
        _machine.Keeping.Purge([id], new Keeper("ann on host", "asked \u001b[2Jfor"));
        Assert.Equal(0, Run());
        Assert.Contains("1 session was purged, as the ledger says", Shown, StringComparison.Ordinal);
        Assert.Contains($"{id}  5 entries", Shown, StringComparison.Ordinal);
        Assert.Contains("ann on host  asked \\x1b[2Jfor", Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exported_proof_is_verified_as_a_file_and_refused_when_a_byte_of_it_is_another()
    {
        SessionId id = await _machine.RecordAsync();
        string proof = _machine["proof.json"];
        Assert.Equal(0,
            Parse(LogExportCommand.Create(() => _machine.Store, TimeProvider.System, () => Output(_data), () => Output(_messages)),
                ["export", id.ToString(), "-o", proof]));
        Assert.Equal(0, Run(proof));
        Assert.Contains("5 of the session, all proven by the signed root; 5 of them shown in full", Shown, StringComparison.Ordinal);
        Assert.Contains("these are all the entries that the session had", Shown, StringComparison.Ordinal);
        Assert.Equal(0, Run(proof, "--json"));
        using var json = JsonDocument.Parse(_data.ToArray());
        Assert.Equal(("bundle", 5),
            (json.RootElement.GetProperty("target").GetString(), json.RootElement.GetProperty("bundle").GetProperty("entries").GetInt32()));
        using var witness = NoteSigner.Generate("witness.example/w", VerifierKey.CosignatureAlgorithm);
        Assert.Equal(1, Run(proof, "--witness", witness.Verifier.ToString()));

        byte[] bytes = await File.ReadAllBytesAsync(proof, TestContext.Current.CancellationToken);
        int at = bytes.AsSpan().IndexOf("file-opened"u8);
        bytes[at] = (byte)'p';
        await File.WriteAllBytesAsync(proof, bytes, TestContext.Current.CancellationToken);
        Assert.Equal(1, Run(proof));
        Assert.Contains("1 finding", Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Witness_that_has_not_cosigned_is_status_1()
    {
        await _machine.RecordAsync();
        using var witness = NoteSigner.Generate("witness.example/w", VerifierKey.CosignatureAlgorithm);
        Assert.Equal(1, Run("--witness", witness.Verifier.ToString()));
        Assert.Contains("witness.example/w has not cosigned this checkpoint", Shown, StringComparison.Ordinal);
        string checkpoint = _machine["ledger/checkpoint"];
        Assert.True(SignedNote.TryParse(await File.ReadAllBytesAsync(checkpoint, TestContext.Current.CancellationToken), out SignedNote? note));
        await File.WriteAllBytesAsync(checkpoint, note.With(witness.Cosign(note.Text, DateTimeOffset.UtcNow.AddHours(-2))).ToBytes(),
            TestContext.Current.CancellationToken);
        Assert.Equal(0, Run("--witness", witness.Verifier.ToString(), "--max-age", "3h"));
        Assert.Contains("2 h ago", Shown, StringComparison.Ordinal);
        Assert.Equal(1, Run("--witness", witness.Verifier.ToString(), "--max-age", "90m"));
        Assert.Equal(2, Run("--witness", witness.Verifier.ToString(), "--max-age", "long"));
        Assert.Equal(2, Run("--witness", LedgerKeys.LoadVerifier(_machine.Verifier.Ledger)!.ToString()));
    }

    [Fact]
    public void Machine_without_a_ledger_is_status_2_with_a_hint()
    {
        Assert.Equal(2, Run());
        Assert.Equal("vitrine: There is no ledger on this machine yet.\nhint: vitrine run -- COMMAND makes one.\n", Said);
    }

    [Fact]
    public async Task Ledger_that_somebody_removed_is_status_1_and_not_taken_for_none()
    {
        await _machine.RecordAsync();
        Directory.Delete(_machine["ledger"], recursive: true);
        Assert.Equal(1, Run());
        Assert.Contains("The ledger is gone.", Said, StringComparison.Ordinal);
        Directory.Delete(_machine["keys"], recursive: true);
        Assert.Equal(1, Run());
    }

    private int Run(params string[] arguments)
    {
        _data.SetLength(0);
        _messages.SetLength(0);
        Command command = VerifyCommand.Create(
            () => _machine.Verifier, () => _machine.Store, () => _settled++, TimeProvider.System, () => Output(_data), () => Output(_messages));
        return Parse(command, ["verify", .. arguments]);
    }

    private static int Parse(Command command, string[] arguments)
    {
        ParseResult parsed = new RootCommand { command }.Parse(arguments);
        Assert.Empty(parsed.Errors);
        return parsed.Invoke();
    }

    private static OutputStream Output(Stream bytes) => new(bytes, 0, true, false);

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
