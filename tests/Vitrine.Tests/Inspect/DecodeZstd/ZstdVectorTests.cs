using System.Security.Cryptography;
using Vitrine.Core.Inspect.Decode.Zstd;
using Vitrine.Tests.Layout;
using Xunit;

namespace Vitrine.Tests.Inspect.DecodeZstd;

public sealed class ZstdVectorTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "vectors", "zstd");

    public static TheoryData<string, int, string> Vectors()
    {
        var vectors = new TheoryData<string, int, string>();
        foreach (string[] row in File.ReadLines(Path.Combine(Folder, "expected.tsv")).Select(line => line.Split('\t')))
            vectors.Add(row[0], int.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture), row[2]);
        return vectors;
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void What_the_reference_program_made_is_decoded(string name, int length, string sha256)
    {
        byte[] source = File.ReadAllBytes(Path.Combine(Folder, name + ".zst"));
        ZstdStep step = ZstdBytes.Undo(source, out byte[] content, out int consumed);
        Assert.Equal((ZstdStep.Done, source.Length, length), (step, consumed, content.Length));
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Cut_off_anywhere_it_is_malformed_and_what_came_before_is_there(string name, int length, string sha256)
    {
        byte[] source = File.ReadAllBytes(Path.Combine(Folder, name + ".zst"));
        _ = ZstdBytes.Undo(source, out byte[] whole, out _);
        Assert.Equal((length, sha256), (whole.Length, Convert.ToHexStringLower(SHA256.HashData(whole))));
        for (int cut = source.Length - 1; cut > 0; cut -= Math.Max(1, source.Length / 61))
        {
            ZstdStep step = ZstdBytes.Undo(source[..cut], out byte[] content, out int consumed);
            Assert.True(step == ZstdStep.Malformed || (step == ZstdStep.Done && name is "two-frames" or "skippable"), $"{name} cut at {cut}: {step}");
            Assert.True(consumed <= cut && whole.AsSpan().StartsWith(content), $"{name} cut at {cut}");
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Changed_bytes_never_pass_a_checksum(string name, int length, string sha256)
    {
        Assert.NotEmpty(sha256);
        byte[] source = File.ReadAllBytes(Path.Combine(Folder, name + ".zst"));
        bool isChecked = name is not ("no-checksum" or "skippable");
        _ = ZstdBytes.Undo(source, out byte[] whole, out _);
        var random = new Random(length);
        for (int i = 0; i < 100; i++)
        {
            byte[] changed = [.. source];
            // The flag that says that there is a checksum is left alone.
            int at = random.Next(5, changed.Length);
            changed[at] ^= (byte)random.Next(1, 256);
            ZstdStep step = ZstdBytes.Undo(changed, out byte[] content, out int consumed);
            bool isWhole = step == ZstdStep.Done && consumed == changed.Length;
            Assert.False(isChecked && name != "two-frames" && isWhole && !content.AsSpan().SequenceEqual(whole), $"{name}, byte {at}");
        }
    }
}
