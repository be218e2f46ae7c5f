namespace Vitrine.Sandbox.Terminal;

/// <summary>Kinds of what <see cref="TerminalFilter"/> keeps away from the person's terminal. The numbers are indices of its counters.</summary>
internal enum TerminalDrop
{
    /// <summary>A control character that terminals act on, such as ENQ, whose answer is typed for the person.</summary>
    Control,

    /// <summary>Bytes that are no UTF-8; each broken sequence is shown as a question mark.</summary>
    InvalidText,

    /// <summary>An escape sequence that is not on the list: VT52 mode, other character sets, 8-bit answers.</summary>
    Escape,

    /// <summary>A control sequence (CSI) that is not on the list, or is malformed.</summary>
    ControlSequence,

    /// <summary>A terminal mode that is not on the list.</summary>
    Mode,

    /// <summary>A window operation: move, resize, raise, iconify and the like.</summary>
    WindowOperation,

    /// <summary>A request whose answer would carry bytes that the box chose, or what stands on the screen, as if the person had typed it.</summary>
    Report,

    /// <summary>Media copy: printing the screen.</summary>
    Print,

    /// <summary>Reading or writing the clipboard (OSC 52).</summary>
    Clipboard,

    /// <summary>A link (OSC 8) with another scheme than http, https and mailto, or with odd bytes.</summary>
    Link,

    /// <summary>A desktop notification (OSC 9, 99, 777).</summary>
    Notification,

    /// <summary>Any other operating system command (OSC) that is not on the list: files, fonts, working directory, terminals' own extensions.</summary>
    OperatingSystemCommand,

    /// <summary>A device control string (DCS): Sixel, ReGIS, user-defined keys, DECRQSS, passthrough of tmux.</summary>
    DeviceControlString,

    /// <summary>An APC, PM or SOS string, or screen's title string: kitty's graphics, and whatever else terminals invent.</summary>
    PrivateString,

    /// <summary>A sequence that is longer than what is held.</summary>
    Overlong,

    /// <summary>A sequence that was broken off, by another one or by the end.</summary>
    Unfinished,
}
