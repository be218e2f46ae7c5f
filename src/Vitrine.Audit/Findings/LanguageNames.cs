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
