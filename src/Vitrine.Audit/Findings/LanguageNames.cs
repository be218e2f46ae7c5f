namespace Vitrine.Audit.Findings;

/// <summary>The ways in which a program says a locale in clear.</summary>
internal static class LanguageNames
{
    /// <summary>Codes and names for it: <c>de_DE.UTF-8</c>, <c>de-DE</c>, <c>de</c>, <c>German</c>, <c>Deutsch</c>.</summary>
    public static IEnumerable<string> Of(string locale)
    {
        string plain = locale.Split('.', '@')[0];
        string language = plain.Split('_')[0];
        yield return locale;
        yield return plain;
        yield return plain.Replace('_', '-');
        yield return language;
        foreach (string name in Names(language))
            yield return name;
    }

    // What does not stand in a sentence of another language that is written in Latin letters.
    private static readonly HashSet<string> s_english = new(StringComparer.OrdinalIgnoreCase) { "the", "and", "of", "to", "with", "are", "over", "not", "you",
        "your", "that", "this", "use", "when", "it", "for" };
    private static readonly HashSet<string> s_otherScripts = new(StringComparer.Ordinal) { "ar", "fa", "ur", "he", "yi", "hi", "mr", "ne", "bn", "ta", "te",
        "kn", "ml", "gu", "pa", "si", "th", "lo", "km", "my", "ka", "hy", "am", "ja", "ko", "zh", "ru", "uk", "be", "bg", "mk", "el", "kk", "ky", "mn", "tg",
        "ps", "ckb", "sd" };

    // Names of files and commands stand in any text.
    private const int LeastOfScript = 3;
    private const int WordsForOne = 12;

    /// <summary>
    /// Whether a text is written in the locale's language, rather than in English with a foreign letter in it: a good part of its letters are of the language's
    /// script, or, where that is Latin, hardly a word is an English one.
    /// </summary>
    public static bool AreWrittenIn(string text, string locale)
    {
        int other = text.Count(c => c >= 0x80 && char.IsLetter(c));
        if (s_otherScripts.Contains(locale.Split('_', '.', '@')[0]))
            return other > 0 && LeastOfScript * other >= text.Count(char.IsLetter);
        string[] words = [.. Comparison.Text.Tokens.Of(text).Where(word => word.Length > 0 && char.IsLetter(word[0]))];
        return other > 0 && WordsForOne * words.Count(s_english.Contains) <= words.Length;
    }

    /// <summary>
    /// Whether two lines have the same items in their lists, parted in the one as English does, and in the other as the locale's language does (Unicode
    /// Technical Standard 35, part 2, list patterns): <c>a, b, and c</c>, <c>a, b und c</c>.
    /// </summary>
    public static bool PartLists(string english, string other, string locale)
    {
        (string comma, string[] and, string[] or) = ListsOf(locale.Split('_', '.', '@')[0]);
        // The signs below are the audit's alone; a control character in a line is a mark.
        if (and.Length == 0 || (english + other).Any(char.IsControl))
            return false;
        string one = Parted(english, ",", ["and"], ["or"]), now = Parted(other, comma, and, or);
        // Japanese has nothing else before the last item.
        return one != english && (comma == and[0] ? one.Replace(And, Comma, StringComparison.Ordinal) : one) == now;
    }

    private const string Comma = "\u0001", And = "\u0002", Or = "\u0003";

    private static string Parted(string line, string comma, string[] and, string[] or)
    {
        foreach ((string[] words, string sign) in ((string[], string)[])[(comma == and[0] ? [] : and, And), (or, Or)])
        {
            // Between words of letters that are parted by blanks, a word is one only with them.
            foreach (string word in words)
                line = word[0] < 0x250
                    ? line.Replace($"{comma} {word} ", sign, StringComparison.Ordinal).Replace($" {word} ", sign, StringComparison.Ordinal)
                    : line.Replace($"{comma} {word} ", sign, StringComparison.Ordinal)
                        .Replace($" {word} ", sign, StringComparison.Ordinal)
                        .Replace(word, sign, StringComparison.Ordinal);
        }

        // A blank more or less behind a comma belongs to no language.
        return line.Replace(comma is "\u3001" ? comma : comma + " ", Comma, StringComparison.Ordinal);
    }

