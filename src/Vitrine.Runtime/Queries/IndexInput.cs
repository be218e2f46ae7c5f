using System.Text;

namespace Vitrine.Runtime.Queries;

/// <summary>Reads what <see cref="IndexOutput"/> wrote, or anything else: each read is checked against what is left.</summary>
/// <param name="bytes">The bytes.</param>
internal ref struct IndexInput(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte() => Bytes(1)[0];

    /// <exception cref="InvalidDataException">It is no number.</exception>
    public ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte one = Byte();
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80)
                return value;
        }

        throw Damaged();
    }

    /// <summary>A number of at most <paramref name="largest"/>.</summary>
    /// <exception cref="InvalidDataException">It is no number, or a larger one.</exception>
    public int Number(int largest) => Number() is var value && largest >= 0 && value <= (ulong)largest ? (int)value : throw Damaged();

    /// <summary>A number that is not negative.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public long Long() => Number() is var value and <= long.MaxValue ? (long)value : throw Damaged();

    public long Signed()
    {
        ulong value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _rest.Length)
            throw Damaged();
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public ReadOnlySpan<byte> Sized() => Bytes(Number(_rest.Length));

    public string Text() => Encoding.UTF8.GetString(Sized());

    /// <summary>What is thrown for bytes that are no index: the index is then made anew.</summary>
    public static InvalidDataException Damaged() => new("The index is damaged.");
}
