using System.Buffers;
using System.Buffers.Binary;

namespace Vitrine.Ledger.Tree;

/// <summary>Entries one after another, each behind its length as 16 bits, big-endian (C2SP tlog-tiles, "Log entries").</summary>
public static class EntryBundle
{
    /// <summary>The longest entry, in bytes.</summary>
    public const int MaxEntryBytes = ushort.MaxValue;

    /// <summary>The longest bundle of 256 entries, in bytes: just below 16 MiB.</summary>
    public const int MaxBytes = TileId.FullWidth * (sizeof(ushort) + MaxEntryBytes);

    /// <summary>Reads the entry at an offset and moves the offset behind it.</summary>
    /// <returns>False at the end, where the offset is the bundle's length, and where an entry is cut off, where it is below that; the offset stays.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bundle, ref int offset, out ReadOnlySpan<byte> entry)
    {
        entry = default;
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, bundle.Length);
        ReadOnlySpan<byte> rest = bundle[offset..];
        if (!BinaryPrimitives.TryReadUInt16BigEndian(rest, out ushort length) || rest.Length - sizeof(ushort) < length)
            return false;
        entry = rest.Slice(sizeof(ushort), length);
        offset += sizeof(ushort) + length;
        return true;
    }

    /// <summary>Writes an entry behind those already there.</summary>
    /// <exception cref="ArgumentException">The entry is longer than 65,535 bytes.</exception>
    public static void Append(IBufferWriter<byte> bundle, ReadOnlySpan<byte> entry)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        if (entry.Length > MaxEntryBytes)
            throw new ArgumentException($"An entry of a log has at most {MaxEntryBytes} bytes, not {entry.Length}.", nameof(entry));
        Span<byte> destination = bundle.GetSpan(sizeof(ushort) + entry.Length);
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)entry.Length);
        entry.CopyTo(destination[sizeof(ushort)..]);
        bundle.Advance(sizeof(ushort) + entry.Length);
    }
}
