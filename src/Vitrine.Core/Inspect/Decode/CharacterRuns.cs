using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Finds runs of <see cref="NestedPieces.LeastRun"/> and more characters of one kind, 64 bytes at a time.</summary>
internal sealed class CharacterRuns
{
    private const int Block = 64, Half = 32;
    private readonly SearchValues<byte> _members;

    // A bit for each row of the ASCII table: which of its columns are members is then exact, and no other byte is one.
    private readonly Vector256<byte> _low, _high;

    /// <param name="members">The characters, all of them ASCII.</param>
    public CharacterRuns(ReadOnlySpan<byte> members)
    {
        _members = SearchValues.Create(members);
        Span<byte> low = stackalloc byte[16], high = stackalloc byte[16];
        low.Clear();
        high.Clear();
        foreach (byte each in members)
        {
            low[each & 15] |= (byte)(1 << (each >> 4));
            high[each >> 4] = (byte)(1 << (each >> 4));
        }

        _low = Vector256.Create(Vector128.Create<byte>(low), Vector128.Create<byte>(low));
        _high = Vector256.Create(Vector128.Create<byte>(high), Vector128.Create<byte>(high));
    }

    /// <summary>Finds the first run from <paramref name="at"/> on, and all of it.</summary>
    public bool Next(ReadOnlySpan<byte> text, int at, out TextRange run)
    {
        int before = 0;
        for (; at < text.Length && text.Length - at + before >= NestedPieces.LeastRun; at += Block)
        {
            ulong members = text.Length - at >= Block ? Members(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), at)) : Last(text, at);
            int length = before + BitOperations.TrailingZeroCount(~members);
            if (length >= NestedPieces.LeastRun)
                return End(text, at - before, out run);
            ulong runs = members & (members >> 1);
            runs &= runs >> 2;
            runs &= runs >> 4;
            if (runs != 0)
            {
                runs &= runs >> 8;
                runs &= runs >> 8;
                if (runs != 0)
                    return End(text, at + BitOperations.TrailingZeroCount(runs), out run);
            }

            before = BitOperations.LeadingZeroCount(~members);
        }

        run = default;
        return false;
    }

    private bool End(ReadOnlySpan<byte> text, int start, out TextRange run)
    {
        int length = text[(start + NestedPieces.LeastRun)..].IndexOfAnyExcept(_members);
        run = new TextRange(start, length < 0 ? text.Length - start : NestedPieces.LeastRun + length);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Members(ref byte at) => HalfMembers(ref at) | ((ulong)HalfMembers(ref Unsafe.Add(ref at, Half)) << Half);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint HalfMembers(ref byte at)
    {
        Vector256<byte> block = Vector256.LoadUnsafe(ref at), row = (block.AsUInt16() >>> 4).AsByte() & Vector256.Create((byte)0x0F);
        Vector256<byte> found = Avx2.IsSupported
            ? Avx2.Shuffle(_low, block) & Avx2.Shuffle(_high, row)
            : LookUp(_low, block & Vector256.Create((byte)0x8F)) & LookUp(_high, row);
        return ~Vector256.Equals(found, Vector256<byte>.Zero).ExtractMostSignificantBits();
    }

    private static Vector256<byte> LookUp(Vector256<byte> table, Vector256<byte> index) =>
        Vector256.Create(Vector128.Shuffle(table.GetLower(), index.GetLower()), Vector128.Shuffle(table.GetLower(), index.GetUpper()));

    // Fewer than 64 bytes are left: they are read with bytes that were looked at before, or with zeros.
    private ulong Last(ReadOnlySpan<byte> text, int at)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        if (text.Length >= Block)
            return Members(ref Unsafe.Add(ref start, text.Length - Block)) >> (at - (text.Length - Block));
        if (text.Length >= Half)
            return (HalfMembers(ref start) | ((ulong)HalfMembers(ref Unsafe.Add(ref start, text.Length - Half)) << (text.Length - Half))) >> at;
        Span<byte> rest = stackalloc byte[Half];
        rest.Clear();
        text.CopyTo(rest);
        return HalfMembers(ref MemoryMarshal.GetReference(rest)) >> at;
    }
}
