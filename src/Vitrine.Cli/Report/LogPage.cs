using System.Globalization;

namespace Vitrine.Cli.Report;

/// <summary>The list of sessions as a table.</summary>
internal static class LogPage
{
    private static readonly string[] Headings = ["session", "when", "what", "where", "took", "refused", "end"];

    public static Page ToPage(IReadOnlyList<LoggedSession> sessions, DateTimeOffset now, string? home)
    {
        var rows = new List<IReadOnlyList<Cell>> { Headings.Select(heading => (Cell)new Piece(heading, Tone.Faint)).ToArray() };
        foreach (LoggedSession session in sessions)
            rows.Add([
                new Piece(session.Session, Tone.Strong), When(now - session.Started, session.Started),
                Visible.Cut(session.Agent ?? (session.Command is { Count: > 0 } command ? ArgumentText.Of(command) : "?"), 32),
                session.Workspace is { } workspace ? PathText.OnHost(workspace, home, 36) : "?",
                session.Seconds is { } seconds ? Quantity.Duration(seconds) : "",
                session.Refused is { } refused ? new Piece(Quantity.Number(refused), refused > 0 ? Tone.Caution : Tone.Normal) : "",
                End(session),
            ]);
        return new Page([new Block(null, rows) { NumberColumn = 5 }], IsSpaced: false);
    }

    private static Piece End(LoggedSession session) => session.State switch
    {
        "running" => new Piece("running", Tone.Good),
        "ended" => new Piece(Quantity.Exit(session.ExitStatus ?? -1), session.ExitStatus == 0 ? Tone.Normal : Tone.Caution),
        "lost" => new Piece("supervisor lost", Tone.Bad),
        _ => new Piece("record damaged", Tone.Bad),
    };

    private static string When(TimeSpan ago, DateTimeOffset started) => ago.TotalMinutes switch
    {
        // A clock that was set back: the date is what can be said.
        < -1 => Date(started),
        < 1 => "just now",
        < 60 => $"{(int)ago.TotalMinutes} min ago",
        < 24 * 60 => $"{(int)ago.TotalHours} h ago",
        < 7 * 24 * 60 => ago.TotalDays < 2 ? "1 day ago" : $"{(int)ago.TotalDays} days ago",
        _ => Date(started),
    };

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
