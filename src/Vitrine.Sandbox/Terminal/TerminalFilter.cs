using System.Buffers;
using System.Text.Unicode;

namespace Vitrine.Sandbox.Terminal;

/// <summary>
/// Stands between what the box writes and the person's terminal. A parser after Paul Williams' state diagram of the VT500 series, for UTF-8, that writes
/// anew what it understood and what is on an explicit list: complete sequences in 7-bit form and valid text. So the terminal never sees a sequence that
/// it could read otherwise than the filter did; the terminal is in its ground state after every write.
/// <para>
/// The terminal is taken to be in UTF-8 mode, as terminals have been for twenty years; nothing that the filter passes takes it out of that mode.
/// </para>
/// <para>
/// Streaming: a sequence may be split anywhere. Memory is fixed: nothing is allocated after the constructor. Not thread-safe.
/// </para>
/// </summary>
public sealed partial class TerminalFilter
{
    /// <summary>Longest operating system command that is held, in bytes; a longer one is dropped to its end.</summary>
    public const int MaximumCommand = 4096;

    /// <summary>Longest clipboard text that is held when the clipboard is allowed, in bytes of base64.</summary>
    public const int MaximumClipboard = 100_000;

    // Text is looked at in pieces that stay in the first-level cache between looking, validating and copying.
    private const int RunLength = 8192;

