using System.Buffers.Binary;
using System.Numerics;

namespace Vitrine.Core.Inspect.Decode.Zstd;

/// <summary>XXH64 with seed zero: the checksum of a frame's content (RFC 8878, 3.1.1). It finds accidents, not forgery.</summary>
internal static class XxHash64
{
    private const ulong P1 = 0x9E3779B185EBCA87, P2 = 0xC2B2AE3D27D4EB4F, P3 = 0x165667B19E3779F9, P4 = 0x85EBCA77C2B2AE63, P5 = 0x27D4EB2F165667C5;

    /// <summary>The hash.</summary>
    public static ulong Of(ReadOnlySpan<byte> data)
    {
        ulong hash = P5, total = (ulong)data.Length;
        if (data.Length >= 32)
        {
            ulong a = unchecked(P1 + P2), b = P2, c = 0, d = unchecked(0 - P1);
            for (; data.Length >= 32; data = data[32..])
            {
                a = Round(a, Word(data));
                b = Round(b, Word(data[8..]));
                c = Round(c, Word(data[16..]));
                d = Round(d, Word(data[24..]));
            }

            hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            foreach (ulong lane in (ReadOnlySpan<ulong>)[a, b, c, d])
                hash = unchecked(((hash ^ Round(0, lane)) * P1) + P4);
        }

        hash += total;
        for (; data.Length >= 8; data = data[8..])
            hash = unchecked((BitOperations.RotateLeft(hash ^ Round(0, Word(data)), 27) * P1) + P4);
        if (data.Length >= 4)
        {
            hash = unchecked((BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(data) * P1), 23) * P2) + P3);
            data = data[4..];
        }

        foreach (byte each in data)
            hash = unchecked(BitOperations.RotateLeft(hash ^ (each * P5), 11) * P1);
        hash = unchecked((hash ^ (hash >> 33)) * P2);
        hash = unchecked((hash ^ (hash >> 29)) * P3);
        return hash ^ (hash >> 32);
    }

    private static ulong Word(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt64LittleEndian(data);

    private static ulong Round(ulong lane, ulong word) => unchecked(BitOperations.RotateLeft(lane + (word * P2), 31) * P1);
}
