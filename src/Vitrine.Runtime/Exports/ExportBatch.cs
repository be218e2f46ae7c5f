using System.Buffers;

namespace Vitrine.Runtime.Exports;

/// <summary>Formatted leaves that go out together. What one leaf became is never divided.</summary>
internal sealed class ExportBatch(RecordFormatter formatter)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _body = new(64 * 1024);
    private readonly List<(int Start, int End, long Index, byte[] LeafHash)> _leaves = [];

    /// <summary>How many leaves it holds.</summary>
    public int Count => _leaves.Count;

    /// <summary>How many bytes they became.</summary>
    public int Size => _bytes.WrittenCount;

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _bytes.ResetWrittenCount();
        _leaves.Clear();
    }

    /// <summary>Adds a leaf.</summary>
    public void Add(LedgerRecord record)
    {
        if (_leaves.Count > 0)
            _bytes.Write(formatter.Separator.Span);
        int start = _bytes.WrittenCount;
        formatter.Write(record, _bytes);
        _leaves.Add((start, _bytes.WrittenCount, record.TreeIndex, JsonlFormatter.HashOf(record.LeafBytes.Span)));
    }

    /// <summary>The bytes to send for the leaves from one to before another; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Body(int from, int to)
    {
        ReadOnlyMemory<byte> leaves = _bytes.WrittenMemory[_leaves[from].Start.._leaves[to - 1].End];
        if (formatter.Opening.IsEmpty)
            return leaves;
        _body.ResetWrittenCount();
        _body.Write(formatter.Opening.Span);
        _body.Write(leaves.Span);
        _body.Write(formatter.Closing.Span);
        return _body.WrittenMemory;
    }

    /// <summary>The tree index behind a leaf of the batch, and that leaf's hash.</summary>
    public (long Next, string LeafHash) After(int leaf) => (_leaves[leaf].Index + 1, Convert.ToHexStringLower(_leaves[leaf].LeafHash));
}
