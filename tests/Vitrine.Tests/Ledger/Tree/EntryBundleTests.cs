using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Ledger.Tree;
using Xunit;

namespace Vitrine.Tests.Ledger.Tree;

public sealed class EntryBundleTests
{
    [Fact]
    public void Entries_are_read_as_they_were_appended() => Prop.ForAll(ArbMap.Default.ArbFor<byte[][]>(), entries =>
    {
        var bundle = new ArrayBufferWriter<byte>();
        foreach (byte[] entry in entries)
            EntryBundle.Append(bundle, entry);
        return Read(bundle.WrittenSpan, out bool isWhole).Select(Convert.ToHexString).SequenceEqual(entries.Select(Convert.ToHexString)) && isWhole;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_length_stands_before_the_entry_in_two_bytes_and_the_longest_is_65535()
    {
        var bundle = new ArrayBufferWriter<byte>();
        EntryBundle.Append(bundle, [7, 8, 9]);
        Assert.Equal([0, 3, 7, 8, 9], bundle.WrittenSpan.ToArray());
        EntryBundle.Append(bundle, []);
        EntryBundle.Append(bundle, new byte[65_535]);
        Assert.Equal([3, 0, 65_535], Read(bundle.WrittenSpan, out bool isWhole).Select(entry => entry.Length));
        Assert.True(isWhole);
        int before = bundle.WrittenCount;
        Assert.Throws<ArgumentException>(() => EntryBundle.Append(bundle, new byte[65_536]));
        Assert.Equal(before, bundle.WrittenCount);
        Assert.Equal(16_777_472, EntryBundle.MaxBytes);
    }

    [Fact]
    public void A_bundle_that_is_cut_anywhere_gives_the_whole_entries_before_and_is_known_to_be_cut()
    {
        var bundle = new ArrayBufferWriter<byte>();
        for (int i = 0; i < 5; i++)
            EntryBundle.Append(bundle, new byte[i]);
        int[] borders = [0, 2, 5, 9, 14, 20];
        for (int length = 0; length <= bundle.WrittenCount; length++)
        {
            List<byte[]> read = Read(bundle.WrittenSpan[..length], out bool isWhole);
            Assert.Equal(borders.Contains(length), isWhole);
            Assert.Equal(borders.Count(border => border <= length) - 1, read.Count);
        }
    }

    [Fact]
    public void An_offset_outside_is_misuse()
    {
        int offset = 3;
        Assert.Throws<ArgumentOutOfRangeException>(() => EntryBundle.TryRead([0, 0], ref offset, out _));
        offset = -1;
        Assert.Throws<ArgumentOutOfRangeException>(() => EntryBundle.TryRead([0, 0], ref offset, out _));
    }

    private static List<byte[]> Read(ReadOnlySpan<byte> bundle, out bool isWhole)
    {
        var entries = new List<byte[]>();
        int offset = 0;
        while (EntryBundle.TryRead(bundle, ref offset, out ReadOnlySpan<byte> entry))
            entries.Add(entry.ToArray());
        isWhole = offset == bundle.Length;
        return entries;
    }
}
