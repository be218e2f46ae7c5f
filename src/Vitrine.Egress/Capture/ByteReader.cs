using System.Buffers.Binary;

namespace Vitrine.Egress.Capture;

/// <summary>Reads big-endian fields forward; what would go past the end is false, never an exception.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether everything was read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    public bool TryReadByte(out byte value)
    {
        bool ok = TryTake(1, out ReadOnlySpan<byte> taken);
        value = ok ? taken[0] : default;
        return ok;
    }

    public bool TryReadUInt16(out ushort value)
    {
        bool ok = TryTake(2, out ReadOnlySpan<byte> taken);
        value = ok ? BinaryPrimitives.ReadUInt16BigEndian(taken) : default;
        return ok;
    }

    /// <summary>Takes that many bytes.</summary>
    public bool TryTake(int length, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (length > _rest.Length)
            return false;
        taken = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    /// <summary>Takes a vector behind a length of one byte.</summary>
    public bool TryTakeVector8(out ReadOnlySpan<byte> taken)
    {
        taken = default;
        return TryReadByte(out byte length) && TryTake(length, out taken);
    }

    /// <summary>Takes a vector behind a length of two bytes.</summary>
    public bool TryTakeVector16(out ReadOnlySpan<byte> taken)
    {
        taken = default;
        return TryReadUInt16(out ushort length) && TryTake(length, out taken);
    }
}