    // What ends a run of text: controls other than BEL, BS, HT, LF, VT, FF and CR; and C2, with which the C1 controls begin.
    private static readonly SearchValues<byte> NotText = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x7F, 0xC2]);

    private readonly TerminalModes _modes = new();
    private readonly long[] _dropped = new long[(int)TerminalDrop.Unfinished + 1];
    private readonly bool _allowClipboard;

    /// <summary>A filter for one terminal.</summary>
    /// <param name="allowClipboard">Whether the box may write the clipboard (OSC 52). It may never read it.</param>
    public TerminalFilter(bool allowClipboard = false)
    {
        _allowClipboard = allowClipboard;
        _held = new byte[allowClipboard ? MaximumClipboard : MaximumCommand];
    }

    /// <summary>How many things of each kind were kept from the terminal. A snapshot; kinds that did not occur are left out.</summary>
    public IReadOnlyDictionary<string, long> Dropped
    {
        get
        {
            var counts = new Dictionary<string, long>(StringComparer.Ordinal);
            for (int i = 0; i < _dropped.Length; i++)
            {
                long count = Volatile.Read(ref _dropped[i]);
                if (count > 0)
                    counts.Add(NameOf((TerminalDrop)i), count);
            }

            return counts;
        }
    }

    /// <summary>
    /// Room that <see cref="Write"/> needs for an input of this length, in bytes. Over a whole stream the output is never longer than the input.
    /// </summary>
    public int MaximumOutput(int inputLength) => checked(inputLength + _held.Length + 16);

    /// <summary>Room that <see cref="Finish"/>, <see cref="WriteResets"/> and <see cref="WriteModesAgain"/> need, in bytes.</summary>
    public static int MaximumFinish => TerminalModes.MaximumLength;

    /// <summary>Filters the next bytes of the box.</summary>
    /// <param name="input">What the box wrote; it may begin and end within a sequence.</param>
    /// <param name="output">At least <see cref="MaximumOutput"/> bytes.</param>
    /// <returns>How many bytes of <paramref name="output"/> are to be sent to the terminal.</returns>
    /// <exception cref="ArgumentException"><paramref name="output"/> is too short; nothing was taken in.</exception>
    public int Write(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (output.Length < MaximumOutput(input.Length))
            throw new ArgumentException($"The output needs room for {MaximumOutput(input.Length)} bytes.", nameof(output));
        var sink = new ByteSink(output);
        int slow = 0;
        while (!input.IsEmpty)
        {
            int taken = 0;
            if (_state == State.StringIgnored)
                taken = TakeIgnored(input);
            else if (_state == State.Ground && slow == 0 && !_character.IsPending)
                taken = TakeText(input[..Math.Min(input.Length, RunLength)], ref sink, out slow);
            if (taken == 0)
            {
                TakeByte(input[0], ref sink);
                taken = 1;
                slow = Math.Max(0, slow - 1);
            }

            input = input[taken..];
        }

        return sink.Length;
    }

    /// <summary>
    /// Ends the stream: drops what is unfinished and undoes what the box changed of the terminal and left so. The filter can then be used anew.
    /// </summary>
    /// <param name="output">At least <see cref="MaximumFinish"/> bytes.</param>
    /// <returns>How many bytes of <paramref name="output"/> are to be sent to the terminal.</returns>
    public int Finish(Span<byte> output)
    {
        if (_character.IsPending)
            Count(TerminalDrop.InvalidText);
        // A string that is ignored was counted when it began.
        if (_state is not (State.Ground or State.StringIgnored or State.StringIgnoredEscape))
            Count(TerminalDrop.Unfinished);
        _character.Clear();
        _state = State.Ground;
        _heldLength = 0;
        int written = WriteResets(output);
        _modes.Clear();
        return written;
    }

    /// <summary>Writes what undoes the modes for a while, such as while the session is stopped; <see cref="WriteModesAgain"/> is the way back.</summary>
    public int WriteResets(Span<byte> output)
    {
        var sink = new ByteSink(output);
        _modes.WriteResets(ref sink);
        return sink.Length;
    }

    /// <summary>Writes what sets the box's modes again after <see cref="WriteResets"/>. The screen's contents are the program's to draw again.</summary>
    public int WriteModesAgain(Span<byte> output)
    {
        var sink = new ByteSink(output);
        _modes.WriteAgain(ref sink);
        return sink.Length;
    }

    private void Count(TerminalDrop kind, long count = 1) => Volatile.Write(ref _dropped[(int)kind], _dropped[(int)kind] + count);

    // The fast way: whole runs of plain text. What it does must be exactly what TakeByte does, byte by byte. A run that is not valid is left to that,
    // whole: looking again after each byte would make broken text cost the square of its length.
    private static int TakeText(ReadOnlySpan<byte> input, ref ByteSink sink, out int slow)
    {
        int end = input.IndexOfAny(NotText);
        ReadOnlySpan<byte> run = end < 0 ? input[..^IncompleteTail(input)] : input[..end];
        bool isValid = Utf8.IsValid(run);
        slow = isValid ? 0 : run.Length;
        if (!isValid)
            return 0;
        sink.Add(run);
        return run.Length;
    }

    // Length of a character that is cut off by the end of the input, as far as its first byte tells.
    private static int IncompleteTail(ReadOnlySpan<byte> input)
    {
        for (int back = 1; back <= Math.Min(3, input.Length); back++)
        {
            byte b = input[^back];
            if (b >= 0xC0)
                return back < (b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2) ? back : 0;
            if (b < 0x80)
                return 0;
        }

        return 0;
    }

    private static string NameOf(TerminalDrop kind) => kind switch
    {
        TerminalDrop.Control => "control",
        TerminalDrop.InvalidText => "invalid-text",
        TerminalDrop.Escape => "escape",
        TerminalDrop.ControlSequence => "control-sequence",
        TerminalDrop.Mode => "mode",
        TerminalDrop.WindowOperation => "window-operation",
        TerminalDrop.Report => "report",
        TerminalDrop.Print => "print",
        TerminalDrop.Clipboard => "clipboard",
        TerminalDrop.Link => "link",
        TerminalDrop.Notification => "notification",
        TerminalDrop.OperatingSystemCommand => "operating-system-command",
        TerminalDrop.DeviceControlString => "device-control-string",
        TerminalDrop.PrivateString => "private-string",
        TerminalDrop.Overlong => "overlong",
        _ => "unfinished",
    };
}
