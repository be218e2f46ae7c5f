namespace Vitrine.Core.Inspect.HiddenText;

/// <summary>What a code point is by itself, and which neighbours make it honest.</summary>
internal static class CodePoints
{
    /// <summary>The kind of hiding that <paramref name="c"/> may be; null for an ordinary one. Letters are <see cref="Words"/>'s.</summary>
    public static HiddenTextKind? Suspect(int c) => c switch
    {
        0xAD or 0x180E or 0x200B or 0x200C or 0x200D or 0x2060 or 0xFEFF => HiddenTextKind.ZeroWidth,
        0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x206F) => HiddenTextKind.Bidi,
        0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x2800 or 0x3000 or 0x85 => HiddenTextKind.UnusualSpace,
        0xB4 or 0x2B9 or 0x2BB or 0x2BC or 0x2C8 or (>= 0x2010 and <= 0x201F) or 0x2024 or (>= 0x2032 and <= 0x2037) or 0x2044 or 0x2212 or 0xFF07 or 0xFF0D
            => HiddenTextKind.UnusualPunctuation,
        (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or (>= 0x180B and <= 0x180D) => HiddenTextKind.VariationSelector,
        >= 0xE0000 and <= 0xE007F => HiddenTextKind.Tag,
        (>= 0x2061 and <= 0x2064) or 0x115F or 0x1160 or 0x3164 or 0xFFA0 => HiddenTextKind.Invisible,
        (>= 0xE000 and <= 0xF8FF) or >= 0xF0000 => HiddenTextKind.PrivateUse,
        _ => null,
    };

    /// <summary>
    /// Whether <paramref name="c"/> is what writing needs there: after <paramref name="before"/> (-1 at the start of a piece), before <paramref name="after"/>.
    /// </summary>
    public static bool IsHonest(int c, int before, int after, bool inFlag) => c switch
    {
        0xFEFF => before < 0,
        // Joiners shape emoji, Arabic and Indic script.
        0x200C or 0x200D => IsJoining(before) && (IsJoining(after) || c == 0x200C) || (c == 0x200D && IsEmoji(before) && IsEmoji(after)),
        0x200E or 0x200F or 0x061C => IsRightToLeft(before) || IsRightToLeft(after),
        0x3000 => IsEastAsian(before) || IsEastAsian(after),
        0xFF0D => IsEastAsian(before) || IsEastAsian(after),
        >= 0xFE00 and <= 0xFE0F => IsEmoji(before)
            || IsEastAsian(before)
            || before is (>= 0x2100 and <= 0x2BFF) or '#' or '*' or (>= '0' and <= '9') or 0xA9 or 0xAE,
        >= 0xE0100 and <= 0xE01EF => IsEastAsian(before),
        >= 0x180B and <= 0x180E => before is >= 0x1800 and <= 0x18AF,
        0x115F or 0x1160 => before is >= 0x1100 and <= 0x11FF || after is >= 0x1100 and <= 0x11FF,
        >= 0xE0000 and <= 0xE007F => inFlag,
        _ => false,
    };

    private static bool IsEmoji(int c) =>
        c is (>= 0x1F000 and <= 0x1FAFF) or (>= 0x2190 and <= 0x2BFF) or 0xFE0F or 0x3030 or 0x303D or 0x3297 or 0x3299 or 0x203C or 0x2049;

    private static bool IsJoining(int c) =>
        c is (>= 0x0600 and <= 0x109F)
            or (>= 0x1780 and <= 0x18AF)
            or (>= 0xA840 and <= 0xABFF)
            or (>= 0xFB50 and <= 0xFDFF)
            or (>= 0xFE70 and <= 0xFEFC)
            or (>= 0x11000 and <= 0x11FFF);

    private static bool IsRightToLeft(int c) =>
        c is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);

    private static bool IsEastAsian(int c) =>
        c is (>= 0x1100 and <= 0x11FF)
            or (>= 0x2E80 and <= 0x2FFF)
            or (>= 0x3001 and <= 0x9FFF)
            or (>= 0xAC00 and <= 0xD7FF)
            or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFF00 and <= 0xFFEF)
            or (>= 0x20000 and <= 0x3FFFF);
}
