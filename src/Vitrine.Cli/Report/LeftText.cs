using System.Globalization;
using Vitrine.Core.Model;
using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report;

/// <summary>Words for what was found in bodies, the same in each report.</summary>
internal static class LeftText
{
    private const int NameWidth = 60;

    /// <summary><c>src/app.py 1–40, 52 of 80</c>, or <c>src/app.py whole (80 lines)</c>.</summary>
    public static string File(LeftFileReport file, int mostRanges = 4)
    {
        string name = Visible.Cut(file.File.ToString(), NameWidth);
        if (file.Lines >= file.FileLines)
            return $"{name} whole ({Quantity.Of(file.FileLines, "line")})";
        if (file.Ranges.Count == 0)
            return $"{name} {Number(file.Lines)} of {Quantity.Of(file.FileLines, "line")}";
        string ranges = string.Join(", ", file.Ranges.Take(mostRanges).Select(Range));
        string more = file.Ranges.Count > mostRanges ? $" and {Number(file.Ranges.Count - mostRanges)} more pieces" : "";
        return $"{name} {ranges}{more} of {Number(file.FileLines)}";
    }

    /// <summary><c>aws-access-key-id</c>, or <c>.env: DATABASE_URL</c> for a value that the person has.</summary>
    public static string Secret(LeftSecretReport secret) =>
        Visible.Cut(secret.Name is { Length: > 0 } name ? secret.Rule == "own-value" ? name : $"{secret.Rule} ({name})" : secret.Rule, NameWidth);

    /// <summary><c>user name</c>, <c>host name as sha256</c>.</summary>
    public static string Identity(LeftIdentityReport identity) =>
        Visible.Cut(identity.Form == "clear" ? Words(identity.What) : $"{Words(identity.What)} as {identity.Form}", NameWidth);

    private static string Words(string what) => what.Replace('-', ' ');

    private static string Range(LineRange range) =>
        range.First == range.Last
            ? range.First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{range.First}–{range.Last}");

    private static string Number(long count) => Quantity.Number(count);
}
