using System.Numerics;
using System.Runtime.InteropServices;

namespace Vitrine.Egress.Sockets;

/// <summary>The masking of payloads (RFC 6455 section 5.3); doing it twice undoes it.</summary>
internal static class FrameMask
{
    /// <summary>Masks in place; <paramref name="offset"/> is how many bytes of the payload went before.</summary>
    public static void Apply(Span<byte> payload, uint mask, long offset)
    {
        if (mask == 0)
            return;
        int turn = (int)(offset & 3) * 8;
        // The mask's bytes stand in memory order, so on a little-endian machine the first one is the lowest.
        uint turned = BitConverter.IsLittleEndian ? BitOperations.RotateRight(mask, turn) : BitOperations.RotateLeft(mask, turn);
        Span<Vector<uint>> vectors = MemoryMarshal.Cast<byte, Vector<uint>>(payload);
        var wide = new Vector<uint>(turned);
        for (int i = 0; i < vectors.Length; i++)
            vectors[i] ^= wide;
        Span<byte> key = stackalloc byte[4];
        BitConverter.TryWriteBytes(key, turned);
        for (int i = vectors.Length * Vector<byte>.Count; i < payload.Length; i++)
            payload[i] ^= key[i & 3];
    }
}
