using System.Buffers.Binary;
using System.Numerics;

namespace Vitrine.Core.Inspect.Decode.Zstd;

/// <summary>Reads a bit stream from its last bit to its first (RFC 8878, 4.1.1.2). Beyond the first bit there are zeros.</summary>
internal ref struct BackwardBits
{
    private readonly ReadOnlySpan<byte> _data;

    /// <summary>Starts at the highest set bit of the last byte, which marks the end. No bits are there where that byte is missing or zero.</summary>
    public BackwardBits(ReadOnlySpan<byte> data)
    {
        _data = data;
        IsBroken = data.IsEmpty || data[^1] == 0;
        Left = IsBroken ? 0 : ((data.Length - 1) * 8) + BitOperations.Log2(data[^1]);
    }

    /// <summary>Whether the mark of the end is missing.</summary>
    public bool IsBroken { get; }

    /// <summary>Bits that were not read; below zero once more were read than there are.</summary>
    public int Left { get; set; }

    /// <summary>Reads bits.</summary>
    /// <param name="count">0 to 56.</param>
    public int Read(int count)
    {
        Left -= count;
        return (int)((uint)From(Left) & (uint)((1UL << count) - 1));
    }

    /// <summary>At least 57 bits from a bit on, counted from the first.</summary>
    public readonly ulong From(int at)
    {
        int index = at >> 3;
        if (at >= 0 && index + 8 <= _data.Length)
            return BinaryPrimitives.ReadUInt64LittleEndian(_data[index..]) >> (at & 7);
        if (at < 0)
            return at <= -64 ? 0 : From(0) << -at;
        ulong value = 0;
        for (int i = _data.Length - 1; i >= index; i--)
            value = (value << 8) | _data[i];
        return value >> (at & 7);
    }
}
