using System.IO.Compression;
using System.Text;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Findings;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class BodyTextTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("git@git.corp.example:core/widget.git\n", 4)));

    [Fact]
    public void Packed_text_is_unpacked_by_its_form()
    {
        Assert.Equal(Text, Unpacked(BodyText.Gunzip, Packed(stream => new GZipStream(stream, CompressionLevel.Optimal))));
        Assert.Equal(Text, Unpacked(BodyText.Unzlib, Packed(stream => new ZLibStream(stream, CompressionLevel.Optimal))));
        Assert.Equal(Text, Unpacked(BodyText.Undeflate, Packed(stream => new DeflateStream(stream, CompressionLevel.Optimal))));
        Assert.Contains("core/widget.git",
            new CarriedContent(Encoding.ASCII.GetBytes(Convert.ToBase64String(Packed(stream => new ZLibStream(stream, CompressionLevel.Optimal))))).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_asks_for_a_dictionary_is_none()
    {
        // 78 BB: deflate, 32 KiB, a preset dictionary (RFC 1950, section 2.2).
        byte[] bytes = [0x78, 0xBB, 1, 2, 3, 4, .. new byte[40]];
        Assert.Null(Unpacked(BodyText.Unzlib, bytes));
        Assert.NotNull(new CarriedContent(bytes).Text);
    }

    [Fact]
    public void Noise_is_none_and_nothing_throws()
    {
        var random = new Random(11);
        for (int i = 0; i < 4000; i++)
        {
            byte[] noise = new byte[random.Next(8, 120)];
            random.NextBytes(noise);
            if (i % 4 == 0)
                (noise[0], noise[1]) = (0x78, (byte)(31 * random.Next(9) + 1));
            _ = Unpacked(BodyText.Unzlib, noise);
            Assert.Null(Unpacked(BodyText.Undeflate, noise));
        }
    }

    [Fact]
    public void What_a_body_unpacks_to_has_a_bound_altogether()
    {
        // 16 MiB of zeros pack to 16 KiB; a body of a thousand such strings would unpack to 16 GiB.
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            stream.Write(new byte[16 << 20]);
        string bomb = Convert.ToBase64String(packed.ToArray());
        byte[] body = Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Repeat(bomb, 1000)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = new CarriedContent(body);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2L << 30);
    }

    private delegate byte[]? Unpacking(byte[] bytes, ref long spent, int most);

    private static byte[]? Unpacked(Unpacking unpacking, byte[] bytes)
    {
        long spent = 0;
        return unpacking(bytes, ref spent, int.MaxValue);
    }

    private static byte[] Packed(Func<Stream, Stream> open)
    {
        using var packed = new MemoryStream();
        using (Stream stream = open(packed))
            stream.Write(Text);
        return packed.ToArray();
    }
}
