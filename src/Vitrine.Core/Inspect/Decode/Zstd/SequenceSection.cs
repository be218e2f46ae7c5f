using System.Runtime.Intrinsics;

namespace Vitrine.Core.Inspect.Decode.Zstd;

/// <summary>The sequences of a compressed block: literals and copies of what came before (RFC 8878, 3.1.1.3.2 and 3.1.1.4).</summary>
internal sealed class SequenceSection
{
    private readonly FseTable _literals = new(9, SequenceCodes.MaxLiteral);
    private readonly FseTable _offsets = new(8, SequenceCodes.MaxOffset);
    private readonly FseTable _matches = new(9, SequenceCodes.MaxMatch);
    private uint _offset1, _offset2, _offset3;

    /// <summary>What a new frame starts with.</summary>
    public void Clear()
    {
        _literals.Clear();
        _offsets.Clear();
        _matches.Clear();
        (_offset1, _offset2, _offset3) = (1, 4, 8);
    }

    /// <summary>Reads the section and carries it out.</summary>
    /// <param name="data">The rest of the block.</param>
    /// <param name="literals">The block's literals.</param>
    /// <param name="output">The frame's bytes so far, and room for one block and <see cref="ZstdDecoder.Slack"/> bytes.</param>
    /// <param name="length">How many bytes there are.</param>
    /// <returns>Whether it is well-formed; up to its first fault, it was carried out.</returns>
    public bool Run(ReadOnlySpan<byte> data, ReadOnlySpan<byte> literals, Span<byte> output, ref int length)
    {
        if (data.IsEmpty)
            return false;
        int header = data[0] < 128 ? 1 : data[0] < 255 ? 2 : 3;
        if (data.Length < header)
            return false;
        int count = header switch { 1 => data[0], 2 => ((data[0] - 128) << 8) + data[1], _ => data[1] + (data[2] << 8) + 0x7F00 };
        if (count == 0)
            return data.Length == header && Rest(literals, output, length + ZstdDecoder.MaxBlock, ref length);
        if (data.Length <= header || (data[header] & 3) != 0)
            return false;
        int modes = data[header];
        data = data[(header + 1)..];
        if (!Table(_literals, modes >> 6, SequenceCodes.LiteralCounts, 6, ref data)
            || !Table(_offsets, (modes >> 4) & 3, SequenceCodes.OffsetCounts, 5, ref data)
            || !Table(_matches, (modes >> 2) & 3, SequenceCodes.MatchCounts, 6, ref data))
        {
            return false;
        }

        return Carry(new BackwardBits(data), count, literals, output, ref length);
    }

    private bool Carry(BackwardBits bits, int count, ReadOnlySpan<byte> literals, Span<byte> output, ref int length)
    {
        if (bits.IsBroken)
            return false;
        int end = length + ZstdDecoder.MaxBlock;
        ReadOnlySpan<FseCell> literalCells = _literals.Cells, offsetCells = _offsets.Cells, matchCells = _matches.Cells;
        FseCell literal = literalCells[bits.Read(_literals.Log)], offset = offsetCells[bits.Read(_offsets.Log)], match = matchCells[bits.Read(_matches.Log)];
        for (; ; )
        {
            uint distance = (1u << offset.Symbol) + (uint)bits.Read(offset.Symbol);
            int copied = SequenceCodes.MatchBase[match.Symbol] + bits.Read(SequenceCodes.MatchBits[match.Symbol]);
            int taken = SequenceCodes.LiteralBase[literal.Symbol] + bits.Read(SequenceCodes.LiteralBits[literal.Symbol]);
            distance = Resolve(distance, taken == 0);
            if (bits.Left < 0 || taken > literals.Length || taken + copied > end - length || distance == 0 || distance > (uint)(length + taken))
                return false;
            Copy(literals, output[length..], taken);
            literals = literals[taken..];
            length += taken;
            Repeat(output, length, (int)distance, copied);
            length += copied;
            if (--count == 0)
                return bits.Left == 0 && Rest(literals, output, end, ref length);
            literal = literalCells[literal.Baseline + bits.Read(literal.Bits)];
            match = matchCells[match.Baseline + bits.Read(match.Bits)];
            offset = offsetCells[offset.Baseline + bits.Read(offset.Bits)];
        }
    }

    // RFC 8878, 3.1.1.5. Zero is no offset.
    private uint Resolve(uint value, bool isWithoutLiterals)
    {
        if (value > 3)
        {
            (_offset3, _offset2, _offset1) = (_offset2, _offset1, value - 3);
            return _offset1;
        }

        switch (value + (isWithoutLiterals ? 1 : 0))
        {
            case 1:
                break;
            case 2:
                (_offset1, _offset2) = (_offset2, _offset1);
                break;
            case 3:
                (_offset1, _offset2, _offset3) = (_offset3, _offset1, _offset2);
                break;
            default:
                (_offset1, _offset2, _offset3) = (_offset1 - 1, _offset1, _offset2);
                break;
        }

        return _offset1;
    }

    private static bool Table(FseTable table, int mode, ReadOnlySpan<sbyte> predefined, int log, ref ReadOnlySpan<byte> data)
    {
        switch (mode)
        {
            case 0:
                table.SetPredefined(predefined, log);
                return true;
            case 1:
                if (data.IsEmpty || !table.SetSingle(data[0]))
                    return false;
                data = data[1..];
                return true;
            case 2:
                int length = table.Read(data);
                data = data[Math.Max(length, 0)..];
                return length >= 0;
            default:
                return table.Log >= 0;
        }
    }

    private static bool Rest(ReadOnlySpan<byte> literals, Span<byte> output, int end, ref int length)
    {
        if (literals.Length > end - length)
            return false;
        literals.CopyTo(output[length..]);
        length += literals.Length;
        return true;
    }

    // Most are short: 16 bytes at once, what is too much is overwritten later.
    private static void Copy(ReadOnlySpan<byte> source, Span<byte> target, int count)
    {
        if (count <= 16 && source.Length >= 16)
            Vector128.Create(source).CopyTo(target);
        else
            source[..count].CopyTo(target);
    }

    private static void Repeat(Span<byte> output, int at, int distance, int count)
    {
        if (distance >= 16 && count <= 32)
        {
            Vector128.Create<byte>(output.Slice(at - distance, 16)).CopyTo(output[at..]);
            if (count > 16)
                Vector128.Create<byte>(output.Slice(at - distance + 16, 16)).CopyTo(output[(at + 16)..]);
            return;
        }

        // What overlaps is a period: each copy doubles what there is of it.
        for (int done = 0, period = distance; done < count; period *= 2)
        {
            int part = Math.Min(period, count - done);
            output.Slice(at - distance, part).CopyTo(output[(at + done)..]);
            done += part;
        }
    }
}
