namespace Vitrine.Runtime.Queries;

/// <summary>
/// Sets of a segment's blocks as the index keeps them: how many, then the gaps between them, or, where that is shorter, the gaps between those that are
/// missing, or one bit for each. Nothing follows where it is all.
/// </summary>
internal static class BlockSets
{
    /// <summary>Writes a set.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="set">The blocks, ascending; at least one.</param>
    /// <param name="blocks">How many blocks there are.</param>
    public static void Write(IndexOutput output, ReadOnlySpan<ushort> set, int blocks)
    {
        output.Number(set.Length - 1);
        Form form = FormOf(set.Length, blocks);
        if (form == Form.Members)
        {
            int next = 0;
            foreach (ushort block in set)
            {
                output.Number(block - next);
                next = block + 1;
            }
        }
        else if (form != Form.All)
        {
            WriteDense(output, set, blocks, form);
        }
    }

    /// <summary>Reads a set and adds its blocks to <paramref name="into"/>; reads over it where that is empty.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static void Read(ref IndexInput input, int blocks, scoped Span<ulong> into)
    {
        int count = input.Number(blocks - 1) + 1;
        switch (FormOf(count, blocks))
        {
            case Form.All:
                Fill(into, 0, blocks);
                break;
            case Form.Bits:
                ReadBits(input.Bytes((blocks + 7) / 8), blocks, into);
                break;
            case Form.Members:
                for (int i = 0, next = 0; i < count; i++, next++)
                {
                    next += input.Number(blocks - 1 - next);
                    Fill(into, next, next + 1);
                }

                break;
            default:
                ReadMissing(ref input, count, blocks, into);
                break;
        }
    }

    private enum Form
    {
        All,
        Members,
        Missing,
        Bits,
    }

    private static Form FormOf(int count, int blocks) =>
        count == blocks ? Form.All : count <= blocks / 8 || blocks <= 8 && count == 1 ? Form.Members : blocks - count <= blocks / 8 ? Form.Missing : Form.Bits;

    private static void WriteDense(IndexOutput output, ReadOnlySpan<ushort> set, int blocks, Form form)
    {
        Span<byte> bits = stackalloc byte[(IndexFormat.MostBlocks + 7) / 8];
        bits.Clear();
        foreach (ushort block in set)
            bits[block / 8] |= (byte)(1 << (block % 8));
        if (form == Form.Bits)
        {
            output.Bytes(bits[..((blocks + 7) / 8)]);
            return;
        }

        int next = 0;
        for (int block = 0; block < blocks; block++)
        {
            if ((bits[block / 8] & (1 << (block % 8))) != 0)
                continue;
            output.Number(block - next);
            next = block + 1;
        }
    }

    private static void ReadMissing(ref IndexInput input, int count, int blocks, scoped Span<ulong> into)
    {
        int from = 0;
        for (int i = 0; i < blocks - count; i++)
        {
            int missing = from + input.Number(blocks - 1 - from);
            Fill(into, from, missing);
            from = missing + 1;
            if (from >= blocks && i < blocks - count - 1)
                throw IndexInput.Damaged();
        }

        Fill(into, from, blocks);
    }

    private static void ReadBits(ReadOnlySpan<byte> bits, int blocks, scoped Span<ulong> into)
    {
        if (into.IsEmpty)
            return;
        if (blocks % 8 != 0 && bits[^1] >> (blocks % 8) != 0)
            throw IndexInput.Damaged();
        for (int i = 0; i < bits.Length; i++)
            into[i / 8] |= (ulong)bits[i] << (i % 8 * 8);
    }

    private static void Fill(Span<ulong> into, int from, int to)
    {
        if (into.IsEmpty)
            return;
        for (int block = from; block < to; block++)
            into[block / 64] |= 1UL << (block % 64);
    }
}
