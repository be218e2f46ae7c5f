namespace Vitrine.Sandbox.Terminal;

/// <summary>
/// What the box changed of the person's terminal and did not change back: modes, keyboard, colours, character sets, margins, cursor shape. At the end
/// exactly that is undone, and nothing is sent to a terminal that was left as it was found.
/// </summary>
internal sealed class TerminalModes
{
    /// <summary>Room that <see cref="WriteResets"/> or <see cref="WriteAgain"/> needs at most, in bytes.</summary>
    public const int MaximumLength = 640;

    // Above the values of CSI > 4 ; n m: switched off by CSI > 4 n.
    private const int OtherKeysOff = 4;

    private readonly KittyKeyboard[] _keyboards = new KittyKeyboard[2];
    private PrivateModes _private;
    private bool _insert, _newLine, _keypad, _cursorStyle, _attributes, _region;
    private int _modifyOtherKeys;
    private bool _specialG0, _specialG1, _shiftedOut;
    private bool _palette, _foreground, _background, _cursorColour, _link, _progress;

    private ref KittyKeyboard Keyboard => ref _keyboards[_private.IsAlternateScreen ? 1 : 0];

    /// <summary>Writes a sequence that the rules let pass, or what may remain of it; gives how many of its parts were refused.</summary>
    public int Pass(in ControlSequence sequence, ReadOnlySpan<byte> body, ref ByteSink sink)
    {
        switch (((char)sequence.Prefix, (char)sequence.Intermediate, (char)sequence.Final))
        {
            case ('\0' or '?', '\0', 'h' or 'l'):
                return PassModes(sequence, ref sink);
            case ('>', '\0', 'u') when !Keyboard.TryPush(sequence.ValueAt(0)):
            case ('=', '\0', 'u') when !Keyboard.TrySet(sequence.ValueAt(0)):
                return 1;
            case ('<', '\0', 'u'):
                return PassPop(sequence, ref sink);
            case ('\0', '\0', 'm'):
                _attributes = sequence.Count > 1 || sequence.ValueAt(0) != 0 || sequence.HasParts;
                break;
            case ('\0', '\0', 'r'):
                _region = sequence.Count > 0;
                break;
            case ('>', '\0', 'm'):
                _modifyOtherKeys = sequence.ValueAt(1);
                break;
            case ('>', '\0', 'n'):
                _modifyOtherKeys = OtherKeysOff;
                break;
            case ('\0', ' ', 'q'):
                _cursorStyle = sequence.ValueAt(0) != 0;
                break;
        }

        sink.Add("\e["u8);
        sink.Add(body);
        sink.Add(sequence.Final);
        return 0;
    }

    /// <summary>Notes SO (true) or SI (false).</summary>
    public void Shift(bool isOut) => _shiftedOut = isOut;

    /// <summary>Notes which set G0 or G1 holds.</summary>
    public void Designate(bool isG1, byte set) => (isG1 ? ref _specialG1 : ref _specialG0) = set != 'B';

    /// <summary>Notes ESC = and ESC &gt;.</summary>
    public void Keypad(bool isApplication) => _keypad = isApplication;

    /// <summary>Notes that a link was opened or closed.</summary>
    public void Link(bool isOpen) => _link = isOpen;

    /// <summary>Whether text is part of a link now.</summary>
    public bool IsLinkOpen => _link;

    /// <summary>Notes that progress is shown or no longer shown.</summary>
    public void Progress(bool isShown) => _progress = isShown;

    /// <summary>Notes that a colour was set (OSC 4, 10, 11, 12) or reset (104, 110, 111, 112).</summary>
    public void Colour(int command, bool isSet)
    {
        switch (command % 100)
        {
            case 4:
                _palette = isSet;
                break;
            case 10:
                _foreground = isSet;
                break;
            case 11:
                _background = isSet;
                break;
            case 12:
                _cursorColour = isSet;
                break;
        }
    }

    /// <summary>Forgets everything: the terminal was reset (RIS).</summary>
    public void Clear()
    {
        _private = default;
        Array.Clear(_keyboards);
        _insert = _newLine = _keypad = _cursorStyle = _attributes = _region = false;
        _modifyOtherKeys = 0;
        _specialG0 = _specialG1 = _shiftedOut = false;
        _palette = _foreground = _background = _cursorColour = _link = _progress = false;
    }

