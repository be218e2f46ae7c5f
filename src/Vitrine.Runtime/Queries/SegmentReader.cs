using System.Text;

namespace Vitrine.Runtime.Queries;

/// <summary>A segment of an index, of which a look-up reads only the chunks that it needs.</summary>
internal sealed class SegmentReader
{
    private readonly IndexBytes _bytes;
    private readonly IndexCipher _cipher;
    private readonly long _chunks;
    private readonly SegmentDirectory _directory;

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public SegmentReader(IndexBytes bytes, long start, SegmentRecord record, IndexCipher cipher)
    {
        (_bytes, _cipher, Record) = (bytes, cipher, record);
        _chunks = start + record.DirectoryLength;
        _directory = SegmentDirectory.Read(cipher.Open(bytes.Read(start, record.DirectoryLength), record.Id, 0), record);
    }

    public SegmentRecord Record { get; }

    public IndexBlock[] Blocks => _directory.Blocks;

    /// <summary>Takes the blocks out of a set that lack one of the rows.</summary>
    /// <exception cref="InvalidDataException">A chunk is damaged.</exception>
    public void KeepWithRows(ReadOnlySpan<ushort> rows, Span<ulong> set)
    {
        int rowsOfGroup = Trigrams.Rows / _directory.Groups;
        Span<ulong> one = stackalloc ulong[IndexFormat.SetWords];
        for (int i = 0; i < rows.Length && set.ContainsAnyExcept(0UL);)
        {
            int group = rows[i] / rowsOfGroup;
            var input = new IndexInput(ReadChunk(group));
            int row = group * rowsOfGroup, end = row + rowsOfGroup;
            for (row--; i < rows.Length && rows[i] < end; i++)
            {
                one.Clear();
                while (row < rows[i] && !input.IsAtEnd)
                {
                    row += 1 + input.Number(rowsOfGroup);
                    if (row >= end)
                        throw IndexInput.Damaged();
                    BlockSets.Read(ref input, Blocks.Length, row == rows[i] ? one : []);
                }

                if (row != rows[i])
                {
                    // The one after it, or none: a trigram with this hash is nowhere in the segment.
                    set.Clear();
                    return;
                }

                for (int word = 0; word < set.Length; word++)
                    set[word] &= one[word];
            }
        }
    }

    /// <summary>Adds to a set the blocks that have a term of the field that is covered.</summary>
    /// <param name="field">The field.</param>
    /// <param name="isCovered">Whether a value is; not asked of one that was cut.</param>
    /// <param name="isWanted">Whether a kind and decision are.</param>
    /// <param name="set">The set.</param>
    /// <exception cref="InvalidDataException">A chunk is damaged.</exception>
    public void AddWithTerms(TermField field, Func<string, bool> isCovered, Func<Facet, bool> isWanted, Span<ulong> set)
    {
        bool[] wanted = Array.ConvertAll(_directory.Facets, facet => isWanted(facet));
        int chunk = _directory.Groups;
        for (int i = 0; i < (int)field; i++)
            chunk += _directory.ChunksOfField[i];
        byte[] value = new byte[IndexFormat.LongestTerm * 4];
        for (int end = chunk + _directory.ChunksOfField[(int)field]; chunk < end; chunk++)
        {
            int length = 0;
            bool? covered = null;
            for (var input = new IndexInput(ReadChunk(chunk)); !input.IsAtEnd;)
            {
                int shared = input.Number(length);
                ReadOnlySpan<byte> rest = input.Sized();
                if (shared + rest.Length > value.Length)
                    throw IndexInput.Damaged();
                // The same value with another kind or decision: it need not be asked again.
                covered = shared == length && rest.IsEmpty ? covered : null;
                rest.CopyTo(value.AsSpan(shared));
                length = shared + rest.Length;
                bool isCut = input.Byte() != 0;
                bool isMeant = wanted[input.Number(wanted.Length - 1)] && (isCut || (covered ??= isCovered(Encoding.UTF8.GetString(value, 0, length))));
                BlockSets.Read(ref input, Blocks.Length, isMeant ? set : []);
            }
        }
    }

    private ReadOnlySpan<byte> ReadChunk(int chunk)
    {
        long start = _directory.Offsets[chunk];
        return _cipher.Open(_bytes.Read(_chunks + start, _directory.Offsets[chunk + 1] - start), Record.Id, chunk + 1);
    }
}
