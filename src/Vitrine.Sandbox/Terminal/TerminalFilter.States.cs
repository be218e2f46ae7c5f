namespace Vitrine.Sandbox.Terminal;

public sealed partial class TerminalFilter
{
    private enum State : byte
    {
        /// <summary>Text and controls.</summary>
        Ground,

        /// <summary>After ESC.</summary>
        Escape,

        /// <summary>After ESC and intermediate bytes, which are held.</summary>
        EscapeIntermediate,

        /// <summary>After CSI; what follows is held.</summary>
        Sequence,

        /// <summary>After CSI, too long: dropped to the final byte.</summary>
        SequenceIgnored,

        /// <summary>After OSC; what follows is held.</summary>
        Command,

        /// <summary>After OSC, then ESC, which may begin ST.</summary>
        CommandEscape,

        /// <summary>Within a string that is dropped to its end.</summary>
        StringIgnored,

        /// <summary>Within such a string, then ESC.</summary>
        StringIgnoredEscape,
    }

    private const byte Bell = 0x07, ShiftOut = 0x0E, ShiftIn = 0x0F, Cancel = 0x18, Substitute = 0x1A, Escape = 0x1B, Delete = 0x7F;

    private readonly byte[] _held;
    private int _heldLength;
    private State _state;
    private Utf8Sequence _character;

    private void TakeByte(byte b, ref ByteSink sink)
    {
        switch (_state)
        {
            case State.Ground:
                TakeGround(b, ref sink);
                break;
            case State.Command or State.CommandEscape or State.StringIgnored or State.StringIgnoredEscape:
                TakeString(b, ref sink);
                break;
            default:
                TakeSequence(b, ref sink);
                break;
        }
    }

    private void TakeGround(byte b, ref ByteSink sink)
    {
        if (_character.IsPending)
        {
            switch (_character.Take(b))
            {
                case Utf8Step.More:
                    return;
                case Utf8Step.Complete when _character.IsC1(out byte escape):
                    BeginEscape();
                    TakeSequence(escape, ref sink);
                    return;
                case Utf8Step.Complete:
                    _character.WriteTo(ref sink);
                    return;
                case Utf8Step.Broken:
                    Count(TerminalDrop.InvalidText);
                    sink.Add((byte)'?');
                    break;
            }
        }

        if (b is < 0x20 or Delete)
            TakeControl(b, ref sink);
        else if (b < 0x80)
            sink.Add(b);
        else if (!_character.TryBegin(b))
        {
            Count(TerminalDrop.InvalidText);
            sink.Add((byte)'?');
        }
    }

    // A control acts at once, even within a sequence (VT510, "control characters embedded in a sequence").
    private void TakeControl(byte b, ref ByteSink sink)
    {
        switch (b)
        {
            case Escape:
                Abandon();
                BeginEscape();
                break;
            case Cancel or Substitute:
                Abandon();
                break;
            case >= Bell and <= 0x0D:
                sink.Add(b);
                break;
            case ShiftOut or ShiftIn:
                _modes.Shift(b == ShiftOut);
                sink.Add(b);
                break;
            case 0 or Delete:
                // Filling, which terminals ignore.
                break;
            default:
                Count(TerminalDrop.Control);
                break;
        }
    }

    private void TakeSequence(byte b, ref ByteSink sink)
    {
        if (b is < 0x20 or Delete)
        {
            TakeControl(b, ref sink);
        }
        else if (b >= 0x80)
        {
            Abandon();
            TakeGround(b, ref sink);
        }
        else if (_state is State.Sequence or State.SequenceIgnored)
        {
            if (b >= 0x40)
                EndSequence(b, ref sink);
            else if (_heldLength < ControlSequence.MaximumLength)
                _held[_heldLength++] = b;
            else
                _state = State.SequenceIgnored;
        }
        else if (b < 0x30)
        {
            // Two intermediates already make a sequence that nobody uses; how many more there are doesn't matter.
            _state = State.EscapeIntermediate;
            if (_heldLength < 2)
                _held[_heldLength++] = b;
        }
        else if (_state == State.EscapeIntermediate)
        {
            EndEscape(b, ref sink);
        }
        else
        {
            TakeAfterEscape(b, ref sink);
        }
    }

    private void TakeAfterEscape(byte b, ref ByteSink sink)
    {
        switch ((char)b)
        {
            case '[':
                _state = State.Sequence;
                break;
            case ']':
                _state = State.Command;
                break;
            case 'P':
                IgnoreString(TerminalDrop.DeviceControlString);
                break;
            case 'X' or '^' or '_' or 'k':
                // ESC k is a window's title in screen and tmux.
                IgnoreString(TerminalDrop.PrivateString);
                break;
            default:
                EndEscape(b, ref sink);
                break;
        }
    }

    private void EndEscape(byte final, ref ByteSink sink)
    {
        _state = State.Ground;
        switch (((char)(_heldLength > 0 ? _held[0] : 0), (char)final))
        {
            case var _ when _heldLength > 1:
                Count(TerminalDrop.Escape);
                return;
            case ('\0', '\\'):
                // ST without a string.
                return;
            case ('\0', '7' or '8' or 'D' or 'E' or 'H' or 'M'):
            case ('#', '3' or '4' or '5' or '6' or '8'):
                break;
            case ('\0', '=' or '>'):
                _modes.Keypad(final == '=');
                break;
            case ('\0', 'c'):
                _modes.Clear();
                break;
            case ('(' or ')', '0' or 'A' or 'B'):
                _modes.Designate(_held[0] == ')', final);
                break;
            default:
                Count(TerminalDrop.Escape);
                return;
        }

        sink.Add(Escape);
        sink.Add(_held.AsSpan(0, _heldLength));
        sink.Add(final);
    }

    private void EndSequence(byte final, ref ByteSink sink)
    {
        bool isTooLong = _state == State.SequenceIgnored;
        _state = State.Ground;
        ReadOnlySpan<byte> body = _held.AsSpan(0, _heldLength);
        if (isTooLong)
        {
            Count(TerminalDrop.Overlong);
        }
        else if (!ControlSequence.TryParse(body, final, out ControlSequence sequence))
        {
            Count(TerminalDrop.ControlSequence);
        }
        else if (ControlSequenceRules.Refuse(sequence) is { } reason)
        {
            Count(reason);
        }
        else
        {
            int refused = _modes.Pass(sequence, body, ref sink);
            if (refused > 0)
                Count(final is (byte)'h' or (byte)'l' ? TerminalDrop.Mode : TerminalDrop.ControlSequence, refused);
        }
    }

    private void BeginEscape()
    {
        _state = State.Escape;
        _heldLength = 0;
        _afterC2 = false;
    }

    // Breaks off what was begun. A string that is ignored was counted when it began.
    private void Abandon()
    {
        if (_state is not (State.Ground or State.StringIgnored or State.StringIgnoredEscape))
            Count(TerminalDrop.Unfinished);
        _state = State.Ground;
    }
}
