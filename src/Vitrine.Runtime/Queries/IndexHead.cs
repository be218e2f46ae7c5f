using System.Text;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Queries;

/// <summary>What an index says of itself: how far it goes, of which session it is, and its segments.</summary>
/// <param name="First">The first entry of the journal that it covers: 0, but where it was made in memory of what is new.</param>
/// <param name="Entries">How many entries stand before its end.</param>
/// <param name="End">Where in the journal the last of them ends.</param>
/// <param name="Chain">The chain hash that stands there: another journal has another.</param>
/// <param name="Context">What the session's first entry says.</param>
/// <param name="Segments">Its segments, in order.</param>
internal sealed record IndexHead(long First, long Entries, long End, byte[] Chain, SessionContext Context, IReadOnlyList<SegmentRecord> Segments)
{
    public long SegmentBytes => Segments.Sum(segment => segment.Length);

    public byte[] ToBytes()
    {
        var output = new IndexOutput();
        output.Number(First);
        output.Number(Entries);
        output.Number(End);
        output.Bytes(Chain);
        output.Text(Context.Agent);
        output.Sized(Context.Workspace.ToBytes());
        output.Sized(Context.Home.ToBytes());
        output.Number(Segments.Count);
        foreach (SegmentRecord segment in Segments)
        {
            output.Bytes(segment.Id);
            output.Number(segment.Length);
            output.Number(segment.DirectoryLength);
            output.Number(segment.Entries);
            output.Signed(segment.Oldest);
            output.Number(segment.Newest - segment.Oldest);
        }

        return output.Written.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are no head.</exception>
    public static IndexHead Read(ReadOnlySpan<byte> bytes)
    {
        var input = new IndexInput(bytes);
        long start = input.Long(), entries = input.Long(), end = input.Long();
        byte[] chain = input.Bytes(IndexFormat.ChainSize).ToArray();
        var context = new SessionContext(Encoding.UTF8.GetString(input.Sized()), UnixPath.FromBytes(input.Sized()), UnixPath.FromBytes(input.Sized()));
        int count = input.Number(IndexFormat.MostSegments);
        var segments = new List<SegmentRecord>(Math.Min(count, 1024));
        long first = start;
        for (int i = 0; i < count; i++)
        {
            byte[] id = input.Bytes(IndexFormat.IdSize).ToArray();
            long length = input.Long();
            int directory = input.Number(IndexFormat.LargestPart), number = input.Number(IndexFormat.MostEntries);
            long oldest = input.Signed(), newest = unchecked(oldest + input.Long());
            if (length > 1L << 40 || directory > length || number == 0 || oldest < 0 || newest < oldest || newest > DateTime.MaxValue.Ticks)
                throw IndexInput.Damaged();
            segments.Add(new SegmentRecord(id, length, directory, first, number, oldest, newest));
            first = unchecked(first + number);
        }

        return input.IsAtEnd && first == entries && first >= start ? new IndexHead(start, entries, end, chain, context, segments) : throw IndexInput.Damaged();
    }
}
