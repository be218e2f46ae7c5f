using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment.Catalog;

/// <summary>Languages and regions: by LANG, LC_ALL and LANGUAGE together, and by each alone.</summary>
internal static class LocaleLevels
{
    private static readonly string[] Leading = ["zh_CN.UTF-8", "de_DE.UTF-8", "ru_RU.UTF-8", "ko_KR.UTF-8", "fa_IR.UTF-8", "ja_JP.UTF-8"];

    private static readonly string[] Usual =
        ["en_GB.UTF-8", "fr_FR.UTF-8", "zh_TW.UTF-8", "pt_BR.UTF-8", "es_ES.UTF-8", "ar_SA.UTF-8", "he_IL.UTF-8", "uk_UA.UTF-8", "tr_TR.UTF-8", "hi_IN",
            "C.UTF-8", "C", "POSIX", "en_IN", "zh_HK.UTF-8"];

    private static readonly string[] Rare =
    [
        "it_IT.UTF-8", "nl_NL.UTF-8", "pl_PL.UTF-8", "sv_SE.UTF-8", "da_DK.UTF-8", "fi_FI.UTF-8", "nb_NO.UTF-8", "cs_CZ.UTF-8", "hu_HU.UTF-8", "el_GR.UTF-8",
            "vi_VN", "th_TH.UTF-8", "id_ID.UTF-8",
        "be_BY.UTF-8", "kk_KZ.UTF-8", "en_AU.UTF-8", "en_CA.UTF-8", "en_SG.UTF-8", "es_MX.UTF-8", "pt_PT.UTF-8", "de_AT.UTF-8", "de_CH.UTF-8", "zh_SG.UTF-8",
        "zh_CN.GB18030", "ru_RU.KOI8-R", "en_US.ISO-8859-1",
    ];

    public static IEnumerable<RankedLevel> All()
    {
        foreach (string locale in Leading)
            yield return Whole(locale, LevelRanks.Leading);
        foreach (string locale in Usual)
            yield return Whole(locale, LevelRanks.Usual);
        foreach (string locale in Rare)
            yield return Whole(locale, LevelRanks.Rare);
        foreach (string locale in Leading[..2])
        {
            yield return One($"LANG={locale}", ("LANG", locale));
            yield return One($"LC_ALL={locale}", ("LC_ALL", locale));
            yield return One($"LANGUAGE={Language(locale)}", ("LANGUAGE", Language(locale)));
        }

        yield return One("LC_TIME=de_DE.UTF-8", ("LC_TIME", "de_DE.UTF-8"));
        yield return One("unset", ("LANG", null), ("LC_ALL", null), ("LANGUAGE", null));
    }

    private static RankedLevel Whole(string locale, int rank) =>
        Levels.Variables(Factors.Locale, locale, rank, LevelUse.Any, ("LANG", locale), ("LC_ALL", locale), ("LANGUAGE", Language(locale)));

    private static RankedLevel One(string name, params ReadOnlySpan<(string, string?)> variables) =>
        Levels.Variables(Factors.Locale, name, LevelRanks.Rare, LevelUse.Any, variables);

    private static string Language(string locale) => locale.Split('.')[0] is var name && name is "C" or "POSIX" ? "" : $"{name}:{name.Split('_')[0]}";
}
