namespace Vitrine.Cli.Report.Html;

/// <summary>A file of the workspace as it is now.</summary>
/// <param name="Lines">Its lines, without their ends.</param>
/// <param name="HasChanged">Whether it may have changed since the session: then the marked lines may have moved.</param>
internal sealed record SentFile(IReadOnlyList<string> Lines, bool HasChanged);
