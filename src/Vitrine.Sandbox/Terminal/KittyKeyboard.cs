namespace Vitrine.Sandbox.Terminal;

/// <summary>
/// The keyboard flags that the box pushed on one screen's stack (the kitty keyboard protocol). The box may pop what it pushed, never what the
/// person's own programs pushed before; and it may push few enough that theirs don't fall off the terminal's bounded stack.
/// </summary>
internal struct KittyKeyboard
{
    private const int MaximumDepth = 8;
    private const int MaximumFlags = 31;

    // A byte for each level, the lowest in the low byte.
    private ulong _flags;
    private int _depth;
    private bool _isSet;

    public bool TryPush(int flags)
    {
        if (_depth >= MaximumDepth || flags > MaximumFlags)
            return false;
        int shift = _depth++ * 8;
        _flags = (_flags & ~(0xFFUL << shift)) | ((ulong)flags << shift);
        return true;
    }

    /// <summary>How many levels may be popped of those that were asked for.</summary>
    public int Pop(int wanted)
    {
        int popped = Math.Min(wanted, _depth);
        _depth -= popped;
        return popped;
    }

    public bool TrySet(int flags)
    {
        _isSet |= flags is > 0 and <= MaximumFlags;
        return flags <= MaximumFlags;
    }

    public readonly void WriteResets(ref ByteSink sink)
    {
        if (_depth > 0)
        {
            sink.Add("\e[<"u8);
            sink.AddNumber(_depth);
            sink.Add((byte)'u');
        }

        if (_isSet)
            sink.Add("\e[=0;1u"u8);
    }

    public readonly void WriteAgain(ref ByteSink sink)
    {
        for (int i = 0; i < _depth; i++)
        {
            sink.Add("\e[>"u8);
            sink.AddNumber((int)(_flags >> (i * 8)) & 0xFF);
            sink.Add((byte)'u');
        }
    }
}
