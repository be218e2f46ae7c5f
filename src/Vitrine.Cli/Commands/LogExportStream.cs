using System.Runtime.InteropServices;
using System.Text;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Runtime.Exports;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>Exports the ledger to another system, and tells a person how it goes.</summary>
internal sealed class LogExportStream(SessionStore store, TimeProvider time, OutputStream data, OutputStream messages)
{
    private const int MaximumHeaderBytes = 64 * 1024;

    /// <summary>Whether a destination is a server.</summary>
    public static bool IsUrl(string? to) => to is not null && to.Contains("://", StringComparison.Ordinal);

    public async Task<int> RunAsync(LogExportStreamRequest request, CancellationToken cancellationToken)
    {
        var options = new ExportOptions
        {
            Format = request.Format,
            Destination = Destination(request),
            Cursor = request.Cursor,
            Session = request.Session is { } text ? Session(text) : null,
            Since = request.Since,
            Follow = request.Follow,
            WithContent = request.WithContent,
        };
        using LedgerReading? ledger = LedgerReading.Open(store);
        if (ledger is null)
        {
            messages.Complain("There is no ledger yet.", "vitrine run -- COMMAND makes one.");
            return ShowExit.NothingToShow;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using PosixSignalRegistration interrupted = StopAt(PosixSignal.SIGINT, stop), terminated = StopAt(PosixSignal.SIGTERM, stop);
        return Judge(await new LedgerExporter(ledger.Source, options, time, Tell).RunAsync(stop.Token).ConfigureAwait(false), request);
    }

    private static PosixSignalRegistration StopAt(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });

    private ExportDestination Destination(LogExportStreamRequest request)
    {
        if (request.To is null or "-")
            return ExportDestination.ToStream(data.Bytes);
        if (!IsUrl(request.To))
            return ExportDestination.ToFile(request.To);
        return Uri.TryCreate(request.To, UriKind.Absolute, out Uri? url)
            ? ExportDestination.ToServer(url, request.Headers is { } file ? ReadHeaders(file) : [])
            : throw new UsageException($"--to {Visible.Cut(request.To, 60)} is no URL.",
                "https://HOST/PATH; of an OTLP server the address without a path will do.");
    }

    // Purged sessions are in the ledger, and not in the store.
    private string Session(string text)
    {
        if (SessionId.TryParse(text, out SessionId id))
            return id.ToString();
        SessionLookup found = store.Resolve(text);
        return found.Status == SessionLookupStatus.Found
            ? found.Id.ToString()
            : throw new UsageException($"No session, or more than one, is meant by \"{Visible.Cut(text, 60)}\".",
                "vitrine log lists the sessions; one that was purged is named by its whole id.");
    }

    private static List<KeyValuePair<string, string>> ReadHeaders(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        byte[] bytes = new byte[MaximumHeaderBytes + 1];
        int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > MaximumHeaderBytes)
            throw new UsageException($"{Visible.Cut(path, 60)} has more than {MaximumHeaderBytes} bytes.", "--header-file holds one \"Name: value\" a line.");
        var headers = new List<KeyValuePair<string, string>>();
        foreach (string line in Encoding.UTF8.GetString(bytes, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int colon = line.IndexOf(':');
            // Never the line itself: it holds the token.
            if (colon <= 0)
                throw new UsageException($"A line of {Visible.Cut(path, 60)} is no header field.", "--header-file holds one \"Name: value\" a line.");
            headers.Add(new(line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }

        return headers;
    }

    private void Tell(ExportNotice notice) =>
        messages.Note(Visible.Text(notice.Wait is { } wait ? $"{notice.What}; trying again in {Quantity.Duration(wait.TotalSeconds)}." : notice.What + "."));

    private int Judge(ExportOutcome outcome, LogExportStreamRequest request)
    {
        string sent = Quantity.Of(outcome.Records, "entry", "entries");
        string detail = outcome.Detail is { } said ? Visible.Text(said) : "it is not known why";
        string cursor = Visible.Cut(request.Cursor ?? "", 200);
        switch (outcome.End)
        {
            case ExportEnd.Done or ExportEnd.Stopped:
                if (outcome.Rejected + outcome.Pruned > 0)
                    messages.Complain($"{sent} exported; {outcome.Rejected} dropped by the server, {outcome.Pruned} pruned before.",
                        "what the server dropped it must not be sent again; its log says why.");
                else if (request.To is not (null or "-"))
                    messages.Note($"{sent} exported.");
                return outcome.Rejected + outcome.Pruned > 0 ? ShowExit.Damaged : ShowExit.Done;
            case ExportEnd.Locked:
                messages.Complain($"Another export uses the cursor {cursor}.", "one export for each cursor; this one may be running already.");
                break;
            case ExportEnd.CursorDamaged:
                messages.Complain($"{cursor} is no cursor of an export, or was changed.", "remove it to export from the beginning, to a new file.");
                break;
            case ExportEnd.CursorOfAnother:
                messages.Complain($"The cursor {cursor} is of another ledger, format, destination or selection.", "give each export a cursor of its own.");
                break;
            case ExportEnd.LedgerChanged:
                messages.Complain("The ledger is not the one that was exported before: it was rolled back or rewritten.",
                    "vitrine verify shows what is wrong; the earlier export is evidence, keep it.");
                break;
            case ExportEnd.OutputChanged:
                messages.Complain(detail + ": nothing was written to it.", "put the file back, or export from the beginning with a new cursor to a new file.");
                break;
            case ExportEnd.Refused:
                messages.Complain($"After {sent}: {detail}.",
                    "check address, --header-file and the server's log; with --cursor the export goes on where it is.");
                break;
            default:
                messages.Complain($"After {sent}: {detail}.",
                    "nothing is lost: start it again when the server is there; with --cursor it goes on where it is.");
                break;
        }

        return ShowExit.NothingToShow;
    }
}
