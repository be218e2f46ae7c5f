using System.Security.Cryptography;

namespace Vitrine.Audit.Reports;

/// <summary>Names of the files of a report's directory.</summary>
public static class ReportFiles
{
    /// <summary>Everything, for programs.</summary>
    public const string Json = "report.json";

    /// <summary>For people.</summary>
    public const string Html = "report.html";

    /// <summary>SARIF 2.1.0.</summary>
    public const string Sarif = "report.sarif";

    /// <summary>CycloneDX 1.6.</summary>
    public const string Components = "bom.cdx.json";

    /// <summary>An in-toto statement in a DSSE envelope.</summary>
    public const string Statement = "statement.dsse.json";

    /// <summary>The directory of the captures.</summary>
    public const string Evidence = "evidence";

    /// <summary>The file of a session's capture, relative to the report.</summary>
    /// <exception cref="ArgumentException">The id could be part of another path.</exception>
    public static string CaptureOf(string session) =>
        IsId(session) ? $"{Evidence}/{session}.json.gz" : throw new ArgumentException("A session's id has letters, digits and hyphens.", nameof(session));

    /// <summary>A file's digest as reports and statements name it: SHA-256 in lower-case hexadecimal.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Whether a text can be a session's id, and so part of a file's name: a report may come from anywhere.</summary>
    public static bool IsId(string? session) => session is { Length: > 0 and <= 100 } && session.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