    private static (string Comma, string[] And, string[] Or) ListsOf(string language) => language switch
    {
        "zh" => ("\u3001", ["\u548c"], ["\u6216"]),
        "ja" => ("\u3001", ["\u3001"], ["\u307e\u305f\u306f"]),
        "ko" => (",", ["\ubc0f"], ["\ub610\ub294"]),
        "ar" => ("\u060c", ["\u0648"], ["\u0623\u0648"]),
        "fa" => ("\u060c", ["\u0648"], ["\u06cc\u0627"]),
        "de" => (",", ["und"], ["oder"]),
        "fr" => (",", ["et"], ["ou"]),
        "es" => (",", ["y", "e"], ["o", "u"]),
        "it" => (",", ["e"], ["o"]),
        "pt" => (",", ["e"], ["ou"]),
        "nl" => (",", ["en"], ["of"]),
        "sv" => (",", ["och"], ["eller"]),
        "da" or "nb" or "nn" or "no" => (",", ["og"], ["eller"]),
        "fi" => (",", ["ja"], ["tai"]),
        "pl" => (",", ["i"], ["lub"]),
        "cs" => (",", ["a"], ["nebo"]),
        "tr" => (",", ["ve"], ["veya"]),
        "ru" => (",", ["\u0438"], ["\u0438\u043b\u0438"]),
        "uk" => (",", ["\u0442\u0430", "\u0456"], ["\u0430\u0431\u043e"]),
        "hu" => (",", ["\u00e9s"], ["vagy"]),
        "ro" => (",", ["\u0219i"], ["sau"]),
        _ => (",", [], []),
    };

    private static string[] Names(string language) => language switch
    {
        "en" => ["English"],
        "de" => ["German", "Deutsch"],
        "fr" => ["French", "français"],
        "es" => ["Spanish", "español"],
        "it" => ["Italian", "italiano"],
        "pt" => ["Portuguese", "português"],
        "nl" => ["Dutch", "Nederlands"],
        "pl" => ["Polish", "polski"],
        "ru" => ["Russian", "русский"],
        "uk" => ["Ukrainian", "українська"],
        "tr" => ["Turkish", "Türkçe"],
        "ar" => ["Arabic", "العربية"],
        "fa" => ["Persian", "Farsi", "فارسی"],
        "he" => ["Hebrew", "עברית"],
        "hi" => ["Hindi", "हिन्दी"],
        "th" => ["Thai", "ไทย"],
        "vi" => ["Vietnamese", "Tiếng Việt"],
        "id" => ["Indonesian"],
        "ja" => ["Japanese", "日本語"],
        "ko" => ["Korean", "한국어"],
        "zh" => ["Chinese", "中文", "简体中文", "繁體中文"],
        "sv" => ["Swedish", "svenska"],
        "da" => ["Danish", "dansk"],
        "nb" => ["Norwegian", "Norwegian Bokmål", "norsk"],
        "nn" => ["Norwegian", "Norwegian Nynorsk", "nynorsk"],
        "fi" => ["Finnish", "suomi"],
        "cs" => ["Czech", "čeština"],
        "sk" => ["Slovak", "slovenčina"],
        "hu" => ["Hungarian", "magyar"],
        "ro" => ["Romanian", "română"],
        "bg" => ["Bulgarian", "български"],
        "el" => ["Greek", "Ελληνικά"],
        "sr" => ["Serbian", "српски"],
        "hr" => ["Croatian", "hrvatski"],
        "sl" => ["Slovenian", "slovenščina"],
        "lt" => ["Lithuanian", "lietuvių"],
        "lv" => ["Latvian", "latviešu"],
        "et" => ["Estonian", "eesti"],
        "ca" => ["Catalan", "català"],
        "be" => ["Belarusian", "беларуская"],
        "kk" => ["Kazakh", "қазақ тілі"],
        "bn" => ["Bengali", "Bangla", "বাংলা"],
        "ta" => ["Tamil", "தமிழ்"],
        "ur" => ["Urdu", "اردو"],
        "ms" => ["Malay", "Melayu"],
        "fil" => ["Filipino"],
        "ka" => ["Georgian", "ქართული"],
        "hy" => ["Armenian", "հայերեն"],
        "az" => ["Azerbaijani"],
        "uz" => ["Uzbek"],
        "mn" => ["Mongolian", "монгол"],
        "sw" => ["Swahili", "Kiswahili"],
        "ug" => ["Uyghur", "ئۇيغۇرچە"],
        "bo" => ["Tibetan", "བོད་སྐད་"],
        "is" => ["Icelandic", "íslenska"],
        "ga" => ["Irish", "Gaeilge"],
        "eu" => ["Basque", "euskara"],
        "cy" => ["Welsh", "Cymraeg"],
        "C" or "POSIX" => ["en", "en-US", "en_US", "English"],
        _ => [],
    };
}
