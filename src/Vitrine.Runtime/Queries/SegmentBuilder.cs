using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Queries;

/// <summary>A block of a segment: entries that are read together.</summary>
/// <param name="Position">Where in the journal the first one's frame starts.</param>
/// <param name="Entries">How many.</param>
/// <param name="Oldest">The smallest time of one of them, in ticks, UTC.</param>
/// <param name="Newest">The largest.</param>
internal readonly record struct IndexBlock(long Position, int Entries, long Oldest, long Newest);

/// <summary>Makes one segment of an index after the other; see <see cref="IndexFormat"/>. Not for use by two threads at once.</summary>
/// <param name="workspace">The session's workspace.</param>
internal sealed class SegmentBuilder(UnixPath workspace)
{
    private readonly EntryText _text = new();
    private readonly EntryFacts _facts = new(workspace);
    private readonly List<IndexBlock> _blocks = [];
    private readonly List<ulong[]> _rows = [];
    private readonly IndexOutput _output = new();
    private readonly List<byte[]> _parts = [];
    private readonly ushort[] _sets = new ushort[64 * IndexFormat.MostBlocks];
    private TermTable _terms = new();
    private byte[] _folded = new byte[256];
    private long _first;
    private int _blockText;

    /// <summary>Entries of the segment so far.</summary>
    public int Entries { get; private set; }

    /// <summary>Whether the segment has to be taken before the next entry.</summary>
    public bool IsFull =>
        Entries >= IndexFormat.MostEntries || _terms.Cost >= IndexFormat.MostTermBytes || (_blocks.Count == IndexFormat.MostBlocks && IsBlockFull);

    private bool IsBlockFull => _blocks.Count == 0 || _blocks[^1].Entries >= IndexFormat.MostBlockEntries || _blockText >= IndexFormat.BlockText;

    /// <summary>Adds an entry; false, and nothing is added, when its bytes are no JSON of text.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="entry">The same.</param>
    /// <param name="position">Where its frame starts.</param>
    public bool TryAdd(ReadOnlySpan<byte> json, Entry entry, long position)
    {
        if (!_text.TryRead(json))
            return false;
        if (Entries == 0)
            _first = entry.Index;
        Entries++;
        long ticks = entry.Time.UtcTicks;
        if (IsBlockFull)
        {
            _blocks.Add(new IndexBlock(position, 1, ticks, ticks));
            _blockText = 0;
            if (_rows.Count < _blocks.Count)
                _rows.Add(new ulong[Trigrams.Words]);
        }
        else
        {
            IndexBlock block = _blocks[^1];
            _blocks[^1] = block with { Entries = block.Entries + 1, Oldest = Math.Min(block.Oldest, ticks), Newest = Math.Max(block.Newest, ticks) };
        }

        _blockText += _text.Folded.Length;
        ulong[] rows = _rows[_blocks.Count - 1];
        Trigrams.AddAll(_text.Folded, rows);
        _facts.Read(entry.Data);
        foreach ((TermField _, string value) in _facts.Values)
            Trigrams.AddAll(Fold(value), rows);
        _terms.Add(_text.Kind, _facts, _blocks.Count - 1);
        return true;
    }

    /// <summary>Gives the segment and begins the next.</summary>
    public SealedSegment Take(IndexCipher cipher)
    {
        byte[] id = RandomNumberGenerator.GetBytes(IndexFormat.IdSize);
        _parts.Clear();
        int groups = WriteRows(cipher, id);
        int[] chunks = new int[EntryFacts.Fields];
        for (int field = 0; field < EntryFacts.Fields; field++)
        {
            int before = _parts.Count;
            _terms.Write((TermField)field, _blocks.Count, _output, () => Seal(cipher, id));
            chunks[field] = _parts.Count - before;
        }

        long oldest = _blocks.Min(block => block.Oldest), newest = _blocks.Max(block => block.Newest);
        byte[] directory = cipher.Seal(SegmentDirectory.Write(_blocks, oldest, _terms.Facets, groups, chunks, _parts), id, 0);
        var record = new SegmentRecord(id, directory.Length + _parts.Sum(part => (long)part.Length), directory.Length, _first, Entries, oldest, newest);
        var segment = new SealedSegment(record, [directory, .. _parts]);
        Clear();
        return segment;
    }

    private void Clear()
    {
        for (int i = 0; i < _blocks.Count; i++)
            Array.Clear(_rows[i]);
        _blocks.Clear();
        _parts.Clear();
        _terms = new TermTable();
        Entries = 0;
    }

    /// <summary>Turns the blocks' sets of rows into the rows' sets of blocks, 64 rows at a time.</summary>
    private int WriteRows(IndexCipher cipher, byte[] id)
    {
        long members = 0;
        for (int i = 0; i < _blocks.Count; i++)
            foreach (ulong word in _rows[i])
                members += BitOperations.PopCount(word);
        int groups = (int)Math.Clamp(BitOperations.RoundUpToPowerOf2((ulong)(members / IndexFormat.ChunkSize)), 1, SegmentDirectory.MostGroups);
        int wordsOfGroup = Trigrams.Words / groups;
        Span<int> counts = stackalloc int[64];
        int next = 0;
        for (int word = 0; word < Trigrams.Words; word++)
        {
            GatherRows(word, counts);
            for (int bit = 0; bit < 64; bit++)
            {
                if (counts[bit] == 0)
                    continue;
                int row = (word * 64) + bit;
                _output.Number(row - next);
                next = row + 1;
                BlockSets.Write(_output, _sets.AsSpan(bit * IndexFormat.MostBlocks, counts[bit]), _blocks.Count);
            }

            if ((word + 1) % wordsOfGroup != 0)
                continue;
            Seal(cipher, id);
            next = (word + 1) * 64;
        }

        return groups;
    }

    private void GatherRows(int word, Span<int> counts)
    {
        counts.Clear();
        for (int block = 0; block < _blocks.Count; block++)
        {
            for (ulong bits = _rows[block][word]; bits != 0; bits &= bits - 1)
            {
                int bit = BitOperations.TrailingZeroCount(bits);
                _sets[(bit * IndexFormat.MostBlocks) + counts[bit]++] = (ushort)block;
            }
        }
    }

    private void Seal(IndexCipher cipher, byte[] id)
    {
        _parts.Add(cipher.Seal(_output.Written, id, _parts.Count + 1));
        _output.Clear();
    }

    private ReadOnlySpan<byte> Fold(string value)
    {
        if (_folded.Length < value.Length)
            _folded = new byte[value.Length];
        return Ascii.ToUpper(value, _folded, out int written) == OperationStatus.Done ? _folded.AsSpan(0, written) : EntryText.Fold(value);
    }
}
