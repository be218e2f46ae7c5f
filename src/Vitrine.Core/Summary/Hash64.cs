using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Vitrine.Core.Summary;

/// <summary>
/// A keyed 64-bit hash (multiply and fold, as in the wyhash family) to tell names apart without keeping them. The key is new in each process, so
/// an agent can't choose names that collide; by chance two of a million collide once in some 37 million sessions.
/// </summary>
internal static class Hash64
{
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;
    private static readonly ulong Key = NewKey();

    public static ulong Of(ReadOnlySpan<char> text, uint salt = 0) => Of(MemoryMarshal.AsBytes(text), salt);

    public static ulong Of(ReadOnlySpan<byte> bytes, uint salt)
    {
        ulong state = Mix(Key ^ salt, Odd) ^ (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            state = Mix(state ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes), Key);
            bytes = bytes[8..];
        }

        ulong last = 0;
        for (int i = 0; i < bytes.Length; i++)
            last |= (ulong)bytes[i] << (8 * i);
        return Mix(Mix(state ^ last, Key) ^ BitOperations.RotateLeft(Key, 29), Odd);
    }

    // Random bytes of the kernel; RandomNumberGenerator would load OpenSSL for eight of them.
    private static ulong NewKey()
    {
        Span<byte> random = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(random);
        return (BinaryPrimitives.ReadUInt64LittleEndian(random) ^ BitOperations.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(random[8..]), 31)) | 1;
    }

    private static ulong Mix(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }
}
