namespace Vitrine.Core.Inspect.HiddenText;

/// <summary>What kind of hiding it is.</summary>
public enum HiddenTextKind : byte
{
    /// <summary>A character without width, such as U+200B.</summary>
    ZeroWidth,

    /// <summary>A control of the direction of text (CVE-2021-42574).</summary>
    Bidi,

    /// <summary>A letter of one script that stands for one of another (UTS #39).</summary>
    Confusable,

    /// <summary>A tag character, U+E0000 to U+E007F: ASCII that nobody sees.</summary>
    Tag,

    /// <summary>A space other than U+0020.</summary>
    UnusualSpace,

    /// <summary>A hyphen, quote or dot other than ASCII's; honest typography has them too, so it is a count.</summary>
    UnusualPunctuation,

    /// <summary>A variation selector that selects nothing.</summary>
    VariationSelector,

    /// <summary>A code point of a private use area.</summary>
    PrivateUse,

    /// <summary>An invisible mathematical operator or a Hangul filler.</summary>
    Invisible,

    /// <summary>A byte that is not UTF-8.</summary>
    InvalidUtf8,
}

/// <summary>One place of hidden text.</summary>
/// <param name="Kind">What kind of hiding it is.</param>
/// <param name="Range">Where in the text.</param>
/// <param name="CodePoint">The code point; -1 for a byte that is not UTF-8.</param>
public readonly record struct HiddenCharacter(HiddenTextKind Kind, TextRange Range, int CodePoint);
