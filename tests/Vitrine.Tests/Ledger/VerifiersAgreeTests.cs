using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Verification;
using Vitrine.Tests.Ledger.Verification;
using Xunit;

namespace Vitrine.Tests.Ledger;

/// <summary>Two verifiers, in two languages, by two hands, before the same ledgers: whole ones and changed ones.</summary>
public sealed class VerifiersAgreeTests : IDisposable
{
    private readonly LedgerDirectoryFixture _ledger = new();

    public VerifiersAgreeTests() => IndependentReader.SkipUnlessHere();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _ledger.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    public async Task Both_take_a_whole_ledger(int size)
    {
        _ledger.Write(LedgerDirectoryFixture.Leaves(size));
        Assert.Equal((0, null), await AgreeAsync("whole"));
    }

    [Fact]
    public async Task Both_refuse_each_change_of_a_file_and_name_the_same_entry()
    {
        _ledger.Write(LedgerDirectoryFixture.Leaves(600));
        var random = new Random(4);
        foreach (string name in _ledger.Files())
        {
            byte[] bytes = await File.ReadAllBytesAsync(_ledger[name], Stop);
            (string What, byte[] Bytes)[] changes =
            [
                .. Enumerable.Range(0, 4).Select(_ => Flip(bytes, random.Next(bytes.Length), (byte)(1 << random.Next(8)))),
                ("cut", bytes[..random.Next(bytes.Length)]),
                ("longer", [.. bytes, 0]),
                ("empty", []),
                ("zeros", new byte[bytes.Length]),
            ];
            foreach ((string what, byte[] changed) in changes)
            {
                await File.WriteAllBytesAsync(_ledger[name], changed, Stop);
                Assert.Equal(1, (await AgreeAsync($"{name}: {what}")).Status);
            }

            File.Delete(_ledger[name]);
            Assert.Equal(1, (await AgreeAsync($"{name}: missing")).Status);
            await File.WriteAllBytesAsync(_ledger[name], bytes, Stop);
        }

        Assert.Equal((0, null), await AgreeAsync("whole again"));
    }

    [Fact]
    public async Task Both_refuse_a_tree_that_agrees_with_itself_and_was_never_signed()
    {
        byte[][] leaves = LedgerDirectoryFixture.Leaves(600);
        _ledger.Write(leaves);
        byte[] signed = await File.ReadAllBytesAsync(_ledger["checkpoint"], Stop);
        foreach (byte[][] rewritten in (byte[][][])[[.. leaves[..300], LedgerDirectoryFixture.Leaf("20261121-083000-abc0xy", 100, "another"), .. leaves[301..]],
            [.. leaves[..10], leaves[11], leaves[10], .. leaves[12..]]])
        {
            _ledger.Write(rewritten);
            await File.WriteAllBytesAsync(_ledger["checkpoint"], signed, Stop);
            Assert.Equal(1, (await AgreeAsync("rewritten", isIndexCompared: false)).Status);
        }

        using var other = NoteSigner.Generate(LedgerDirectoryFixture.Origin);
        _ledger.Write(leaves, other);
        Assert.Equal(1, (await AgreeAsync("signed by another")).Status);
    }

    [Theory]
    [InlineData(65_536, 0)]
    [InlineData(65_535, 1)]
    [InlineData(0, 1)]
    public async Task Both_take_what_is_gone_when_an_entry_says_so(int minimum, int status)
    {
        byte[] notice = LedgerDirectoryFixture.Keeper("ledger-pruned", $$"""{"actor":"ann","minimum-index":{{minimum}},"reason":"old"}""");
        _ledger.Write([.. LedgerDirectoryFixture.Leaves(66_000), notice]);
        for (int index = 0; index < 256; index++)
        {
            File.Delete(_ledger[$"tile/entries/{index:000}"]);
            File.Delete(_ledger[$"tile/0/{index:000}"]);
        }

        File.Delete(_ledger["tile/1/000"]);
        Assert.Equal(status, (await AgreeAsync($"pruned up to {minimum}", isIndexCompared: false)).Status);
    }

    private static (string, byte[]) Flip(byte[] bytes, int at, byte bit)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= bit;
        return ($"byte {at} ^ {bit}", changed);
    }

    private async Task<(int Status, long? Index)> AgreeAsync(string what, bool isIndexCompared = true)
    {
        LedgerVerification ours = _ledger.Verify();
        IndependentReading theirs = await IndependentReader.ReadAsync(_ledger.Root, _ledger.Signer.Verifier.ToString());
        int status = ours.Verdict switch { LedgerVerdict.Clean => 0, LedgerVerdict.Faulty => 1, _ => 2 };
        Assert.True(status == theirs.Status && (!isIndexCompared || ours.FirstBad == theirs.Index),
            $"{what}: ours {status}, {ours.FirstBad}: {string.Join("; ", ours.Findings)}; theirs {theirs.Status}, {theirs.Index}: {theirs.Error}");
        return (status, theirs.Index);
    }
}
