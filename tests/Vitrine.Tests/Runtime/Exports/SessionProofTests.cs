using System.Text;
using System.Text.Json.Nodes;
using Vitrine.Core.Model;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Proofs;
using Vitrine.Runtime.Exports;
using Vitrine.Runtime.Recording;
using Vitrine.Tests.Ledger;
using Xunit;

namespace Vitrine.Tests.Runtime.Exports;

/// <summary>Real sessions in a real ledger on disk: read for export, and proved.</summary>
public sealed class SessionProofTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private SessionStore Store => new(_scratch["state"], TimeProvider.System);

    private VerifierKey Key =>
        VerifierKey.TryParse(File.ReadAllText(_scratch["state/keys/ledger.vkey"]).Trim(), out VerifierKey? key) ? key : throw new InvalidDataException();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_sessions_bundle_verifies_with_nothing_but_the_public_key_and_shows_what_it_did()
    {
        await RecordAsync(3);
        byte[] older = File.ReadAllBytes(_scratch["state/ledger/checkpoint"]);
        SessionId session = await RecordAsync(300);
        await RecordAsync(5);
        Assert.True(SignedNote.TryParse(older, out SignedNote? since));
        (SessionProofOutcome outcome, byte[] bundle) = Prove(session, new SessionProofOptions { Since = [since] });
        Assert.Equal((SessionProofStatus.Made, 302L, 302L, false), (outcome.Status, outcome.Entries, outcome.Disclosed, outcome.IsPurged));
        var shown = new List<Entry>();
        ProofVerification found = Verify(bundle, entry => shown.Add(Entry.Parse(entry.Disclosure!.Entry.Span)));
        Assert.Equal((ProofFault.None, 302L, true), (found.Fault, found.Entries, found.HasEnd));
        Assert.Equal([5L], found.OlderSizes);
        Assert.Equal(Enumerable.Range(0, 302).Select(i => (long)i), shown.Select(entry => entry.Index));
        Assert.IsType<SessionEnded>(shown[^1].Data);
    }

    [Fact]
    public async Task Only_what_is_asked_for_is_shown_and_the_rest_stays_secret()
    {
        SessionId session = await RecordAsync(20);
        (_, byte[] none) = Prove(session, new SessionProofOptions { WithContent = false });
        Assert.DoesNotContain("/project/file", Encoding.UTF8.GetString(none), StringComparison.Ordinal);
        Assert.Equal((true, 0L), (Verify(none).IsValid, Verify(none).Disclosed));
        (_, byte[] some) = Prove(session, new SessionProofOptions { Only = new HashSet<string> { "session-started", "session-ended" } });
        Assert.DoesNotContain("/project/file", Encoding.UTF8.GetString(some), StringComparison.Ordinal);
        Assert.Equal((true, 2L), (Verify(some).IsValid, Verify(some).Disclosed));
    }

    [Fact]
    public async Task A_purged_session_is_still_proved_by_its_leaves_and_exported_as_such()
    {
        SessionId session = await RecordAsync(10), other = await RecordAsync(2);
        File.Delete(_scratch[$"state/keys/{session}.key"]);
        (SessionProofOutcome outcome, byte[] bundle) = Prove(session);
        Assert.Equal((SessionProofStatus.Made, 12L, 0L, true), (outcome.Status, outcome.Entries, outcome.Disclosed, outcome.IsPurged));
        Assert.True(Verify(bundle).IsValid);
        Directory.Delete(_scratch[$"state/sessions/{session}"], recursive: true);
        Assert.Equal(bundle, Prove(session).Bundle);
        Assert.Equal(Enumerable.Repeat("purged", 12), Lines(await ExportAsync(session.ToString())).Select(line => line["entryIs"]!.GetValue<string>()));
        Assert.All(Lines(await ExportAsync(other.ToString())), line => Assert.NotNull(line["entry"]));
    }

    [Fact]
    public async Task One_entry_is_proved_in_the_form_of_c2sp()
    {
        await RecordAsync(5);
        SessionId session = await RecordAsync(7);
        Assert.Equal(SessionProofStatus.Made, new SessionProof(Store, session).TryProve(3, out TlogProof? proof));
        Assert.True(TlogProof.TryParse(proof!.ToBytes(), out TlogProof? read));
        Assert.True(read.Verify(read.Extra!.Value.Span, Key));
        Leaf leaf = LeafJson.TryParse(read.Extra.Value.Span)!;
        Assert.Equal((session.ToString(), (long?)3), (leaf.Session, leaf.Sequence));
        Assert.Equal(SessionProofStatus.NoSuchEntry, new SessionProof(Store, session).TryProve(9, out _));
    }

    [Fact]
    public async Task What_cannot_be_proved_is_said()
    {
        Assert.True(SessionId.TryParse("20261121-083000-abcdef", out SessionId unknown));
        Assert.Equal(SessionProofStatus.NoLedger, Prove(unknown).Outcome.Status);
        SessionId session = await RecordAsync(3);
        Assert.Equal(SessionProofStatus.NotSealed, Prove(unknown).Outcome.Status);
        using NoteSigner signer = NoteSigner.Generate(Key.Name);
        string text = new Checkpoint(Key.Name, 2, Vitrine.Ledger.Tree.Rfc6962.Leaf([1])).ToText();
        Assert.Equal(SessionProofStatus.OlderForeign,
            Prove(session, new SessionProofOptions { Since = [SignedNote.Create(text, signer.Sign(text))] }).Outcome.Status);
    }

    [Fact]
    public async Task A_record_that_was_exchanged_is_neither_shown_nor_exported()
    {
        SessionId session = await RecordAsync(4), other = await RecordAsync(4);
        File.Copy(_scratch[$"state/sessions/{other}/entries.log"], _scratch[$"state/sessions/{session}/entries.log"], overwrite: true);
        Assert.Equal(SessionProofStatus.RecordDamaged, Prove(session).Outcome.Status);
        Assert.All(Lines(await ExportAsync(session.ToString())), line => Assert.Equal("damaged", line["entryIs"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_checkpoint_or_leaf_that_was_changed_stops_the_export()
    {
        await RecordAsync(4);
        string bundle = Directory.GetFiles(_scratch["state/ledger/tile/entries"], "*", SearchOption.AllDirectories).MaxBy(path => new FileInfo(path).Length)!;
        byte[] bytes = File.ReadAllBytes(bundle);
        bytes[^20] ^= 1;
        File.WriteAllBytes(bundle, bytes);
        await Assert.ThrowsAnyAsync<IOException>(() => ExportAsync(null));
        bytes[^20] ^= 1;
        File.WriteAllBytes(bundle, bytes);
        Assert.NotEmpty(Lines(await ExportAsync(null)));
        string checkpoint = File.ReadAllText(_scratch["state/ledger/checkpoint"]);
        File.WriteAllText(_scratch["state/ledger/checkpoint"], checkpoint.Replace("\n6\n", "\n5\n", StringComparison.Ordinal));
        Assert.ThrowsAny<IOException>(() => LedgerReading.Open(Store));
    }

    [Fact]
    public async Task Sessions_that_ran_at_the_same_time_are_each_joined_with_their_own_record()
    {
        // More than are kept open at once.
        var recorders = Enumerable.Range(0, 20).Select(_ => Store.Create()).ToList();
        for (int round = 0; round < 3; round++)
            foreach (SessionRecorder recorder in recorders)
                for (int i = 0; i < 5; i++)
                    await recorder.RecordDurablyAsync(Opened(i), Token);
        foreach (SessionRecorder recorder in recorders)
            await recorder.EndAsync(new SessionEnded(0, "exited", 1));
        Assert.True(await Task.Run(() => recorders.TrueForAll(recorder => recorder.IsSealed), Token));
        List<JsonNode> lines = Lines(await ExportAsync(null));
        Assert.Equal(20 * 16, lines.Count);
        Assert.All(lines, line => Assert.Equal(line["leaf"]!["sequence"]!.GetValue<long>(), line["entry"]!["index"]!.GetValue<long>()));
        Assert.All(lines, line => Assert.Equal(line["leaf"]!["session"]!.GetValue<string>(), line["entry"]!["session"]!.GetValue<string>()));
    }

    private static FileOpened Opened(int number) => new(number, new UnixPath($"/project/file-{number}"), "read", true);

    private async Task<SessionId> RecordAsync(int files)
    {
        await using SessionRecorder recorder = Store.Create();
        recorder.Record(new SessionStarted("0.1.0", "an-agent", ["agent"], new UnixPath("/work"), "offline", [], [], "6.18"));
        for (int i = 0; i < files; i++)
            recorder.Record(Opened(i));
        await recorder.EndAsync(new SessionEnded(0, "exited", 1));
        return recorder.Id;
    }

    private (SessionProofOutcome Outcome, byte[] Bundle) Prove(SessionId session, SessionProofOptions? options = null)
    {
        using var stream = new MemoryStream();
        SessionProofOutcome outcome = new SessionProof(Store, session).Write(stream, options ?? new SessionProofOptions());
        return (outcome, stream.ToArray());
    }

    private ProofVerification Verify(byte[] bundle, Action<ProofEntry>? visit = null)
    {
        using var stream = new MemoryStream(bundle);
        return ProofBundle.Verify(stream, new ProofTrust { Key = Key }, visit);
    }

    private async Task<byte[]> ExportAsync(string? session)
    {
        using LedgerReading ledger = LedgerReading.Open(Store)!;
        using var stream = new MemoryStream();
        var options = new ExportOptions { Format = ExportFormat.Jsonl, Destination = ExportDestination.ToStream(stream), Session = session };
        Assert.Equal(ExportEnd.Done, (await new LedgerExporter(ledger.Source, options, TimeProvider.System).RunAsync(Token)).End);
        return stream.ToArray();
    }

    private static List<JsonNode> Lines(byte[] bytes) =>
        [.. Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
