using System.Buffers;

namespace Vitrine.Egress.Tapping;

/// <summary>Collects one direction of a connection. Written by one thread at a time, read by any.</summary>
internal sealed class TappedSide(DoorTap tap)
{
    private readonly Lock _lock = new();
    private readonly List<(int Offset, long At)> _reads = [];
    private byte[] _bytes = [];
    private int _length;
    private long _total;
    private long? _closed;
    private bool _isReset;

    /// <summary>Keeps what was read.</summary>
    public void Append(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        lock (_lock)
        {
            Mark();
            foreach (ReadOnlyMemory<byte> segment in bytes)
                Keep(segment.Span);
        }
    }

    /// <summary>Keeps what is written.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        lock (_lock)
        {
            Mark();
            Keep(bytes);
        }
    }

    /// <summary>Says that no more comes. The first word stands.</summary>
    public void Close(bool isReset)
    {
        lock (_lock)
        {
            if (_closed is not null)
                return;
            _closed = tap.Now();
            _isReset = isReset;
        }
    }

    /// <summary>Takes what there is, and begins anew.</summary>
    public byte[] Take()
    {
        lock (_lock)
        {
            byte[] taken = _bytes[.._length];
            (_bytes, _length, _total) = ([], 0, 0);
            _reads.Clear();
            return taken;
        }
    }

    /// <summary>A copy of what there is.</summary>
    public TappedBytes Read()
    {
        lock (_lock)
            return new TappedBytes(
                _bytes[.._length], [.. _reads.Select(read => new TappedRead(read.Offset, tap.Seconds(read.At)))], _total,
                    _closed is { } at ? tap.Seconds(at) : null, _isReset);
    }

    private void Mark()
    {
        // An empty tail means that nothing is kept any more.
        if (_reads.Count < tap.Limits.Reads && _length == _total)
            _reads.Add((_length, tap.Now()));
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        // Once something is missing nothing behind it is kept: it would be taken for what follows.
        int kept = _length < _total ? 0 : tap.Take(Math.Min(bytes.Length, tap.Limits.Bytes - _length));
        _total += bytes.Length;
        if (kept == 0)
            return;
        if (_bytes.Length - _length < kept)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max((long)_length + kept, _bytes.Length * 2L), tap.Limits.Bytes));
        bytes[..kept].CopyTo(_bytes.AsSpan(_length));
        _length += kept;
    }
}
