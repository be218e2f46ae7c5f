using System.Text;
using Vitrine.Cli.Report;
using Vitrine.Cli.Report.Html;
using Vitrine.Core.Model;
using Vitrine.Core.Summary;
using Vitrine.Ledger.Journal;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>Writes a session as one HTML file, for its owner alone; a file that is there is replaced only when the new one is whole.</summary>
internal sealed class ShowPage(SessionStore store, StoredSession session, OutputStream messages)
{
    public int Run(string file)
    {
        string state = ShowSession.Name(store.Describe(session.Id));
        var summary = new SessionSummary(SummaryLimits.Reading);
        var timeline = new Timeline();
        JournalVerification found = session.ReadEntries(entry =>
        {
            summary.Add(entry);
            timeline.Add(entry);
        });
        SessionReport report = summary.ToReport();
        if (found.State == JournalState.Purged)
        {
            messages.Complain($"The key to what the entries of session {session.Id} say is gone: there is nothing to make a page of.",
                $"vitrine verify {session.Id} says whether it was purged.");
            return ShowExit.NothingToShow;
        }

        string target = Path.GetFullPath(file), partial = $"{target}.{session.Id}.part";
        try
        {
            Write(partial, report, timeline, state, found);
            File.Move(partial, target, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }

        messages.Note($"wrote {Visible.Cut(file, 200)}. It shows file contents and addresses of this session: treat it as you treat the workspace.");
        return found.State is JournalState.Intact or JournalState.TornTail ? ShowExit.Done : ShowExit.Damaged;
    }

    private static void Write(string path, SessionReport report, Timeline timeline, string state, JournalVerification found)
    {
        using var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16);
        using WorkspaceText? workspace = WorkspaceText.Open(report.Workspace);
        DateTimeOffset ended = (report.Started ?? DateTimeOffset.MinValue)
            + TimeSpan.FromSeconds(double.IsFinite(report.Seconds) ? Math.Clamp(report.Seconds, 0, 1e9) : 0);
        HtmlReport.Write(writer, report, timeline, state, ShowSession.Name(found.State), Read);

        SentFile? Read(UnixPath name) =>
            workspace?.Read(name, out DateTimeOffset modified) is { } text ? new SentFile(Lines(text), modified > ended) : null;
    }

    private static string[] Lines(string text)
    {
        string[] lines = text.Split('\n');
        int count = lines.Length > 1 && lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        for (int i = 0; i < count; i++)
            lines[i] = lines[i].TrimEnd('\r');
        return lines[..count];
    }
}
