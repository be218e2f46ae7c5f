using System.Numerics;

namespace Vitrine.Core.Inspect.Decode.Zstd;

/// <summary>A decoding table of literals (RFC 8878, 4.2).</summary>
internal sealed class HuffmanTable
{
    private const int MaxLog = 11;

    // Symbols whose bits one load of 57 surely holds.
    private const int AtOnce = 5;

    // A symbol in the low byte, the bits that it takes in the high one.
    private readonly ushort[] _cells = new ushort[1 << MaxLog];
    private readonly FseTable _weightTable = new(6, 255);
    private int _log = -1;

    /// <summary>Whether there is a table.</summary>
    public bool IsSet => _log > 0;

    /// <summary>Forgets the table.</summary>
    public void Clear() => _log = -1;

    /// <summary>Reads a tree's weights.</summary>
    /// <returns>How many bytes it took; -1 where it is none.</returns>
    public int Read(ReadOnlySpan<byte> data)
    {
        Clear();
        if (data.IsEmpty)
            return -1;
        Span<byte> weights = stackalloc byte[256];
        int length = data[0] < 128 ? 1 + data[0] : 1 + ((data[0] - 126) / 2);
        if (length > data.Length)
            return -1;
        int count = data[0] < 128 ? Compressed(data[1..length], weights[..255]) : data[0] - 127;
        for (int i = 0; data[0] >= 128 && i < count; i++)
            weights[i] = (byte)((i & 1) == 0 ? data[1 + (i / 2)] >> 4 : data[1 + (i / 2)] & 15);
        return count > 0 && Build(weights, count) ? length : -1;
    }

    /// <summary>Decodes one stream, which must end with its last symbol.</summary>
    public bool Decode(ReadOnlySpan<byte> data, Span<byte> output)
    {
        var bits = new BackwardBits(data);
        if (bits.IsBroken)
            return false;
        ReadOnlySpan<ushort> cells = _cells.AsSpan(0, 1 << _log);
        int left = bits.Left, i = 0, shift = 64 - _log;
        while (i <= output.Length - AtOnce && left >= 56)
        {
            // The next bit to read is the highest one.
            ulong window = bits.From(left - 56) << 8;
            Span<byte> five = output.Slice(i, AtOnce);
            for (int k = 0; k < AtOnce; k++)
            {
                ushort cell = cells[(int)(window >> shift)];
                five[k] = (byte)cell;
                window <<= cell >> 8;
                left -= cell >> 8;
            }

            i += AtOnce;
        }

        for (; i < output.Length && left > 0; i++)
        {
            ushort cell = cells[(int)(bits.From(left - _log) & ((1UL << _log) - 1))];
            output[i] = (byte)cell;
            left -= cell >> 8;
        }

        return i == output.Length && left == 0;
    }

    // Two states take turns; the last symbol of the other follows when the bits are used up.
    private int Compressed(ReadOnlySpan<byte> data, Span<byte> weights)
    {
        int table = _weightTable.Read(data);
        if (table < 0)
            return -1;
        var bits = new BackwardBits(data[table..]);
        if (bits.IsBroken)
            return -1;
        ReadOnlySpan<FseCell> cells = _weightTable.Cells;
        int state = bits.Read(_weightTable.Log), other = bits.Read(_weightTable.Log);
        if (bits.Left < 0)
            return -1;
        for (int count = 0; count < weights.Length - 1; (state, other) = (other, state))
        {
            FseCell cell = cells[state];
            weights[count++] = cell.Symbol;
            state = cell.Baseline + bits.Read(cell.Bits);
            if (bits.Left >= 0)
                continue;
            weights[count++] = cells[other].Symbol;
            return count;
        }

        return -1;
    }

    // The last symbol's weight is what is missing to a power of two.
    private bool Build(Span<byte> weights, int count)
    {
        int sum = 0;
        foreach (byte weight in weights[..count])
        {
            if (weight > MaxLog)
                return false;
            sum += (1 << weight) >> 1;
        }

        if (sum == 0 || sum >= 1 << MaxLog)
            return false;
        int log = BitOperations.Log2((uint)sum) + 1, missing = (1 << log) - sum;
        if (!BitOperations.IsPow2(missing))
            return false;
        weights[count++] = (byte)(BitOperations.Log2((uint)missing) + 1);
        int place = 0;
        for (int weight = 1; weight <= log; weight++)
        {
            for (int symbol = 0; symbol < count; symbol++)
            {
                if (weights[symbol] != weight)
                    continue;
                _cells.AsSpan(place, 1 << (weight - 1)).Fill((ushort)(symbol | ((log + 1 - weight) << 8)));
                place += 1 << (weight - 1);
            }
        }

        _log = log;
        return true;
    }
}
