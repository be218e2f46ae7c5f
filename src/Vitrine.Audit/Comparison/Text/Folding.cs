using System.Globalization;
using System.Text;
using Vitrine.Core.Inspect.HiddenText;

namespace Vitrine.Audit.Comparison.Text;

/// <summary>
/// What a reader sees of a text: no characters without width, one kind of space, quote and dash, look-alikes as the letters that they look like.
/// </summary>
internal static class Folding
{
    /// <summary>The folded text. Two texts that fold alike look alike.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            string shown = Shown(rune);
            if (shown == " " && (folded.Length == 0 || folded[^1] is ' ' or '\n'))
                continue;
            if (shown == "\n" && folded.Length > 0 && folded[^1] == ' ')
                folded.Length--;
            folded.Append(shown);
        }
        if (folded.Length > 0 && folded[^1] == ' ')
            folded.Length--;
        return folded.ToString();
    }

    /// <summary>Only what a reader does not see or cannot tell from something else.</summary>
    public static string Unseen(string text)
    {
        var unseen = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value >= 0x80 && IsUnseen(rune))
                unseen.Append(CultureInfo.InvariantCulture, $"U+{rune.Value:X4} ");
        }
        return unseen.ToString();
    }

    /// <summary>Whether it has no width, is a space that is none of ours, or looks like an ASCII character.</summary>
    public static bool IsUnseen(Rune rune)
    {
        string shown = Shown(rune);
        return rune.Value >= 0x80 && (shown.Length == 0 || shown[0] < 0x80);
    }

    private static string Shown(Rune rune) => rune.Value switch
    {
        '\n' => "\n",
        '\r' => "",
        ' ' or '\t' or 0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x202F or 0x205F or 0x3000 => " ",
        >= 0x21 and <= 0x7E => rune.ToString(),
        0x2018 or 0x2019 or 0x201A or 0x201B or 0x02B9 or 0x02BB or 0x02BC or 0x02C8 or 0x2032 or 0x00B4 or 0xFF07 => "'",
        0x201C or 0x201D or 0x201E or 0x201F or 0x2033 or 0xFF02 => "\"",
        0x2010 or 0x2011 or 0x2012 or 0x2013 or 0x2014 or 0x2015 or 0x2212 or 0xFE63 or 0xFF0D => "-",
        0x2026 => "...",
        0x2044 or 0x2215 or 0xFF0F => "/",
        0x2024 or 0xFF0E => ".",
        0xA789 or 0x2236 or 0xFF1A => ":",
        0x037E or 0xFF1B => ";",
        >= 0xFF01 and <= 0xFF5E => ((char)(rune.Value - 0xFEE0)).ToString(),
        0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E)
            or (>= 0x2060 and <= 0x206F)
                or 0x3164
                or 0xFEFF
                or 0xFFA0
                or (>= 0xFE00 and <= 0xFE0F)
                or (>= 0xE0000 and <= 0xE0FFF)
                or (< 0x20)
                or (>= 0x7F and <= 0x9F) => "",
        _ => ConfusableTable.Skeleton(rune.Value) is byte like and not 0 ? ((char)like).ToString() : rune.ToString(),
    };
}
