using System.Numerics;

namespace Vitrine.Core.Inspect.Decode.Zstd;

/// <summary>One state of a table: its symbol, and where the next state is.</summary>
internal readonly record struct FseCell(ushort Baseline, byte Bits, byte Symbol);

/// <summary>A decoding table of finite state entropy (RFC 8878, 4.1).</summary>
/// <param name="maxLog">The largest accuracy that the format allows here, as a power of two.</param>
/// <param name="maxSymbol">The largest symbol.</param>
internal sealed class FseTable(int maxLog, int maxSymbol)
{
    private readonly FseCell[] _cells = new FseCell[1 << maxLog];
    private bool _isPredefined;

    /// <summary>The accuracy; -1 while there is no table.</summary>
    public int Log { get; private set; } = -1;

    /// <summary>All states.</summary>
    public ReadOnlySpan<FseCell> Cells => _cells.AsSpan(0, 1 << Log);

    /// <summary>Forgets the table.</summary>
    public void Clear() => (Log, _isPredefined) = (-1, false);

    /// <summary>A table of one symbol.</summary>
    /// <returns>Whether there is such a symbol.</returns>
    public bool SetSingle(byte symbol)
    {
        Clear();
        if (symbol > maxSymbol)
            return false;
        _cells[0] = new FseCell(0, 0, symbol);
        Log = 0;
        return true;
    }

    /// <summary>The table that the format defines.</summary>
    public void SetPredefined(ReadOnlySpan<sbyte> counts, int log)
    {
        if (_isPredefined)
            return;
        Span<short> wide = stackalloc short[counts.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = counts[i];
        Build(wide, log);
        _isPredefined = true;
    }

    /// <summary>Reads the counts of a table (RFC 8878, 4.1.1) and builds it.</summary>
    /// <returns>How many bytes it took; -1 where it is none.</returns>
    public int Read(ReadOnlySpan<byte> data)
    {
        Clear();
        if (data.IsEmpty)
            return -1;
        int log = (data[0] & 15) + 5;
        if (log > maxLog)
            return -1;
        int left = 1 << log, symbols = 0, at = 4;
        Span<short> counts = stackalloc short[maxSymbol + 1];
        while (left > 0 && symbols <= maxSymbol)
        {
            // Values that need one bit less come first: a bit is saved for them.
            int bits = BitOperations.Log2((uint)left + 1) + 1;
            int value = Forward(data, at, bits), low = value & ((1 << (bits - 1)) - 1);
            int small = (1 << bits) - 1 - (left + 1);
            at += low < small ? bits - 1 : bits;
            value = low < small ? low : value >= 1 << (bits - 1) ? value - small : value;
            counts[symbols++] = (short)(value - 1);
            left -= Math.Abs(value - 1);
            for (int zeros = value == 1 ? 3 : 0; zeros == 3; symbols += zeros)
            {
                zeros = Forward(data, at, 2);
                at += 2;
                if (symbols + zeros > maxSymbol + 1 || at > data.Length * 8)
                    return -1;
            }
        }

        int length = (at + 7) / 8;
        if (left != 0 || length > data.Length)
            return -1;
        Build(counts[..symbols], log);
        return length;
    }

    private void Build(ReadOnlySpan<short> counts, int log)
    {
        Span<ushort> next = stackalloc ushort[counts.Length];
        int size = 1 << log, high = size;
        // Symbols of less than one state are at the end, with a full reset.
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            next[symbol] = (ushort)Math.Abs((int)counts[symbol]);
            if (counts[symbol] < 0)
                _cells[--high] = new FseCell(0, 0, (byte)symbol);
        }

        int step = (size >> 1) + (size >> 3) + 3, place = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            for (int i = 0; i < counts[symbol]; i++)
            {
                _cells[place] = new FseCell(0, 0, (byte)symbol);
                do
                    place = (place + step) & (size - 1);
                while (place >= high);
            }
        }

        for (int state = 0; state < size; state++)
        {
            byte symbol = _cells[state].Symbol;
            int count = next[symbol]++;
            int bits = log - BitOperations.Log2((uint)count);
            _cells[state] = new FseCell((ushort)((count << bits) - size), (byte)bits, symbol);
        }

        (Log, _isPredefined) = (log, false);
    }

    // At most 17 bits; zeros beyond the end.
    private static int Forward(ReadOnlySpan<byte> data, int at, int count)
    {
        int value = 0;
        for (int i = 0; i < 4 && (at >> 3) + i < data.Length; i++)
            value |= data[(at >> 3) + i] << (8 * i);
        return (int)((uint)value >> (at & 7)) & ((1 << count) - 1);
    }
}
