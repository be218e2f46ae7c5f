using Vitrine.Core.Model;

namespace Vitrine.Cli.Report;

/// <summary>The report at the end of <c>vitrine run</c>.</summary>
internal static class EndOfRun
{
    /// <summary>Writes it to standard error. Call it when the terminal is the person's again, and the record is closed.</summary>
    public static void Write(SessionSummary summary, OutputStream? messages = null) =>
        (messages ?? OutputStream.Messages()).Write(ShortReport.ToPage(summary.ToReport(), Environment.GetEnvironmentVariable("HOME")));
}
