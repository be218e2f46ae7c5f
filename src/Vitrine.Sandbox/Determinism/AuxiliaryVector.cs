using System.Buffers.Binary;
using Vitrine.Sandbox.Record;

namespace Vitrine.Sandbox.Determinism;

/// <summary>
/// What the kernel tells a new program on its stack (getauxval(3)): above argc, argv and the environment lie pairs of words. It is changed while the program
/// stands before its first instruction, so nothing of the box can have touched it.
/// </summary>
internal static class AuxiliaryVector
{
    private const ulong AT_NULL = 0, AT_IGNORE = 1, AT_RANDOM = 25, AT_SYSINFO_EHDR = 33;

    // The kernel leaves arguments and environment no more than 6 MiB, of which each word takes at least one byte beside its pointer.
    private const int MostWords = 1 << 20, MostPairs = 128;

    /// <summary>
    /// Takes the vDSO out of sight, so that time and randomness are asked of the kernel, where they can be answered; and lays <paramref name="randomBytes"/> in
    /// place of the kernel's.
    /// </summary>
    /// <param name="process">The process that stands still.</param>
    /// <param name="stack">Its stack pointer.</param>
    /// <param name="randomBytes">Sixteen bytes, or none to leave those that are there.</param>
    /// <returns>False when that could not be done: the program must not run.</returns>
    public static bool TryChange(int process, ulong stack, ReadOnlySpan<byte> randomBytes)
    {
        if (!TryFind(process, stack, out ulong at))
            return false;
        Span<byte> pair = stackalloc byte[16];
        for (int i = 0; i < MostPairs; i++, at += 16)
        {
            if (!TracedMemory.TryRead(process, at, pair))
                return false;
            ulong kind = BinaryPrimitives.ReadUInt64LittleEndian(pair), value = BinaryPrimitives.ReadUInt64LittleEndian(pair[8..]);
            if (kind == AT_NULL)
                return true;
            if (kind == AT_SYSINFO_EHDR)
            {
                pair.Clear();
                BinaryPrimitives.WriteUInt64LittleEndian(pair, AT_IGNORE);
                if (!TracedMemory.TryWrite(process, at, pair))
                    return false;
            }
            else if (kind == AT_RANDOM && !randomBytes.IsEmpty && !TracedMemory.TryWrite(process, value, randomBytes))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Goes past argc, argv and the environment; each of the two lists ends in a zero.</summary>
    private static bool TryFind(int process, ulong stack, out ulong vector)
    {
        Span<byte> words = stackalloc byte[2048];
        vector = stack + 8;
        int zeros = 0;
        for (int seen = 0; seen < MostWords;)
        {
            // Not past the page's end, which may be the stack's.
            Span<byte> part = words[..(int)Math.Min((ulong)words.Length, 4096 - (vector & 4095))];
            if ((vector & 7) != 0 || !TracedMemory.TryRead(process, vector, part))
                return false;
            for (int i = 0; i < part.Length; i += 8, seen++)
            {
                vector += 8;
                if (BinaryPrimitives.ReadUInt64LittleEndian(part[i..]) == 0 && ++zeros == 2)
                    return true;
            }
        }

        return false;
    }
}
