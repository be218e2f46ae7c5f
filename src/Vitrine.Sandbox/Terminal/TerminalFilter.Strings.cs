using System.Buffers;

namespace Vitrine.Sandbox.Terminal;

// Strings: OSC is held and judged whole; DCS, APC, PM, SOS and what is too long are dropped to their end.
public sealed partial class TerminalFilter
{
    // What can end a string: BEL, CAN, SUB, ESC, and C2, with which ST and the other C1 controls begin.
    private static readonly SearchValues<byte> StringEnds = SearchValues.Create([Bell, Cancel, Substitute, Escape, 0xC2]);

    // Within a string: the last byte was C2. It is always a lead byte, so this alone tells a C1 control, whatever stands around it.
    private bool _afterC2;

    // Whether the string that is ignored is one that BEL ends (OSC).
    private bool _endsWithBell;

    private int TakeIgnored(ReadOnlySpan<byte> input)
    {
        if (_afterC2)
            return 0;
        int end = input.IndexOfAny(StringEnds);
        return end < 0 ? input.Length : end;
    }

    private void TakeString(byte b, ref ByteSink sink)
    {
        bool isHeld = _state is State.Command or State.CommandEscape;
        if (_state is State.CommandEscape or State.StringIgnoredEscape)
        {
            if (b == '\\')
            {
                EndString(isHeld, "\e\\"u8, ref sink);
                return;
            }

            // Anything else after ESC begins anew; the string is broken off.
            Abandon();
            BeginEscape();
            TakeSequence(b, ref sink);
            return;
        }

        if (_afterC2 && b is >= 0x80 and < 0xA0)
        {
            if (isHeld)
                _heldLength--;
            _afterC2 = false;
            if (b == 0x9C)
            {
                EndString(isHeld, "\e\\"u8, ref sink);
                return;
            }

            Abandon();
            BeginEscape();
            TakeSequence((byte)(b - 0x40), ref sink);
            return;
        }

        _afterC2 = b == 0xC2;
        if (b == Escape)
            _state = isHeld ? State.CommandEscape : State.StringIgnoredEscape;
        else if (b is Cancel or Substitute)
            Abandon();
        else if (b == Bell && (isHeld || _endsWithBell))
            EndString(isHeld, "\a"u8, ref sink);
        else if (isHeld && b is >= 0x20 and not Delete)
            Hold(b, ref sink);
    }

    private void Hold(byte b, ref ByteSink sink)
    {
        if (_heldLength < MaximumCommand || (_heldLength < _held.Length && _allowClipboard && _held.AsSpan().StartsWith("52;"u8)))
        {
            _held[_heldLength++] = b;
            return;
        }

        // A link that is too long must not leave the one before it open.
        if (_held.AsSpan().StartsWith("8;"u8))
            OperatingSystemCommandRules.CloseLink(_modes, ref sink);
        IgnoreString(TerminalDrop.Overlong);
        _endsWithBell = true;
        _afterC2 = b == 0xC2;
    }

    private void EndString(bool isHeld, ReadOnlySpan<byte> terminator, ref ByteSink sink)
    {
        _state = State.Ground;
        if (isHeld && OperatingSystemCommandRules.Pass(_held.AsSpan(0, _heldLength), terminator, _allowClipboard, _modes, ref sink) is { } reason)
            Count(reason);
    }

    private void IgnoreString(TerminalDrop reason)
    {
        Count(reason);
        _state = State.StringIgnored;
        _afterC2 = false;
        _endsWithBell = false;
    }
}
