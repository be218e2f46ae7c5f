using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>Names of IANA time zones, and of languages and locales.</summary>
internal static partial class ZoneNames
{
    private static readonly FrozenSet<string> Legacy =
        ("PRC ROC ROK Hongkong Singapore Japan Iran Israel Turkey Egypt Cuba Eire GB-Eire NZ NZ-CHAT Portugal Poland Jamaica Libya Navajo Iceland Kwajalein W-SU Zulu Universal Greenwich CET EET MET WET EST MST HST EST5EDT "
        + "CST6CDT MST7MDT PST8PDT UCT UTC GMT GB US/Pacific US/Eastern US/Central US/Mountain US/Alaska US/Hawaii")
            .Split(' ')
            .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Languages =
        "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tr uk ur uz vi zh yue zu"
            .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a text is a zone's name that stands for itself.</summary>
    public static bool IsZone(string text) => text.Contains('/') && text.Length <= 40 && Form.IsMatch(text);

    /// <summary>Whether it is one of the names without a slash, which are words too.</summary>
    public static bool IsLegacy(string text) => text.Length <= 12 && Legacy.Contains(text);

    /// <summary>Whether it is a locale with its region: <c>zh-CN</c>, <c>pt_BR.UTF-8</c>.</summary>
    public static bool IsLocale(string text)
    {
        if (text.Length is < 5 or > 20)
            return false;
        int end = text.IndexOfAny(['-', '_']);
        return end is 2 or 3 && Languages.Contains(text[..end]) && LocaleForm.IsMatch(text);
    }

    /// <summary>Whether it is a language's tag, which is a word too: <c>zh</c>.</summary>
    public static bool IsLanguage(string text) => text.Length is 2 or 3 && Languages.Contains(text);

    [GeneratedRegex(@"\A(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc|US|Canada|Brazil|Chile|Mexico)/(?:[A-Z][A-Za-z_-]{2,20}(?:/[A-Z][A-Za-z_-]{2,20})?|GMT[+-]\d{1,2}|UTC|ACT|NSW)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form { get; }

    /// <summary>Zones anywhere in a text.</summary>
    [GeneratedRegex(@"(?<![A-Za-z0-9_/])(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][A-Za-z_-]{2,20}(?:/[A-Z][A-Za-z_-]{2,20})?",
        RegexOptions.CultureInvariant)]
    public static partial Regex Within { get; }

    [GeneratedRegex(@"\A[a-z]{2,3}[-_](?:[A-Z]{2}|[A-Z][a-z]{3}(?:[-_][A-Z]{2})?)(?:\.(?:UTF-?8|utf-?8|[A-Z0-9-]{3,12}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LocaleForm { get; }
}
