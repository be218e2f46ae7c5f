using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// Where the records of one payload lie. The links between them are read before anything is authenticated, so they may be anything: each must lead
/// backwards over a full chunk at least, which ends every walk.
/// </summary>
internal sealed class PayloadRecords(DurableFile file)
{
    // From the last record to the first, as they are found.
    private readonly List<(long Position, int Size)> _found = [];

    /// <summary>Number of records.</summary>
    public int Count => _found.Count;

    /// <summary>The payload's number, which its nonces hold.</summary>
    public long Number => _found[^1].Position;

    /// <summary>Follows the links back from the last record.</summary>
    /// <returns>Whether they are a payload's: <see cref="PayloadReadStatus.Missing"/> where the file ends before the position.</returns>
    public PayloadReadStatus Find(long last)
    {
        Span<byte> prefix = stackalloc byte[PayloadFormat.HeaderSize];
        // One length for all: the walk ends even if someone lengthens the file meanwhile.
        long end = file.Length;
        if (last is < PayloadFormat.HeaderSize or > PayloadFormat.MaximumPosition || last >= end)
            return PayloadReadStatus.Missing;
        if (file.Read(prefix, 0) != PayloadFormat.HeaderSize || !prefix.SequenceEqual(PayloadFormat.Header))
            return PayloadReadStatus.Damaged;
        prefix = prefix[..PayloadFormat.PrefixSize];
        for (long position = last; ;)
        {
            if (file.Read(prefix, position) != PayloadFormat.PrefixSize)
                return PayloadReadStatus.Damaged;
            (long previous, int length) = PayloadFormat.ReadPrefix(prefix);
            bool isFit = position == last ? length is >= 0 and <= PayloadFormat.ChunkSize : length == PayloadFormat.ChunkSize;
            if (!isFit || length + PayloadFormat.RecordOverhead > end - position)
                return PayloadReadStatus.Damaged;
            _found.Add((position, length + PayloadFormat.RecordOverhead));
            if (previous == 0)
                return PayloadReadStatus.Complete;
            if (previous < PayloadFormat.HeaderSize || previous > position - PayloadFormat.FullRecordSize)
                return PayloadReadStatus.Damaged;
            end = position;
            position = previous;
        }
    }

    /// <summary>Where a record starts, from 0 for the first.</summary>
    public long PositionOf(int index) => _found[^(index + 1)].Position;

    /// <summary>Reads a record, from 0 for the first; gives fewer bytes than it has, or none, where the file was changed meanwhile.</summary>
    public int Read(int index, Span<byte> buffer)
    {
        (long position, int size) = _found[^(index + 1)];
        int read = file.Read(buffer[..size], position);
        return read == size ? size : 0;
    }
}
