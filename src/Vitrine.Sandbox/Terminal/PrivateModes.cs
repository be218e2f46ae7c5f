namespace Vitrine.Sandbox.Terminal;

/// <summary>
/// The DEC private modes (<c>CSI ? n h</c>) that may be set, and which of them are on. Not on the list, among others: 2 (VT52 mode, another language
/// altogether), 38 (Tektronix), 42 (national character sets), 1001 (highlight tracking), 1070 (Sixel), 5522 (clipboard events).
/// </summary>
internal struct PrivateModes
{
    // Numbers that are on by default and reset by being set again.
    private const int Autowrap = 7;
    private const int CursorVisible = 25;

    // In the order in which they are reset: first the one that holds output back, last the ones that bring the main screen back.
    private static readonly short[] Tracked =
        [2026, 9, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 2004, 2027, 2031, 2048, 1034, 1, 5, 6, Autowrap, 45, 66, 67, 69, 47, 1047, 1049,
            CursorVisible];

    // Cursor blink, width switching, alternate scroll, save cursor: whatever they are left at does no harm, and their default differs between terminals.
    private static readonly short[] Untracked = [12, 40, 1007, 1048];

    private uint _changed;

    /// <summary>Whether the alternate screen is shown.</summary>
    public readonly bool IsAlternateScreen =>
        IsChanged(47) || IsChanged(1047) || IsChanged(1049);

    /// <summary>Notes a mode being set or reset; false when it isn't on the list.</summary>
    public bool TrySet(int mode, bool value)
    {
        int index = mode <= short.MaxValue ? Array.IndexOf(Tracked, (short)mode) : -1;
        if (index < 0)
            return mode <= short.MaxValue && Array.IndexOf(Untracked, (short)mode) >= 0;
        _changed = value != IsOnByDefault(mode) ? _changed | (1u << index) : _changed & ~(1u << index);
        return true;
    }

    /// <summary>Writes what brings every changed mode of the wanted kind back to its default.</summary>
    public readonly void WriteResets(ref ByteSink sink, bool alternateScreens) => Write(ref sink, alternateScreens, toDefault: true);

    /// <summary>Writes what changes the modes again, alternate screen first.</summary>
    public readonly void WriteAgain(ref ByteSink sink)
    {
        Write(ref sink, alternateScreens: true, toDefault: false);
        Write(ref sink, alternateScreens: false, toDefault: false);
    }

    private readonly void Write(ref ByteSink sink, bool alternateScreens, bool toDefault)
    {
        for (int i = 0; i < Tracked.Length; i++)
        {
            short mode = Tracked[i];
            if ((_changed & (1u << i)) == 0 || (mode is 47 or 1047 or 1049) != alternateScreens)
                continue;
            sink.Add("\e[?"u8);
            sink.AddNumber(mode);
            sink.Add(IsOnByDefault(mode) == toDefault ? (byte)'h' : (byte)'l');
        }
    }

    private readonly bool IsChanged(short mode) => (_changed & (1u << Array.IndexOf(Tracked, mode))) != 0;

    private static bool IsOnByDefault(int mode) => mode is Autowrap or CursorVisible;
}
