namespace Vitrine.Core.Inspect;

/// <summary>
/// The last bytes of one stream of text that comes in pieces: a secret that is split over events, frames or requests is in none of them, and is in their
/// seam. Kept by whoever follows the stream; not for two threads at once.
/// </summary>
/// <param name="capacity">Bytes kept; what is longer and split is not found.</param>
public sealed class StreamTail(int capacity = StreamTail.DefaultCapacity)
{
    /// <summary>Longer than tokens and connection strings are; private keys are found by their first line.</summary>
    public const int DefaultCapacity = 512;

    private const int MostReported = 64;
    private readonly byte[] _joined = new byte[2 * (capacity > 0 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity)))];
    private readonly Queue<(long Start, Type Kind)> _reported = [];
    private readonly List<Hit> _found = [];
    private int _length;
    private long _seen;

    /// <summary>Joins the next piece and adds what begins in earlier pieces and ends in this one.</summary>
    /// <param name="piece">The next piece.</param>
    /// <param name="detectors">What searches.</param>
    /// <param name="hits">Takes hits; their ranges count from the start of this piece, so they start below zero. What was added before is not added
    /// again.</param>
    public void Join(ReadOnlySpan<byte> piece, IReadOnlyList<IDetector> detectors, ICollection<Hit> hits)
    {
        if (piece.IsEmpty)
            return;
        int head = Math.Min(piece.Length, capacity);
        piece[..head].CopyTo(_joined.AsSpan(_length));
        if (_length > 0)
            Search(_joined.AsSpan(0, _length + head), detectors, hits);
        Keep(piece, head);
    }

    private void Search(ReadOnlySpan<byte> joined, IReadOnlyList<IDetector> detectors, ICollection<Hit> hits)
    {
        _found.Clear();
        foreach (IDetector each in detectors)
            each.Find(joined, _found);
        foreach (Hit each in _found)
        {
            (long, Type) key = (_seen - _length + each.Range.Start, each.GetType());
            if (each.Range.Start >= _length || each.Range.End <= _length || _reported.Contains(key))
                continue;
            if (_reported.Count == MostReported)
                _reported.Dequeue();
            _reported.Enqueue(key);
            hits.Add(each with { Range = each.Range with { Start = each.Range.Start - _length } });
        }
    }

    private void Keep(ReadOnlySpan<byte> piece, int head)
    {
        _seen += piece.Length;
        if (piece.Length >= capacity)
        {
            piece[^capacity..].CopyTo(_joined);
            _length = capacity;
            return;
        }

        int excess = Math.Max(0, _length + head - capacity);
        _joined.AsSpan(excess, _length + head - excess).CopyTo(_joined);
        _length += head - excess;
    }
}
