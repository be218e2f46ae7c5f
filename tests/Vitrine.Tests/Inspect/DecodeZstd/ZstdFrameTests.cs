using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Decode.Zstd;
using Xunit;
using static Vitrine.Tests.Inspect.DecodeZstd.ZstdBytes;

namespace Vitrine.Tests.Inspect.DecodeZstd;

public sealed class ZstdFrameTests
{
    public static TheoryData<string, byte[]> Broken()
    {
        byte[] raw = Block(0, 3, [1, 2, 3]);
        return new()
        {
            { "a reserved bit of the frame", [.. Magic, 8, 0x38, .. raw] },
            { "a window beyond 2 GiB", [.. Magic, 0, 22 << 3, .. raw] },
            { "fewer bytes than the size", [.. Magic, 0x20, 4, .. raw] },
            { "more bytes than the size", [.. Magic, 0x20, 2, .. raw] },
            { "a size of 2^64 - 1", [.. Magic, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. raw] },
            { "a wrong checksum", [.. Magic, 4, 0x38, .. raw, 1, 2, 3, 4] },
            { "no checksum", [.. Magic, 4, 0x38, .. raw] },
            { "a reserved block", Frame(Block(3, 3, [1, 2, 3])) },
            { "a run beyond 128 KiB", Frame(Block(1, ZstdDecoder.MaxBlock + 1, [1])) },
            { "no last block", Frame(Block(0, 3, [1, 2, 3], isLast: false)) },
            { "an empty compressed block", Frame(Compressed()) },
            { "literals alone", Frame(Compressed(8, 65)) },
            { "something behind no sequences", Frame(Compressed(8, 65, 0, 0)) },
            { "more literals than there are", Frame(Compressed(0x50, 65, 66, 0)) },
            { "literals beyond 128 KiB", Frame(Compressed(0x1D, 0, 0x20, 65, 0)) },
            { "a table that was never given: literals", Frame(Compressed(0x13, 0x40, 0, 1, 0)) },
            { "a table that was never given: sequences", Frame(Compressed(8, 65, 1, 0xFC, 1)) },
            { "reserved bits of the modes", Frame(Compressed(8, 65, 1, 1, 1)) },
            { "a code of lengths that does not exist", Frame(Compressed(8, 65, 1, 0x54, 36, 0, 0, 1)) },
            { "a code of offsets that does not exist", Frame(Compressed(8, 65, 1, 0x54, 1, 32, 0, 1)) },
            { "bits without an end", Frame(Compressed(8, 65, 1, 0x54, 1, 0, 0, 0)) },
            { "a copy of what is not there", Frame(Compressed(8, 65, 1, 0x54, 1, 2, 0, 0x07)) },
            { "a copy of more than a block", Frame(Compressed(8, 65, 1, 0x54, 1, 0, 52, 255, 255, 1)) },
            { "a skippable frame that is cut off", [0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1] },
            { "a skippable frame of 4 GiB", [0x5F, 0x2A, 0x4D, 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 1] },
            { "a magic number alone", Magic.ToArray() },
            { "nothing", [] },
        };
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_broken_is_malformed(string name, byte[] source) =>
        Assert.True(Undo(source, out _, out _) == ZstdStep.Malformed, name);

    [Fact]
    public void One_literal_is_copied_three_times_by_a_sequence_made_by_hand()
    {
        // One literal, one sequence: tables of one symbol each; literal length 1, offset value 1 (the last offset, which is 1), match length 3.
        ZstdStep step = Undo(Frame(Compressed(8, 65, 1, 0x54, 1, 0, 0, 1)), out byte[] content, out _);
        Assert.Equal((ZstdStep.Done, "AAAA"), (step, Encoding.ASCII.GetString(content)));
    }

    [Fact]
    public void A_dictionary_is_refused()
    {
        Assert.Equal(ZstdStep.Dictionary, Undo([.. Magic, 1, 0x38, 7, .. Block(0, 1, [65])], out _, out _));
        Assert.Equal(ZstdStep.Done, Undo([.. Magic, 1, 0x38, 0, .. Block(0, 1, [65])], out _, out _));
    }

    [Fact]
    public void Tables_and_offsets_of_a_frame_are_unknown_in_the_next()
    {
        byte[] first = Frame(Compressed(8, 65, 1, 0x54, 1, 0, 0, 1)), again = Compressed(8, 65, 1, 0xFC, 1);
        byte[] open = Frame(Block(2, 8, [8, 65, 1, 0x54, 1, 0, 0, 1], isLast: false));
        Assert.Equal(ZstdStep.Done, Undo([.. open, .. again], out byte[] content, out _));
        Assert.Equal("AAAAAAAA", Encoding.ASCII.GetString(content));
        Assert.Equal(ZstdStep.Malformed, Undo([.. first, .. Frame(again)], out _, out _));
    }

    [Fact]
    public void The_checksum_is_that_of_the_published_vectors()
    {
        Assert.Equal(0xEF46DB3751D8E999UL, XxHash64.Of(default));
        Assert.Equal(0x44BC2CF5AD770999UL, XxHash64.Of("abc"u8));
    }

    [Fact]
    public void What_is_written_plainly_is_read_back() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(
        Gen.Choose(0, 300_000).Zip(Gen.Choose(0, 1 << 30)).ToArbitrary(),
        each =>
        {
            byte[] data = new byte[each.Item1 % 3 == 0 ? each.Item1 : each.Item1 % 2000];
            new Random(each.Item2).NextBytes(data);
            byte[] frame = ZstdPlain.Encode(data);
            return Undo(frame, out byte[] content, out int consumed) == ZstdStep.Done && consumed == frame.Length && content.AsSpan().SequenceEqual(data);
        }));

    [Fact]
    public void Any_bytes_end()
    {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] data = new byte[random.Next(1, 60)];
            random.NextBytes(data);
            ZstdStep step = Undo(Frame(Compressed(data)), out byte[] content, out _);
            Assert.True(step is ZstdStep.Malformed or ZstdStep.Done && content.Length <= ZstdDecoder.MaxBlock);
        }
    }
}
