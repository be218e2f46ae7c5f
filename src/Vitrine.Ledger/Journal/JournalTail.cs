using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Journal;

/// <summary>The end of an entry file, before the room that its writer made ahead.</summary>
internal static class JournalTail
{
    // More than a writer ever makes ahead. A file with more zeros at its end than this has no last entry here.
    private const long MaximumRoom = 4 * JournalEnd.LargestRoom;

    /// <summary>Reads as much of the end as holds a whole frame and the hash before it; empty where there is none.</summary>
    public static Span<byte> Read(DurableFile file, out long offset)
    {
        long length = file.Length, used = FindUsed(file, length);
        offset = Math.Max(JournalFormat.HeaderSize, used - JournalFormat.MaximumFrameSize - JournalFormat.HashSize);
        // A hash may end in zeros.
        long end = Math.Min(length, used + JournalFormat.HashSize);
        if (end <= offset)
            return [];
        byte[] tail = new byte[end - offset];
        return tail.AsSpan(0, file.Read(tail, offset));
    }

    private static long FindUsed(DurableFile file, long length)
    {
        Span<byte> piece = stackalloc byte[4096];
        for (long end = length; end > Math.Max(0, length - MaximumRoom);)
        {
            int size = (int)Math.Min(piece.Length, end);
            int read = file.Read(piece[..size], end - size);
            int last = piece[..read].LastIndexOfAnyExcept((byte)0);
            if (last >= 0)
                return end - size + last + 1;
            end -= size;
        }

        return 0;
    }
}
