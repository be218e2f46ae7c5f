using System.Globalization;
using System.Text;

namespace Vitrine.Cli.Report;

/// <summary>
/// Text that came from the agent, as a person may see it: nothing in it moves the cursor, changes a colour, reverses the reading direction, takes no
/// room or looks like a space. Each such character becomes its number (<c>\x1b</c>, <c>\u{202e}</c>), and so does what is no character at all. The result is
/// for reading; the exact text stands in the JSON.
/// </summary>
internal static class Visible
{
    private const int MaximumMarksInARow = 2;

    /// <summary>The text made visible.</summary>
    public static string Text(string text)
    {
        // Nearly all names are printable ASCII, and are returned as they are.
        int first = text.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        if (first < 0)
            return text;
        var visible = new StringBuilder(text.Length + 16).Append(text, 0, first);
        ReadOnlySpan<char> rest = text.AsSpan(first);
        // A mark right after the ASCII part still has a letter to stand on.
        int marks = first == 0 ? MaximumMarksInARow : 0;
        while (!rest.IsEmpty)
        {
            bool isRune = Rune.DecodeFromUtf16(rest, out Rune rune, out int used) == System.Buffers.OperationStatus.Done;
            int value = isRune ? rune.Value : rest[0];
            bool isMark = isRune && IsMark(rune);
            marks = isMark ? marks + 1 : 0;
            if (isRune && !IsHidden(rune) && marks <= MaximumMarksInARow)
                visible.Append(rest[..used]);
            else
                AppendNumber(visible, value);
            rest = rest[used..];
        }

        return visible.ToString();
    }

    /// <summary>
    /// The text made visible and cut in its middle to at most <paramref name="maximum"/> UTF-16 units: the end of a path says most, its start says where.
    /// </summary>
    public static string Cut(string text, int maximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 8);
        if (text.Length > maximum * 4)
            text = string.Concat(text.AsSpan(0, maximum * 2), text.AsSpan(text.Length - (maximum * 2)));
        string visible = Text(text);
        if (visible.Length <= maximum)
            return visible;
        int head = (maximum - 1) / 3;
        int tail = maximum - 1 - head;
        // A half of a surrogate pair, or a mark without its letter, must not be what the cut leaves.
        return Text(string.Concat(visible.AsSpan(0, head).TrimEnd('\\'), "…", visible.AsSpan(visible.Length - tail)));
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control
            or UnicodeCategory.Format
            or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.SpaceSeparator => rune.Value != ' ',
        _ => IsIgnorable(rune.Value),
    };

    // Of other categories, and yet shown as nothing (Unicode: Default_Ignorable_Code_Point, and the empty Braille pattern).
    private static bool IsIgnorable(int value) =>
        value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or (>= 0x180B and <= 0x180F)
            or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF);

    private static void AppendNumber(StringBuilder visible, int value)
    {
        if (value <= 0xFF)
            visible.Append("\\x").Append(value.ToString("x2", CultureInfo.InvariantCulture));
        else
            visible.Append("\\u{").Append(value.ToString("x", CultureInfo.InvariantCulture)).Append('}');
    }
}
