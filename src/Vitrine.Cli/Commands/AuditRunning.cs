using System.Runtime.InteropServices;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Vitrine.Cli.Report;
using Vitrine.Cli.Report.Html;
using Vitrine.Cli.Running;

namespace Vitrine.Cli.Commands;

/// <summary>An audit from the command line: progress, the first Ctrl-C ends it with a valid report of what was done, then the report and the summary.</summary>
internal sealed class AuditRunning(AuditContext context)
{
    /// <summary>The directory of a target's report where none is named: <c>audit-NAME</c>.</summary>
    public static string DirectoryOf(string target)
    {
        string name = target.StartsWith("npm:", StringComparison.Ordinal) ? target[4..] : Path.GetFileName(Path.GetFullPath(target).TrimEnd('/'));
        string safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@' ? c : '-')).Trim('-', '.');
        return "audit-" + (safe.Length == 0 ? "report" : safe.Length > 100 ? safe[..100] : safe);
    }

    /// <summary>Audits, writes the report, and shows it.</summary>
    public async Task<int> RunAsync(AuditRequest request, string directory, bool isJson, CancellationToken cancellationToken)
    {
        if (!ReportWriter.MayWrite(directory))
            throw new UsageException($"{Visible.Cut(directory, 200)} is there and no report.", "name another directory with -o");
        bool hasWork = File.Exists(Path.Combine(request.Work, "audit", "index.jsonl"));
        if (hasWork && !request.IsResumed)
            throw new UsageException($"An audit that was interrupted is in {Visible.Cut(request.Work, 200)}.",
                "--resume goes on with it; remove the directory, or name another with -o, to begin anew");
        if (!hasWork && request.IsResumed)
            throw new UsageException($"There is nothing to go on with: {Visible.Cut(request.Work, 200)} holds no audit.", "leave out --resume");
        using AuditKey key = AuditKey.LoadOrMake(context.Keys);
        bool isKept = true;
        try
        {
            AuditResult result = await AuditAsync(request, directory, key, cancellationToken).ConfigureAwait(false);
            isKept = result.Coverage.IsInterrupted;
            Show(result, directory, isJson);
            return AuditExit.Of(result);
        }
        finally
        {
            // Kept for --resume where an interrupted audit has something to go on with.
            if (Directory.Exists(request.Work) && !(isKept && File.Exists(Path.Combine(request.Work, "audit", "index.jsonl"))))
                Directory.Delete(request.Work, recursive: true);
        }
    }

    private async Task<AuditResult> AuditAsync(AuditRequest request, string directory, AuditKey key, CancellationToken cancellationToken)
    {
        OutputStream messages = context.Messages();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var progress = new AuditProgressLine(messages, context.Time);
        using var interrupted = End(PosixSignal.SIGINT, ending, progress);
        using var terminated = End(PosixSignal.SIGTERM, ending, progress);
        RecordedAudit audit = await context.Run(request, progress.Tell, ending.Token).ConfigureAwait(false);
        progress.Tell(new AuditAdvance("writing", 0, 0));
        return new ReportWriter(key, AuditHtml.Write).Write(directory, audit);
    }

    private static PosixSignalRegistration End(PosixSignal kind, CancellationTokenSource ending, AuditProgressLine progress) =>
        PosixSignalRegistration.Create(kind, signal =>
    {
        // The second one ends the process as it would any other.
        if (ending.IsCancellationRequested)
            return;
        signal.Cancel = true;
        progress.Say("ending: a report of what was done is written (once more to stop at once)");
        ending.Cancel();
    });

    private void Show(AuditResult result, string directory, bool isJson)
    {
        OutputStream data = context.Data();
        if (isJson)
        {
            using FileStream report = File.OpenRead(Path.Combine(directory, ReportFiles.Json));
            report.CopyTo(data.Bytes);
            data.Bytes.WriteByte((byte)'\n');
        }
        else
        {
            string here = Path.GetRelativePath(Environment.CurrentDirectory, directory);
            data.Write(AuditPage.Of(result, here.StartsWith("..", StringComparison.Ordinal) ? directory : here));
        }

        data.Bytes.Flush();
    }
}
