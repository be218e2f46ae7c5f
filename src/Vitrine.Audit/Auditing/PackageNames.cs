using System.Text;
using System.Text.Json;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;

namespace Vitrine.Audit.Auditing;

/// <summary>What a package's strings name, for its report: those that were hidden first.</summary>
internal static class PackageNames
{
    /// <summary>The word for <see cref="HarvestKind.DeclaredHost"/>.</summary>
    public const string DeclaredHost = "declared-host";

    /// <summary>The word for <see cref="HarvestKind.Documented"/>.</summary>
    public const string Documented = "documented";

    private const int MostHidden = 2000, MostOfKind = 1000, Longest = 1024;

    /// <summary>The names.</summary>
    public static IReadOnlyList<NamedString> Of(StaticReading reading) =>
    [
        .. reading.Revealed.OrderByDescending(one => one.IsDeliberate)
            .Take(MostHidden)
            .Select(one => new NamedString("string", Cut(one.Text), one.Place.ToString()) { Hiding = one.Chain }),
        .. reading.Harvest.Items.GroupBy(item => item.Kind)
            .SelectMany(kind => kind.Take(MostOfKind))
            .Select(item => new NamedString(Word(item.Kind), Cut(item.Value), item.Place.ToString()) { Hiding = item.Chain }),
    ];

    private static string Word(HarvestKind kind) => kind == HarvestKind.Zone ? "timezone" : JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    // A string of a program may end in half a surrogate pair, which no JSON can hold.
    private static string Cut(string text)
    {
        string cut = text.Length <= Longest ? text : text[..Longest] + "…";
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut));
    }
}
