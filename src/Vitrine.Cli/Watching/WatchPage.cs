using Vitrine.Cli.Report;
using Vitrine.Cli.Report.Html;
using Vitrine.Core.Summary;
using Vitrine.Runtime.Watching;

namespace Vitrine.Cli.Watching;

/// <summary>What the live view shows: the open questions, then each session with its latest events.</summary>
internal static class WatchPage
{
    private const int TextWidth = 160;

    /// <param name="sessions">Those that run, and those that ended meanwhile.</param>
    /// <param name="chosen">The question that a key would answer; null without one.</param>
    /// <param name="height">Lines of the terminal.</param>
    /// <param name="now">The time.</param>
    public static Page Of(IReadOnlyList<WatchedSession> sessions, (WatchedSession Session, Question Question)? chosen, int height, DateTimeOffset now)
    {
        var blocks = new List<Block>();
        foreach (WatchedSession session in sessions)
            foreach (Question question in session.Questions)
                blocks.Add(Asked(session, question, chosen is { } one && one.Session == session && one.Question.Id == question.Id, now));
        if (sessions.Count == 0)
            blocks.Add(new Block(null, [[new Piece("No session runs. One that starts is shown here.", Tone.Faint)]]));
        int room = Math.Max(3, (height - (blocks.Count * 4) - 2) / Math.Max(1, sessions.Count) - 4);
        blocks.AddRange(sessions.Select(session => Running(session, room)));
        blocks.Add(new Block(null,
            [[new Piece(chosen is null ? "q leave" : "o once   s for this session   a always   n refuse   ↑↓ choose   q leave", Tone.Command)]]));
        return new Page(blocks, IsSpaced: true);
    }

    private static Block Asked(WatchedSession session, Question question, bool isChosen, DateTimeOffset now)
    {
        long seconds = Math.Max(0, (long)(question.Until - now).TotalSeconds);
        IReadOnlyList<Piece> heading =
        [
            new(isChosen ? "▶ " : "  ", Tone.Caution), new($"May this {question.Subject} be?", Tone.Strong),
                new($"  {session.Id}, refused in {seconds} s", Tone.Faint),
        ];
        List<IReadOnlyList<Cell>> rows = [[new Piece(Visible.Text(question.What), Tone.Caution)]];
        if (question.Rule is { } rule)
            rows.Add([new Piece(Visible.Cut(question.Origin is { } origin ? $"{rule} in {origin}" : rule, TextWidth), Tone.Faint)]);
        if (question.Always is { } always && isChosen)
            rows.Add([new Piece(Visible.Text($"always adds: {always}"), Tone.Faint)]); // All of it: a person says yes to what they see.
        return new Block(heading, rows);
    }

    private static Block Running(WatchedSession session, int room)
    {
        SessionReport report = session.Summary.ToReport();
        string name = report.Agent ?? (report.Command is [string first, ..] ? first[(first.LastIndexOf('/') + 1)..] : "starting");
        IReadOnlyList<Piece> heading =
        [
            new(Visible.Cut(name, 40), Tone.Strong), new($"  {session.Id}  ", Tone.Faint), Visible.Cut(report.Workspace.ToString(), 60),
            session.IsOver
                ? new Piece($"  ended, {Quantity.Exit(report.ExitStatus ?? -1)}", Tone.Faint)
                : new Piece($"  {Quantity.Duration(report.Seconds)}", Tone.Good),
        ];
        var line = new Line();
        line.Add(Quantity.Of(report.Programs.Runs, "program"), new Piece(""));
        line.Add($"{Quantity.Of(report.Http.Total.Requests, "request")}, {Quantity.Bytes(report.Http.Total.BytesOut)} out");
        line.Add($"{Quantity.Of(report.Left.Destinations.Sum(destination => destination.Lines), "line")} left");
        line.Add(new Piece(Quantity.Of(report.Refused.Count + report.Policy.Decisions.Where(decision => decision.Effect == Core.Model.Effect.Deny)
            .Sum(decision => decision.Times),
            "refusal"),
            report.Refused.Count > 0 ? Tone.Caution : Tone.Normal));
        List<IReadOnlyList<Cell>> rows = [[line.ToCell()]];
        rows.AddRange(session.Timeline.Marks.TakeLast(room).Select(mark => (IReadOnlyList<Cell>)[new Cell([new Piece($"{mark.At,8:0.0}  ", Tone.Faint),
            new Piece(Visible.Cut(mark.Text, TextWidth), mark.Tone)])]));
        return new Block(heading, rows);
    }
}