    /// <summary>Writes what undoes everything that is still changed.</summary>
    public void WriteResets(ref ByteSink sink)
    {
        // Each screen has its own keyboard stack, so the alternate one's is undone before that screen is left.
        if (_private.IsAlternateScreen)
            _keyboards[1].WriteResets(ref sink);
        _private.WriteResets(ref sink, alternateScreens: false);
        _private.WriteResets(ref sink, alternateScreens: true);
        _keyboards[0].WriteResets(ref sink);
        AddIf(_modifyOtherKeys != 0, "\e[>4m"u8, ref sink);
        AddIf(_keypad, "\e>"u8, ref sink);
        AddIf(_insert, "\e[4l"u8, ref sink);
        AddIf(_newLine, "\e[20l"u8, ref sink);
        AddIf(_shiftedOut, "\x0F"u8, ref sink);
        AddIf(_specialG0, "\e(B"u8, ref sink);
        AddIf(_specialG1, "\e)B"u8, ref sink);
        AddIf(_link, "\e]8;;\e\\"u8, ref sink);
        AddIf(_attributes, "\e[m"u8, ref sink);
        // Resetting the margins moves the cursor home.
        AddIf(_region, "\e7\e[r\e8"u8, ref sink);
        AddIf(_cursorStyle, "\e[0 q"u8, ref sink);
        AddIf(_palette, "\e]104\e\\"u8, ref sink);
        AddIf(_foreground, "\e]110\e\\"u8, ref sink);
        AddIf(_background, "\e]111\e\\"u8, ref sink);
        AddIf(_cursorColour, "\e]112\e\\"u8, ref sink);
        AddIf(_progress, "\e]9;4;0\e\\"u8, ref sink);
    }

    /// <summary>Writes what sets the modes and the keyboard again, after they were undone for a while.</summary>
    public void WriteAgain(ref ByteSink sink)
    {
        _keyboards[0].WriteAgain(ref sink);
        _private.WriteAgain(ref sink);
        if (_private.IsAlternateScreen)
            _keyboards[1].WriteAgain(ref sink);
        if (_modifyOtherKeys is > 0 and < OtherKeysOff)
        {
            sink.Add("\e[>4;"u8);
            sink.AddNumber(_modifyOtherKeys);
            sink.Add((byte)'m');
        }

        AddIf(_keypad, "\e="u8, ref sink);
    }

    private int PassModes(in ControlSequence sequence, ref ByteSink sink)
    {
        bool isSet = sequence.Final == 'h';
        int passed = 0;
        for (int i = 0; i < sequence.Count; i++)
        {
            int mode = sequence.ValueAt(i);
            if (!(sequence.Prefix == 0 ? TrySetAnsi(mode, isSet) : _private.TrySet(mode, isSet)))
                continue;
            sink.Add(passed++ > 0 ? ";"u8 : sequence.Prefix == 0 ? "\e["u8 : "\e[?"u8);
            sink.AddNumber(mode);
        }

        if (passed > 0)
            sink.Add(sequence.Final);
        return sequence.Count - passed;
    }

    private bool TrySetAnsi(int mode, bool isSet)
    {
        switch (mode)
        {
            case 4:
                _insert = isSet;
                return true;
            case 20:
                _newLine = isSet;
                return true;
            default:
                // 2 would lock the keyboard, 12 would turn the terminal's own echo on.
                return false;
        }
    }

    private int PassPop(in ControlSequence sequence, ref ByteSink sink)
    {
        int wanted = Math.Max(1, sequence.ValueAt(0, missing: 1));
        int popped = Keyboard.Pop(wanted);
        if (popped > 0)
        {
            sink.Add("\e[<"u8);
            if (sequence.Count > 0)
                sink.AddNumber(popped);
            sink.Add((byte)'u');
        }

        // Many programs pop once more than they pushed, to be sure: nothing worth telling.
        return 0;
    }

    private static void AddIf(bool condition, ReadOnlySpan<byte> bytes, ref ByteSink sink)
    {
        if (condition)
            sink.Add(bytes);
    }
}
