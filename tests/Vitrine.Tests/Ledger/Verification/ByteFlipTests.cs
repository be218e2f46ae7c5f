using Vitrine.Ledger.Verification;
using Xunit;
using static Vitrine.Tests.Ledger.Verification.LedgerDirectoryFixture;

namespace Vitrine.Tests.Ledger.Verification;

public sealed class ByteFlipTests : IDisposable
{
    private readonly LedgerDirectoryFixture _ledger = new();

    public void Dispose() => _ledger.Dispose();

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x20)]
    [InlineData(0xff)]
    public void Each_flipped_byte_of_a_small_ledger_is_noticed_and_its_file_named(byte mask)
    {
        _ledger.Write(Leaves(7));
        Assert.Equal(["checkpoint", "tile/0/000.p/7", "tile/entries/000.p/7"], _ledger.Files());
        // Each byte is flipped with the first mask, and some with the others.
        Flip(mask, (at, _) => mask == 0x01 || at % 7 == 0);
    }

    [Fact]
    public void Each_flipped_byte_of_the_edges_of_a_ledger_with_full_tiles_is_noticed()
    {
        _ledger.Write(Leaves(600));
        Assert.Equal(8, _ledger.Files().Length);
        Flip(0x04, (at, length) => at < 100 || at >= length - 100 || at % 397 == 0);
    }

    private void Flip(byte mask, Func<int, int, bool> isChosen)
    {
        foreach (string file in _ledger.Files())
        {
            byte[] bytes = File.ReadAllBytes(_ledger[file]);
            for (int at = 0; at < bytes.Length; at++)
            {
                if (!isChosen(at, bytes.Length))
                    continue;
                bytes[at] ^= mask;
                File.WriteAllBytes(_ledger[file], bytes);
                LedgerVerification found = _ledger.Verify();
                Assert.True(found.Verdict == LedgerVerdict.Faulty, $"{file}, byte {at}: {found.Verdict}");
                Assert.True(found.Findings.Any(finding => finding.File == file), $"{file}, byte {at}: {string.Join(' ', found.Findings)}");
                if (file.StartsWith("tile/", StringComparison.Ordinal))
                {
                    Assert.True(found.IsSigned && found.IsRooted, $"{file}, byte {at}: {string.Join(' ', found.Findings)}");
                    Assert.True(found.FindingCount == 1, $"{file}, byte {at}: {string.Join(' ', found.Findings)}");
                }

                if (file.StartsWith("tile/0", StringComparison.Ordinal))
                    Assert.Equal((LedgerFault.TileChanged, (long?)(IndexOf(file) * 256) + (at / 32), found.Checkpoint!.Size),
                        (found.Findings[0].Fault, found.FirstBad, found.Proven));
                if (file.StartsWith("tile/entries", StringComparison.Ordinal))
                    Assert.Equal((IndexOf(file) * 256) + EntryAt(bytes, at, mask), found.FirstBad);
                bytes[at] ^= mask;
            }

            File.WriteAllBytes(_ledger[file], bytes);
        }

        Assert.Equal(LedgerVerdict.Clean, _ledger.Verify().Verdict);
    }

    private static long IndexOf(string file) => long.Parse(file.Split('/')[2].AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture);

    private static long EntryAt(byte[] bundle, int at, byte mask)
    {
        // Of the bundle as it was.
        byte[] right = [.. bundle];
        right[at] ^= mask;
        long entry = 0;
        for (int start = 0; ; entry++)
        {
            start += 2 + ((right[start] << 8) | right[start + 1]);
            if (at < start)
                return entry;
        }
    }
}
