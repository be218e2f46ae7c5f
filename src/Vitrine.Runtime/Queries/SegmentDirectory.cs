using Vitrine.Core.Model;

namespace Vitrine.Runtime.Queries;

/// <summary>Where a segment is and what it covers, as the head of an index says it.</summary>
/// <param name="Id">Binds its parts to it.</param>
/// <param name="Length">Bytes.</param>
/// <param name="DirectoryLength">Bytes of its sealed directory, with which it starts.</param>
/// <param name="First">Index of its first entry.</param>
/// <param name="Entries">How many entries.</param>
/// <param name="Oldest">The smallest time, in ticks, UTC.</param>
/// <param name="Newest">The largest.</param>
internal sealed record SegmentRecord(byte[] Id, long Length, int DirectoryLength, long First, int Entries, long Oldest, long Newest);

/// <summary>A segment and its bytes.</summary>
/// <param name="Record">What the head says of it.</param>
/// <param name="Parts">Its bytes, in order.</param>
internal sealed record SealedSegment(SegmentRecord Record, IReadOnlyList<byte[]> Parts);

/// <summary>What a segment starts with: its blocks, its kinds and decisions, and how long its chunks are.</summary>
internal sealed class SegmentDirectory
{
    /// <summary>The most groups of rows.</summary>
    public const int MostGroups = 256;

    private SegmentDirectory(IndexBlock[] blocks, Facet[] facets, int groups, int[] chunks, long[] offsets) =>
        (Blocks, Facets, Groups, ChunksOfField, Offsets) = (blocks, facets, groups, chunks, offsets);

    public IndexBlock[] Blocks { get; }

    public Facet[] Facets { get; }

    /// <summary>How many chunks of rows there are, a power of two.</summary>
    public int Groups { get; }

    /// <summary>How many chunks of terms each field has.</summary>
    public int[] ChunksOfField { get; }

    /// <summary>Where in the segment, after the directory, each chunk starts; and the end of the last.</summary>
    public long[] Offsets { get; }

    public static ReadOnlySpan<byte> Write(List<IndexBlock> blocks, long oldest, List<Facet> facets, int groups, int[] chunks, List<byte[]> parts)
    {
        var output = new IndexOutput();
        output.Number(facets.Count);
        foreach (Facet facet in facets)
        {
            output.Text(facet.Kind);
            output.Byte(facet.Decision);
        }

        output.Number(blocks.Count);
        long position = 0;
        foreach (IndexBlock block in blocks)
        {
            output.Number(block.Position - position);
            output.Number(block.Entries);
            output.Number(block.Oldest - oldest);
            output.Number(block.Newest - block.Oldest);
            position = block.Position;
        }

        output.Number(groups);
        foreach (int count in chunks)
            output.Number(count);
        foreach (byte[] part in parts)
            output.Number(part.Length);
        return output.Written;
    }

    /// <exception cref="InvalidDataException">The bytes are none of such a segment.</exception>
    public static SegmentDirectory Read(ReadOnlySpan<byte> bytes, SegmentRecord record)
    {
        var input = new IndexInput(bytes);
        var facets = new Facet[input.Number(IndexFormat.MostFacets)];
        for (int i = 0; i < facets.Length; i++)
            facets[i] = new Facet(input.Text(), input.Byte() is var decision and <= (byte)Effect.Allow + 1 ? decision : throw IndexInput.Damaged());
        IndexBlock[] blocks = ReadBlocks(ref input, record);
        int groups = input.Number(MostGroups);
        if (groups == 0 || !int.IsPow2(groups))
            throw IndexInput.Damaged();
        int[] chunks = new int[EntryFacts.Fields];
        int count = groups;
        for (int i = 0; i < chunks.Length; i++)
            count += chunks[i] = input.Number(IndexFormat.MostChunks);
        long[] offsets = new long[count + 1];
        for (int i = 0; i < count; i++)
            offsets[i + 1] = offsets[i] + input.Number(IndexFormat.LargestPart);
        return input.IsAtEnd && offsets[count] == record.Length - record.DirectoryLength
            ? new SegmentDirectory(blocks, facets, groups, chunks, offsets)
            : throw IndexInput.Damaged();
    }

    private static IndexBlock[] ReadBlocks(ref IndexInput input, SegmentRecord record)
    {
        var blocks = new IndexBlock[input.Number(IndexFormat.MostBlocks)];
        long position = 0, entries = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            position = unchecked(position + input.Long());
            int count = input.Number(IndexFormat.MostBlockEntries);
            long oldest = unchecked(record.Oldest + input.Long()), newest = unchecked(oldest + input.Long());
            if (position < 0 || count == 0 || oldest < record.Oldest || newest < oldest || newest > record.Newest)
                throw IndexInput.Damaged();
            blocks[i] = new IndexBlock(position, count, oldest, newest);
            entries += count;
        }

        return blocks.Length > 0 && entries == record.Entries ? blocks : throw IndexInput.Damaged();
    }
}
