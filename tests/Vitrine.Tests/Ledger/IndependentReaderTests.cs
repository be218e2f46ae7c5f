using System.Globalization;
using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;
using Vitrine.Ledger.Tree;
using Vitrine.Tests.Ledger.Store;
using Xunit;

namespace Vitrine.Tests.Ledger;

/// <summary>Ledgers that our code wrote, before a verifier that was written from the specifications alone.</summary>
public sealed class IndependentReaderTests : IDisposable
{
    private const string Notice =
        """{"data":{"actor":"a person","minimum-index":65536,"reason":"old"},"time":"2026-11-21T08:30:00.000000Z","type":"ledger-pruned","v":2}""";
    private readonly LedgerScratch _ledger = new();

    public IndependentReaderTests() => IndependentReader.SkipUnlessHere();

    private string Key => LedgerKeys.LoadVerifier(_ledger.Paths)!.ToString();

    public void Dispose() => _ledger.Dispose();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(255, 100)]
    [InlineData(256, 100)]
    [InlineData(257, 100)]
    [InlineData(512, 7)]
    [InlineData(65_535, 10_000)]
    [InlineData(65_536, 10_000)]
    [InlineData(65_537, 10_000)]
    public async Task Ledger_of_any_size_reads_the_same(int size, int perTurn)
    {
        using (LedgerAppender ledger = _ledger.Appender())
            ledger.TryBegin(LedgerScratch.Patience)!.Dispose();
        _ledger.Append(size, perTurn);
        IndependentReading read = await ReadAsync();
        Assert.Equal((0, ""), (read.Status, read.Error));
        Assert.Equal((size, size, 0), (read.Number("size"), read.Number("entries"), read.Number("minimumIndex")));
        Assert.Equal(_ledger.Check().Count, size);
        Assert.Equal(_ledger.Checkpoint().Root.ToBase64(), read.Result.GetProperty("root").GetString());
    }

    [Fact]
    public async Task Changed_entry_and_changed_hash_are_named_by_their_index()
    {
        _ledger.Append(600, 600);
        await AssertIndexAsync(300, "tile/entries/001", bytes => bytes.AsSpan().IndexOf("""{"entry":300}"""u8) + 3);
        await AssertIndexAsync(511, "tile/0/001", _ => (255 * 32) + 7);
        await AssertIndexAsync(599, "tile/0/002.p/88", _ => (87 * 32) + 31);
        await AssertIndexAsync(256, "tile/1/000.p/2", _ => 32 + 5);
        await AssertIndexAsync(0, "tile/1/000.p/2", _ => 0);
        await AssertIndexAsync(598, "tile/entries/002.p/88", bytes => bytes.AsSpan().IndexOf("""{"entry":598}"""u8) - 1);
        Assert.Equal(0, (await ReadAsync()).Status);
    }

    [Fact]
    public async Task No_byte_of_a_small_ledger_can_change_unseen()
    {
        // Every byte is turned in its own process, so a few of each file stand for all; our own verifier is shown each single one.
        _ledger.Append(258, 258);
        foreach (string path in Directory.GetFiles(_ledger.Paths.Directory, "*", SearchOption.AllDirectories))
        {
            byte[] bytes = await File.ReadAllBytesAsync(path, Stop);
            for (int at = 0; at < bytes.Length; at += 1 + (bytes.Length / 6))
            {
                await FlipAsync(path, bytes, at);
                IndependentReading read = await ReadAsync();
                Assert.True(read.Status == 1, $"{path} {at}: {read.Result}");
            }

            await File.WriteAllBytesAsync(path, bytes, Stop);
        }
    }

    [Theory]
    [InlineData("tile/entries/000", 0)]
    [InlineData("tile/0/001", 256)]
    [InlineData("tile/0/002.p/88", 512)]
    [InlineData("tile/entries/002.p/88", 512)]
    [InlineData("tile/1/000.p/2", 0)]
    [InlineData("checkpoint", null)]
    public async Task Missing_cut_longer_linked_or_foreign_file_is_refused(string name, int? index)
    {
        _ledger.Append(600, 600);
        string path = Path.Combine(_ledger.Paths.Directory, name), aside = _ledger["aside"];
        byte[] bytes = await File.ReadAllBytesAsync(path, Stop);
        await File.WriteAllBytesAsync(path, bytes[..^1], Stop);
        Assert.Equal(1, (await ReadAsync()).Status);
        await File.WriteAllBytesAsync(path, [.. bytes, (byte)'\n'], Stop);
        Assert.Equal(1, (await ReadAsync()).Status);
        await File.WriteAllBytesAsync(path, [], Stop);
        Assert.Equal(1, (await ReadAsync()).Status);
        File.Move(path, aside);
        IndependentReading missing = await ReadAsync();
        Assert.Equal((1, (long?)index), (missing.Status, missing.Index));
        await File.WriteAllBytesAsync(aside, bytes, Stop);
        File.CreateSymbolicLink(path, aside);
        Assert.Equal(1, (await ReadAsync()).Status);
        File.Delete(path);
        Directory.CreateDirectory(path);
        Assert.Equal(1, (await ReadAsync()).Status);
    }

    [Fact]
    public async Task Entries_that_are_taken_out_put_in_doubled_or_swapped_are_seen_where_it_begins()
    {
        _ledger.Append(600, 600);
        string path = Path.Combine(_ledger.Paths.Directory, TilePath.Entries(1));
        byte[][] entries = ReadBundle(await File.ReadAllBytesAsync(path, Stop));
        await AssertBundleAsync(path, 260, [.. entries[..4], .. entries[5..]]);
        await AssertBundleAsync(path, 260, [.. entries[..4], "more"u8.ToArray(), .. entries[4..]]);
        await AssertBundleAsync(path, 261, [.. entries[..5], .. entries[4..]]);
        await AssertBundleAsync(path, 260, [.. entries[..4], entries[5], entries[4], .. entries[6..]]);
        await AssertBundleAsync(path, 512, [.. entries, "more"u8.ToArray()]);
    }

    [Fact]
    public async Task Only_the_named_key_and_every_named_witness_count()
    {
        _ledger.Append(3);
        using var other = NoteSigner.Generate(_ledger.Checkpoint().Origin);
        using var first = NoteSigner.Generate("witness.example/one", VerifierKey.CosignatureAlgorithm);
        using var second = NoteSigner.Generate("witness.example/two", VerifierKey.CosignatureAlgorithm);
        byte[] plain = await File.ReadAllBytesAsync(_ledger.Paths.Checkpoint, Stop);
        Assert.Equal(1, (await IndependentReader.ReadAsync(_ledger.Paths.Directory, other.Verifier.ToString())).Status);
        Assert.Equal(1, (await ReadAsync("--witness", first.Verifier.ToString())).Status);

        Assert.True(SignedNote.TryParse(plain, out SignedNote? note));
        DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);
        note = note.With(first.Cosign(note.Text, time));
        await File.WriteAllBytesAsync(_ledger.Paths.Checkpoint, note.ToBytes(), Stop);
        IndependentReading read = await ReadAsync("--witness", first.Verifier.ToString());
        Assert.Equal((0, 1_795_000_000), (read.Status, read.Result.GetProperty("witnesses")[0].GetProperty("time").GetInt64()));
        Assert.Equal(0, (await ReadAsync()).Status);
        Assert.Equal(1, (await ReadAsync("--witness", first.Verifier.ToString(), "--witness", second.Verifier.ToString())).Status);

        // A cosignature of another time, or of another tree, under the same key.
        NoteSignature good = note.Signatures[^1];
        byte[] later = good.Bytes.ToArray();
        later[7] ^= 1;
        await File.WriteAllBytesAsync(_ledger.Paths.Checkpoint, note.With(new NoteSignature(good.Name, good.KeyId, later)).ToBytes(), Stop);
        Assert.Equal(1, (await ReadAsync("--witness", first.Verifier.ToString())).Status);
        Assert.Equal(0, (await ReadAsync()).Status);
    }

    [Fact]
    public async Task Checkpoint_is_read_to_the_letter()
    {
        _ledger.Append(3);
        string note = await File.ReadAllTextAsync(_ledger.Paths.Checkpoint, Stop);
        foreach (string changed in (string[])[
            note + "\n", note[..^1], "\uFEFF" + note, note.Replace("\n\n", "\n\n\n", StringComparison.Ordinal),
                note.Replace("\n3\n", "\n03\n", StringComparison.Ordinal),
            note.Replace("\n", "\r\n", StringComparison.Ordinal), note.Replace("\u2014 ", "\u2014  ", StringComparison.Ordinal),
            note.Replace("\u2014", "--", StringComparison.Ordinal),
            note[..(note.IndexOf("\n\n", StringComparison.Ordinal) + 2)], note.Replace("=\n", "\n", StringComparison.Ordinal), ""])
        {
            await File.WriteAllTextAsync(_ledger.Paths.Checkpoint, changed, Stop);
            IndependentReading read = await ReadAsync();
            Assert.True(read.Status == 1, changed + read.Result);
        }

        byte[] bytes = Encoding.UTF8.GetBytes(note);
        bytes[3] = 0xFF;
        await File.WriteAllBytesAsync(_ledger.Paths.Checkpoint, bytes, Stop);
        Assert.Equal(1, (await ReadAsync()).Status);
    }

    [Fact]
    public async Task Pruned_ledger_is_accepted_as_far_as_its_own_notice_goes()
    {
        _ledger.Append(66_000);
        using (LedgerAppender ledger = _ledger.Appender())
            Assert.True(LedgerPruning.Prune(ledger, 65_536, Encoding.UTF8.GetBytes(Notice), LedgerScratch.Patience));
        IndependentReading read = await ReadAsync();
        Assert.Equal((0, 65_536, 465), (read.Status, read.Number("minimumIndex"), read.Number("entries")));
        File.Delete(Path.Combine(_ledger.Paths.Directory, TilePath.Entries(256)));
        read = await ReadAsync();
        Assert.Equal((1, 65_536), (read.Status, read.Index));
    }

    [Fact]
    public async Task What_is_gone_without_a_notice_is_missing()
    {
        _ledger.Append(66_000);
        for (int index = 0; index < 3; index++)
            File.Delete(Path.Combine(_ledger.Paths.Directory, TilePath.Entries(index)));
        IndependentReading read = await ReadAsync();
        Assert.Equal((1, 0), (read.Status, read.Index));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public async Task Proof_of_one_entry_holds_for_that_entry_alone(int size)
    {
        _ledger.Append(size);
        SignedNote? note = null;
        Assert.True(SignedNote.TryParse(await File.ReadAllBytesAsync(_ledger.Paths.Checkpoint, Stop), out note));
        string file = _ledger["a.tlog-proof"], entry = _ledger["entry"];
        for (long index = 0; index < size; index += 1 + (size / 5))
        {
            await File.WriteAllBytesAsync(entry, LedgerScratch.Entry(index), Stop);
            TreeHash[] path = TreeProofs.Inclusion(new LedgerTiles(_ledger.Paths.Directory), index, size);
            await File.WriteAllTextAsync(file, Proof(index, path, note), Stop);
            IndependentReading read = await IndependentReader.ReadAsync("--proof", file, Key, "--entry", entry);
            Assert.Equal((0, index), (read.Status, read.Index));
            await File.WriteAllTextAsync(file, Proof(index + 1, path, note), Stop);
            Assert.Equal(1, (await IndependentReader.ReadAsync("--proof", file, Key, "--entry", entry)).Status);
            await File.WriteAllTextAsync(file, Proof(index, [.. path, TreeHash.Empty], note), Stop);
            Assert.Equal(1, (await IndependentReader.ReadAsync("--proof", file, Key, "--entry", entry)).Status);
        }

        await File.WriteAllTextAsync(entry, "another", Stop);
        await File.WriteAllTextAsync(file, Proof(0, TreeProofs.Inclusion(new LedgerTiles(_ledger.Paths.Directory), 0, size), note), Stop);
        Assert.Equal(1, (await IndependentReader.ReadAsync("--proof", file, Key, "--entry", entry)).Status);
    }

    [Fact]
    public async Task What_cannot_be_checked_is_neither_right_nor_wrong()
    {
        _ledger.Append(3);
        Assert.Equal(2, (await IndependentReader.ReadAsync()).Status);
        Assert.Equal(2, (await IndependentReader.ReadAsync(_ledger["nothing"], Key)).Status);
        Assert.Equal(2, (await IndependentReader.ReadAsync(_ledger.Paths.Directory, Key + "A")).Status);
        Assert.Equal(2, (await IndependentReader.ReadAsync(_ledger.Paths.Directory, Key, "--witness", Key)).Status);
        Assert.Equal(2, (await IndependentReader.ReadAsync(_ledger.Paths.Directory, Key, "--unknown")).Status);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Proof(long index, TreeHash[] path, SignedNote note) =>
        string.Create(CultureInfo.InvariantCulture,
            $"c2sp.org/tlog-proof@v1\nindex {index}\n{string.Concat(path.Select(hash => hash.ToBase64() + "\n"))}\n{Encoding.UTF8.GetString(note.ToBytes())}");

    private static byte[][] ReadBundle(byte[] bundle)
    {
        var entries = new List<byte[]>();
        for (int at = 0; EntryBundle.TryRead(bundle, ref at, out ReadOnlySpan<byte> entry);)
            entries.Add(entry.ToArray());
        return [.. entries];
    }

    private static async Task FlipAsync(string path, byte[] bytes, int at)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= 0x10;
        await File.WriteAllBytesAsync(path, changed, Stop);
    }

    private Task<IndependentReading> ReadAsync(params string[] more) => IndependentReader.ReadAsync([_ledger.Paths.Directory, Key, .. more]);

    private async Task AssertIndexAsync(long index, string name, Func<byte[], int> at)
    {
        string path = Path.Combine(_ledger.Paths.Directory, name);
        byte[] bytes = await File.ReadAllBytesAsync(path, Stop);
        await FlipAsync(path, bytes, at(bytes));
        IndependentReading read = await ReadAsync();
        Assert.Equal((1, index), (read.Status, read.Index));
        await File.WriteAllBytesAsync(path, bytes, Stop);
    }

    private async Task AssertBundleAsync(string path, long index, byte[][] entries)
    {
        var bundle = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (byte[] entry in entries)
            EntryBundle.Append(bundle, entry);
        await File.WriteAllBytesAsync(path, bundle.WrittenMemory, Stop);
        IndependentReading read = await ReadAsync();
        Assert.Equal((1, index), (read.Status, read.Index));
    }
}
