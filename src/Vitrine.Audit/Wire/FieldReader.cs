using System.Buffers.Binary;

namespace Vitrine.Audit.Wire;

/// <summary>Reads big-endian fields forward; what would go past the end is false, never an exception.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>What is not read yet.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = bytes;

    /// <summary>Whether everything was read.</summary>
    public readonly bool IsAtEnd => Rest.IsEmpty;

    /// <summary>Takes that many bytes.</summary>
    public bool TryTake(int length, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (length > Rest.Length)
            return false;
        taken = Rest[..length];
        Rest = Rest[length..];
        return true;
    }

    public bool TryReadUInt16(out ushort value)
    {
        bool ok = TryTake(2, out ReadOnlySpan<byte> taken);
        value = ok ? BinaryPrimitives.ReadUInt16BigEndian(taken) : default;
        return ok;
    }

    /// <summary>Takes what stands behind a length of one byte or two.</summary>
    public bool TryTakeVector(int lengthBytes, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (!TryTake(lengthBytes, out ReadOnlySpan<byte> length))
            return false;
        return TryTake(lengthBytes == 1 ? length[0] : BinaryPrimitives.ReadUInt16BigEndian(length), out taken);
    }
}
