namespace Vitrine.Core.Inspect.Meaning;

/// <summary>Reads the fields of one protobuf message (https://protobuf.dev/programming-guides/encoding): no groups, no schema, no allocation.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _at;

    /// <summary>The field's number.</summary>
    public int Field { get; private set; }

    /// <summary>Where the value of a length-delimited field begins in the message; -1 for a number.</summary>
    public int Start { get; private set; }

    /// <summary>The length of that value.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the message broke the encoding.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The next field; false at the end, and where the encoding is broken.</summary>
    public bool Next()
    {
        if (_at >= _message.Length || IsMalformed)
            return false;
        (Start, Length) = (-1, 0);
        if (!Varint(out ulong tag) || tag >> 3 is 0 or > 0x1FFF_FFFF)
            return Broken();
        Field = (int)(tag >> 3);
        return (tag & 7) switch
        {
            0 => Varint(out _) || Broken(),
            1 => Skip(8),
            2 => Varint(out ulong length) ? Bytes(length) : Broken(),
            5 => Skip(4),
            _ => Broken(),
        };
    }

    private bool Bytes(ulong length)
    {
        if (length > (ulong)(_message.Length - _at))
            return Broken();
        (Start, Length) = (_at, (int)length);
        _at += Length;
        return true;
    }

    private bool Skip(int count)
    {
        if (count > _message.Length - _at)
            return Broken();
        _at += count;
        return true;
    }

    private bool Varint(out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && _at < _message.Length; shift += 7)
        {
            byte next = _message[_at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return shift < 63 || next <= 1;
        }

        return false;
    }

    private bool Broken()
    {
        IsMalformed = true;
        return false;
    }
}
