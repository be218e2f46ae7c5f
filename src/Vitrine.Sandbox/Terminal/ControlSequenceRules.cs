namespace Vitrine.Sandbox.Terminal;

/// <summary>
/// Which control sequences (CSI) reach the person's terminal. An explicit list: what programs use to draw, ECMA-48's own functions of that kind, the
/// requests whose answers have a fixed numeric form (cursor position, device attributes, mode and keyboard queries), and nothing else.
/// Sources: ECMA-48, DEC VT510 and VT520 programmer's references, XTerm Control Sequences, the kitty keyboard protocol.
/// </summary>
internal static class ControlSequenceRules
{
    /// <summary>
    /// Why the sequence is refused, or null when it may pass. Mode lists (final h and l) are judged mode by mode, by <see cref="TerminalModes"/>.
    /// </summary>
    public static TerminalDrop? Refuse(in ControlSequence sequence)
    {
        if (sequence.HasParts && sequence is not { Prefix: 0, Intermediate: 0, Final: (byte)'m' })
            return TerminalDrop.ControlSequence;
        if (sequence.Intermediate != 0)
            return RefuseWithIntermediate(sequence);
        return sequence.Prefix switch
        {
            0 => RefusePlain(sequence),
            (byte)'?' => RefuseQuestion(sequence),
            (byte)'>' => RefuseGreater(sequence),
            // Kitty keyboard: pop (TerminalModes keeps it from popping what is the person's own) and set.
            (byte)'<' => Unless(sequence.Final == 'u' && sequence.Count <= 1),
            _ => Unless(sequence.Final == 'u' && sequence.Count <= 2),
        };
    }

    private static TerminalDrop? RefusePlain(in ControlSequence sequence)
    {
        int count = sequence.Count;
        switch ((char)sequence.Final)
        {
            // Cursor, erase, insert, delete, scroll, tabs, repeat, SGR, scrolling region, save and restore cursor.
            case '@' or (>= 'A' and <= 'M') or 'P' or 'S' or 'X' or 'Z' or '`' or 'a' or 'b' or 'd' or 'e' or 'f' or 'g' or 'm' or 'r' or 's':
            // ECMA-48 functions of the same kind that hardly any terminal knows: editing extents, pages, tab stops, presentation.
            case 'N' or 'O' or 'Q' or 'U' or 'V' or 'W' or 'Y' or '^' or '_' or 'j' or 'k':
                return null;
            case 'T':
                // With five parameters it starts xterm's highlight tracking, in which xterm hangs until the program answers.
                return Unless(count <= 1);
            case 'h' or 'l':
                return Unless(count > 0);
            case 'u':
                return Unless(count == 0);
            case 'n':
                return Unless(count == 1 && sequence.ValueAt(0) is 5 or 6);
            case 'c':
                return Unless(count <= 1 && sequence.ValueAt(0) == 0);
            case 't':
                return RefuseWindowOperation(sequence);
            case 'i':
                return TerminalDrop.Print;
            default:
                // Among them ']' and '[', which the Linux console reads in its own way (CSI 12 ; n ] brings another console to the front).
                return TerminalDrop.ControlSequence;
        }
    }

    private static TerminalDrop? RefuseWindowOperation(in ControlSequence sequence)
    {
        switch (sequence.ValueAt(0))
        {
            case 14 or 16 or 18 when sequence.Count == 1:
                return null;
            case 22 or 23 when sequence.Count <= 3 && sequence.ValueAt(1) <= 2 && sequence.ValueAt(2) <= 9:
                return null;
            case 20 or 21:
                // The title comes back as typed input: CVE-2003-0063 and its many sisters.
                return TerminalDrop.Report;
            default:
                return TerminalDrop.WindowOperation;
        }
    }

    private static TerminalDrop? RefuseQuestion(in ControlSequence sequence)
    {
        switch ((char)sequence.Final)
        {
            case 'h' or 'l':
                return sequence.Count > 0 ? null : TerminalDrop.Mode;
            case 'J' or 'K':
                return Unless(sequence.Count <= 1);
            case 'n':
                return Unless(sequence.Count == 1 && sequence.ValueAt(0) is 6 or 996);
            case 'u':
                return Unless(sequence.Count == 0);
            case 'm':
                return Unless(sequence.Count == 1 && sequence.ValueAt(0) == 4);
            case 'c':
                // The Linux console's cursor shape.
                return Unless(sequence.Count is >= 1 and <= 3);
            case 'i':
                return TerminalDrop.Print;
            case 'r' or 's':
                // Saved modes could be restored behind the back of what is tracked.
                return TerminalDrop.Mode;
            default:
                return TerminalDrop.ControlSequence;
        }
    }

    private static TerminalDrop? RefuseGreater(in ControlSequence sequence)
    {
        switch ((char)sequence.Final)
        {
            case 'c' or 'q':
                return Unless(sequence.Count <= 1 && sequence.ValueAt(0) == 0);
            case 'm':
                return Unless(sequence.Count is 1 or 2 && sequence.ValueAt(0) == 4 && sequence.ValueAt(1) <= 3);
            case 'n':
                return Unless(sequence.Count == 1 && sequence.ValueAt(0) == 4);
            case 'u':
                return Unless(sequence.Count <= 1);
            case 't' or 'T':
                // Title modes: from then on titles are set and told in hexadecimal.
                return TerminalDrop.Report;
            default:
                return TerminalDrop.ControlSequence;
        }
    }

    private static TerminalDrop? RefuseWithIntermediate(in ControlSequence sequence)
    {
        switch (((char)sequence.Prefix, (char)sequence.Intermediate, (char)sequence.Final))
        {
            case ('\0', ' ', 'q'):
                return Unless(sequence.Count <= 1);
            case ('\0' or '?', '$', 'p'):
                return Unless(sequence.Count == 1);
            // Shift columns, soft reset, rectangles, protected characters, insert and delete columns.
            case ('\0', ' ', '@' or 'A')
                or ('\0', '!', 'p')
                or ('\0', '$', 'r' or 't' or 'v' or 'x' or 'z' or '{')
                or ('\0', '"', 'q')
                or ('\0', '\'', '}' or '~')
                or ('\0', '*', 'x'):
                return null;
            // DECRQCRA tells checksums of the screen, which shows what stood there before (CVE-less, but xterm forbids it by default); DECRQPSR tells stops and
            // sets.
            case (_, '*', 'y') or (_, '$', 'w'):
                return TerminalDrop.Report;
            default:
                return TerminalDrop.ControlSequence;
        }
    }

    private static TerminalDrop? Unless(bool isAllowed) => isAllowed ? null : TerminalDrop.ControlSequence;
}
