using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Undoes JSON escapes (RFC 8259, 7), 32 bytes at a time. A zero becomes U+0001, as everywhere in the text.</summary>
internal static class JsonEscapes
{
    /// <summary>Bytes that the target must have beyond the source's length, because whole vectors are stored.</summary>
    public const int Slack = 32;

    /// <summary>What stands for a zero byte.</summary>
    public const byte ZeroMark = 1;

    /// <summary>Undoes the escapes of a string's inside.</summary>
    /// <returns>Bytes written; -1 for an escape that JSON does not have.</returns>
    public static int Undo(ReadOnlySpan<byte> source, Span<byte> target) => Undo(source, source.Length, target);

    /// <summary>Undoes the escapes of a string's inside.</summary>
    /// <param name="readable">The string's inside and what stands behind it, which is read where that is quicker, and not used.</param>
    /// <param name="n">How many bytes of it are the string's.</param>
    /// <param name="target">As many bytes, and <see cref="Slack"/> more.</param>
    /// <returns>Bytes written; -1 for an escape that JSON does not have.</returns>
    public static int Undo(ReadOnlySpan<byte> readable, int n, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)n, (uint)readable.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, n + Slack);
        ref byte from = ref MemoryMarshal.GetReference(readable);
        ref byte to = ref MemoryMarshal.GetReference(target);
        Vector256<byte> backslash = Vector256.Create((byte)'\\');
        int i = 0, o = 0;
        while (true)
        {
            // Every byte read gives at most one, so o <= i, and the slack covers the store.
            while (i < n && i <= readable.Length - 32)
            {
                Vector256<byte> block = Vector256.LoadUnsafe(ref from, (nuint)i);
                block.StoreUnsafe(ref to, (nuint)o);
                uint marks = (Vector256.Equals(block, backslash) | Vector256.Equals(block, Vector256<byte>.Zero)).ExtractMostSignificantBits();
                int run = Math.Min(BitOperations.TrailingZeroCount(marks), n - i);
                i += run;
                o += run;
                if (i == n)
                    return o;
                if (run < 32)
                    goto Marked;
            }

            while (i < n && Unsafe.Add(ref from, i) is not ((byte)'\\' or 0))
                Unsafe.Add(ref to, o++) = Unsafe.Add(ref from, i++);
            if (i >= n)
                return o;

        Marked:
            if (Unsafe.Add(ref from, i) == 0)
            {
                Unsafe.Add(ref to, o++) = ZeroMark;
                i++;
                continue;
            }

            if (i + 1 >= n)
                return -1;
            byte simple = Simple[Unsafe.Add(ref from, i + 1)];
            if (simple != 0)
            {
                Unsafe.Add(ref to, o++) = simple;
                i += 2;
                continue;
            }

            int length = Unicode(readable[i..n], target[o..], out int written);
            if (length == 0)
                return -1;
            i += length;
            o += written;
        }
    }

    /// <summary>One <c>\uXXXX</c>, or two that are a surrogate pair; a lone surrogate becomes U+FFFD.</summary>
    /// <returns>Bytes read; 0 where there is none.</returns>
    public static int Unicode(ReadOnlySpan<byte> source, Span<byte> target, out int written)
    {
        written = 0;
        int first = Unit(source);
        if (first < 0)
            return 0;
        int length = 6;
        var rune = Rune.ReplacementChar;
        if (!char.IsSurrogate((char)first))
            rune = new Rune(first == 0 ? ZeroMark : first);
        else if (char.IsHighSurrogate((char)first) && Unit(source[6..]) is >= 0xDC00 and <= 0xDFFF and var second)
            (rune, length) = (new Rune((char)first, (char)second), 12);
        written = rune.EncodeToUtf8(target);
        return length;
    }

    /// <summary>What <c>\c</c> stands for; 0 where JSON has no such escape, and for <c>\u</c>.</summary>
    public static byte SimpleOf(byte escape) => Simple[escape];

    private static int Unit(ReadOnlySpan<byte> source)
    {
        if (source.Length < 6 || source[0] != '\\' || source[1] != 'u')
            return -1;
        int value = 0;
        for (int i = 2; i < 6; i++)
        {
            int digit = HexDigits.Value(source[i]);
            if (digit < 0)
                return -1;
            value = (value << 4) | digit;
        }

        return value;
    }

    private static ReadOnlySpan<byte> Simple =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, (byte)'"', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)'/', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)'\\', 0, 0, 0,
        0, 0, 8, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 13, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];
}
