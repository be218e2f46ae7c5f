using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>What left the machine, as far as it was searched.</summary>
/// <param name="Destinations">Destinations, the one that got most first.</param>
/// <param name="MoreDestinations">Destinations past that list.</param>
public sealed record LeftReport(IReadOnlyList<DestinationReport> Destinations, More MoreDestinations);

/// <summary>What went to one destination, and what was kept from it.</summary>
/// <param name="Host">The host, as <see cref="HttpReport"/> names it.</param>
/// <param name="Region">Its declared region; null where it has none.</param>
/// <param name="Bodies">Bodies that were searched and let go.</param>
/// <param name="Refused">Bodies that were refused for what is in them.</param>
/// <param name="TokensIn">Input tokens, as its answers counted them.</param>
/// <param name="TokensOut">Output tokens, as its answers counted them.</param>
/// <param name="Purposes">What its requests are for, such as <c>model</c> or <c>telemetry</c>, with how many.</param>
/// <param name="Models">Models asked for.</param>
/// <param name="Parts">Bytes of text of each kind, such as <c>user</c> or <c>tool-result</c>, resent history counted each time.</param>
/// <param name="Files">Files of the workspace of which lines went out, the one with most lines first.</param>
/// <param name="MoreFiles">Files past that list.</param>
/// <param name="Secrets">Secrets that were found.</param>
/// <param name="MoreSecrets">Secrets past that list.</param>
/// <param name="Identity">What tells who or where the person is.</param>
/// <param name="HiddenText">Text that a reader does not see, or sees as another.</param>
/// <param name="UnscannedBytes">Bytes that could not be searched.</param>
/// <param name="Unscanned">Why, with how many bytes.</param>
public sealed record DestinationReport(
    string Host, string? Region, long Bodies, long Refused, long TokensIn, long TokensOut,
    IReadOnlyDictionary<string, long> Purposes, IReadOnlyDictionary<string, long> Models, IReadOnlyDictionary<string, long> Parts,
    IReadOnlyList<LeftFileReport> Files, More MoreFiles, IReadOnlyList<LeftSecretReport> Secrets, More MoreSecrets,
    IReadOnlyList<LeftIdentityReport> Identity, IReadOnlyList<LeftHiddenReport> HiddenText,
    long UnscannedBytes, IReadOnlyDictionary<string, long> Unscanned)
{
    /// <summary>All different lines of files of the workspace that went there.</summary>
    public long Lines { get; init; }
}

/// <summary>Lines of one file that went out.</summary>
/// <param name="File">The file, relative to the workspace.</param>
/// <param name="Lines">How many different lines.</param>
/// <param name="FileLines">How many the file had.</param>
/// <param name="Ranges">Which; empty where there were too many pieces to keep.</param>
/// <param name="IsExact">Whether all of them were compared with the file.</param>
/// <param name="Bodies">In how many bodies lines of it were.</param>
public sealed record LeftFileReport(UnixPath File, long Lines, int FileLines, IReadOnlyList<LineRange> Ranges, bool IsExact, long Bodies);

/// <summary>A secret that was found in what was to go out.</summary>
/// <param name="Rule">The rule that found it.</param>
/// <param name="Name">Where the person has it; null for a known format.</param>
/// <param name="Fingerprint">Tells different secrets of one rule apart.</param>
/// <param name="Stopped">How often it was kept from leaving: blocked or redacted.</param>
/// <param name="Left">How often it went out.</param>
/// <param name="Place">Where it was first found.</param>
public sealed record LeftSecretReport(string Rule, string? Name, string Fingerprint, long Stopped, long Left, string Place);

/// <summary>What tells who or where the person is.</summary>
/// <param name="What">What it is, such as <c>host-name</c>.</param>
/// <param name="Form">In which form, such as <c>clear</c> or <c>sha256</c>.</param>
/// <param name="Bodies">In how many bodies that went out.</param>
/// <param name="Place">Where it was first found.</param>
public sealed record LeftIdentityReport(string What, string Form, long Bodies, string Place);

/// <summary>Text that a reader does not see, or sees as another.</summary>
/// <param name="What">What it is, such as <c>zero-width</c>.</param>
/// <param name="Count">How many characters.</param>
/// <param name="Place">Where it was first found.</param>
public sealed record LeftHiddenReport(string What, long Count, string Place);
