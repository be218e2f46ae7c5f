namespace Vitrine.Sandbox.Terminal;

/// <summary>What a byte did to a UTF-8 sequence.</summary>
internal enum Utf8Step
{
    /// <summary>The byte belongs to the sequence, which needs more.</summary>
    More,

    /// <summary>The byte completes the sequence.</summary>
    Complete,

    /// <summary>The byte doesn't belong to the sequence, which is broken; the byte itself is still to be looked at.</summary>
    Broken,
}

/// <summary>
/// One character in UTF-8, byte by byte, after table 3-7 of the Unicode standard: no overlong forms, because a lenient terminal reads C0 9B as ESC, no
/// surrogates.
/// </summary>
internal struct Utf8Sequence
{
    private uint _bytes;
    private int _length;
    private int _missing;
    private byte _low;
    private byte _high;

    /// <summary>Whether a character has begun and isn't complete.</summary>
    public readonly bool IsPending => _missing > 0;

    /// <summary>Begins a character; false when no character begins with this byte.</summary>
    public bool TryBegin(byte lead)
    {
        if (lead is < 0xC2 or > 0xF4)
            return false;
        _missing = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        _bytes = lead;
        _length = 1;
        _low = lead switch { 0xE0 => 0xA0, 0xF0 => 0x90, _ => 0x80 };
        _high = lead switch { 0xED => 0x9F, 0xF4 => 0x8F, _ => 0xBF };
        return true;
    }

    /// <summary>Takes the next byte of a pending character.</summary>
    public Utf8Step Take(byte b)
    {
        if (b < _low || b > _high)
        {
            _missing = 0;
            return Utf8Step.Broken;
        }

        _bytes |= (uint)b << (8 * _length++);
        (_low, _high) = (0x80, 0xBF);
        return --_missing == 0 ? Utf8Step.Complete : Utf8Step.More;
    }

    /// <summary>
    /// Whether the complete character is a C1 control (U+0080 to U+009F), and which: the byte that follows ESC in its 7-bit form (ECMA-48 section 5.3).
    /// </summary>
    public readonly bool IsC1(out byte escape)
    {
        escape = (byte)((_bytes >> 8) - 0x40);
        return _length == 2 && (_bytes & 0xFF) == 0xC2 && _bytes >> 8 < 0xA0;
    }

    /// <summary>Writes the complete character.</summary>
    public readonly void WriteTo(ref ByteSink sink)
    {
        for (int i = 0; i < _length; i++)
            sink.Add((byte)(_bytes >> (8 * i)));
    }

    /// <summary>Forgets a pending character.</summary>
    public void Clear() => _missing = 0;
}
