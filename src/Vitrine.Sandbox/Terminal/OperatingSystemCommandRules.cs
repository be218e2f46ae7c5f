using System.Buffers;
using System.Text.Unicode;

namespace Vitrine.Sandbox.Terminal;

/// <summary>
/// Which operating system commands (<c>OSC number ; text ST</c>) reach the person's terminal: titles, colours, links to the web, progress, and the
/// clipboard if the person allowed it. Everything else is dropped, because terminals keep inventing commands that write files (1337 File=), run
/// extensions (777), set fonts (50, whose answer is typed: CVE-2022-45063), open directories (7) or pop up messages (9, 99).
/// </summary>
internal static class OperatingSystemCommandRules
{
    /// <summary>Longest title that is passed, in bytes; the rest is cut off.</summary>
    public const int MaximumTitle = 256;

    /// <summary>Longest address of a link that is passed, in bytes.</summary>
    public const int MaximumLink = 2048;

    private static readonly SearchValues<byte> ColourBytes = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#:/.?;"u8);
    private static readonly SearchValues<byte> DigitsAndSemicolon = SearchValues.Create("0123456789;"u8);
    private static readonly SearchValues<byte> PaletteQuestionBytes = SearchValues.Create("0123456789;?"u8);
    private static readonly SearchValues<byte> Base64Bytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);
    private static readonly SearchValues<byte> LinkParameterBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=:"u8);

    /// <summary>
    /// Writes the command, or what may remain of it, with the terminator that it had. Gives why it was refused, or null. What is written is never
    /// longer than what came in.
    /// </summary>
    /// <param name="payload">What stood between introducer and terminator, without control characters.</param>
    /// <param name="terminator">BEL or ESC \: programs wait for an answer that ends in the same way.</param>
    /// <param name="allowClipboard">Whether OSC 52 may write the clipboard; reading it is never allowed.</param>
    /// <param name="modes">Where changes that must be undone are noted.</param>
    /// <param name="sink">Where it is written.</param>
    public static TerminalDrop? Pass(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> terminator, bool allowClipboard, TerminalModes modes, ref ByteSink sink)
    {
        int semicolon = payload.IndexOf((byte)';');
        ReadOnlySpan<byte> digits = semicolon < 0 ? payload : payload[..semicolon];
        ReadOnlySpan<byte> text = semicolon < 0 ? [] : payload[(semicolon + 1)..];
        int command = ParseCommand(digits);
        switch (command)
        {
            case 0 or 1 or 2 when semicolon >= 0 && Utf8.IsValid(text):
                Write(payload[..(semicolon + 1 + CutTitle(text))], terminator, ref sink);
                return null;
            case 4 or 10 or 11 or 12 when !text.IsEmpty && !text.ContainsAnyExcept(ColourBytes):
                NoteColours(command, text, modes);
                Write(payload, terminator, ref sink);
                return null;
            case 17 or 19 when text is [(byte)'?']:
                Write(payload, terminator, ref sink);
                return null;
            case 104 or 110 or 111 or 112 when !text.ContainsAnyExcept(DigitsAndSemicolon):
                // Some of the palette being reset says nothing of the rest of it.
                if (text.IsEmpty)
                    modes.Colour(command, isSet: false);
                Write(payload, terminator, ref sink);
                return null;
            case 8:
                return PassLink(payload, text, terminator, modes, ref sink);
            case 9 when IsProgress(text):
                modes.Progress(text is not [_, _, (byte)'0', ..]);
                Write(payload, terminator, ref sink);
                return null;
            case 52:
                if (!allowClipboard || !IsClipboardWrite(text))
                    return TerminalDrop.Clipboard;
                Write(payload, terminator, ref sink);
                return null;
            case 9 or 99 or 777:
                return TerminalDrop.Notification;
            default:
                return TerminalDrop.OperatingSystemCommand;
        }
    }

    /// <summary>Closes the open link, so that text after a refused link isn't taken for a part of the one before.</summary>
    public static void CloseLink(TerminalModes modes, ref ByteSink sink)
    {
        if (!modes.IsLinkOpen)
            return;
        modes.Link(isOpen: false);
        sink.Add("\e]8;;\a"u8);
    }

    // Strict: a leading zero or a fifth digit is read differently by different terminals.
    private static int ParseCommand(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is 0 or > 4 || (digits[0] == '0' && digits.Length > 1) || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return -1;
        int value = 0;
        foreach (byte b in digits)
            value = (value * 10) + (b - '0');
        return value;
    }

    // Length of what is kept, at the border of a character.
    private static int CutTitle(ReadOnlySpan<byte> text)
    {
        int end = Math.Min(text.Length, MaximumTitle);
        while (end < text.Length && (text[end] & 0xC0) == 0x80)
            end--;
        return end;
    }

    private static TerminalDrop? PassLink(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> text, ReadOnlySpan<byte> terminator, TerminalModes modes,
        ref ByteSink sink)
    {
        int semicolon = text.IndexOf((byte)';');
        ReadOnlySpan<byte> parameters = semicolon < 0 ? [] : text[..semicolon];
        ReadOnlySpan<byte> address = semicolon < 0 ? [] : text[(semicolon + 1)..];
        if (semicolon < 0 || parameters.ContainsAnyExcept(LinkParameterBytes) || !IsHarmlessAddress(address))
        {
            CloseLink(modes, ref sink);
            return TerminalDrop.Link;
        }

        modes.Link(!address.IsEmpty);
        Write(payload, terminator, ref sink);
        return null;
    }

    // An address is encoded: it has neither spaces nor anything beyond ASCII, where look-alikes live.
    private static bool IsHarmlessAddress(ReadOnlySpan<byte> address) =>
        address.IsEmpty
        || (address.Length <= MaximumLink && !address.ContainsAnyExceptInRange((byte)'!', (byte)'~')
            && (HasScheme(address, "https://"u8) || HasScheme(address, "http://"u8) || HasScheme(address, "mailto:"u8)));

    private static bool HasScheme(ReadOnlySpan<byte> address, ReadOnlySpan<byte> scheme) =>
        address.Length >= scheme.Length && System.Text.Ascii.EqualsIgnoreCase(address[..scheme.Length], scheme);

    // ConEmu's progress, which many terminals know: 4 ; state ; percent. Any other OSC 9 is a notification.
    private static bool IsProgress(ReadOnlySpan<byte> text) =>
        text is [(byte)'4', (byte)';', >= (byte)'0' and <= (byte)'4', ..] && text.Length <= 7
        && (text.Length == 3 || (text[3] == ';' && !text[4..].ContainsAnyExceptInRange((byte)'0', (byte)'9')));

    // Selections, a semicolon, base64. Anything that isn't base64 clears the clipboard, and '?' asks for it.
    private static bool IsClipboardWrite(ReadOnlySpan<byte> text)
    {
        int semicolon = text.IndexOf((byte)';');
        return semicolon is >= 0 and <= 4 && !text[..semicolon].ContainsAnyExcept("cps"u8)
            && semicolon + 1 < text.Length && !text[(semicolon + 1)..].ContainsAnyExcept(Base64Bytes);
    }

    // OSC 10 ; a ; b sets the colour 10 to a and 11 to b (XTerm Control Sequences). A command that only asks sets nothing.
    private static void NoteColours(int command, ReadOnlySpan<byte> text, TerminalModes modes)
    {
        if (command == 4)
        {
            if (text.ContainsAnyExcept(PaletteQuestionBytes))
                modes.Colour(4, isSet: true);
            return;
        }

        foreach (Range range in text.Split((byte)';'))
        {
            if (text[range] is not ([] or [(byte)'?']))
                modes.Colour(command, isSet: true);
            if (++command > 12)
                return;
        }
    }

    private static void Write(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> terminator, ref ByteSink sink)
    {
        sink.Add("\e]"u8);
        sink.Add(payload);
        sink.Add(terminator);
    }
}
