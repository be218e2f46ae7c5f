using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Proofs;
using Vitrine.Runtime.Exports;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>Gives the proof of a session, or of one of its entries, to a file that appears only when it is whole, or to standard output.</summary>
internal sealed class LogExportProof(SessionStore store, OutputStream data, OutputStream messages)
{
    public int Run(LogExportProofRequest request)
    {
        if (Session(request.Session) is not { } session)
            return ShowExit.NothingToShow;
        var proof = new SessionProof(store, session);
        if (request.TlogProof is { } sequence)
            return WriteTlogProof(proof, session, sequence, request.File);
        var options = new SessionProofOptions { WithContent = request.WithContent, Only = request.Only, Since = [.. request.Since.Select(ReadNote)] };
        var outcome = new SessionProofOutcome(SessionProofStatus.NoLedger);
        Write(request.File, stream => (outcome = proof.Write(stream, options)).Status == SessionProofStatus.Made);
        if (outcome.Status != SessionProofStatus.Made)
            return Complain(outcome.Status, session, outcome.Detail);
        if (request.File is not (null or "-"))
            messages.Note($"wrote {Visible.Cut(request.File, 200)}: {Quantity.Of(outcome.Entries, "entry", "entries")}, {outcome.Disclosed} of them shown. Whoever has the ledger's public key can verify it."
                + (outcome.Disclosed > 0 ? " It says what the session did: treat it as you treat the workspace." : ""));
        if (!outcome.IsPurged)
            return ShowExit.Done;
        messages.Complain("The session was purged: the proof shows that its entries were there, and not what they say.",
            "--no-content says the same without this message.");
        return ShowExit.Damaged;
    }

    private SessionId? Session(string text)
    {
        // A purged session is in the ledger, and not in the store.
        if (SessionId.TryParse(text, out SessionId id))
            return id;
        return SessionChoice.Open(store, text, messages)?.Id;
    }

    private int WriteTlogProof(SessionProof proof, SessionId session, long sequence, string? file)
    {
        SessionProofStatus status = proof.TryProve(sequence, out TlogProof? made);
        if (status != SessionProofStatus.Made)
            return Complain(status, session, null);
        Write(file, stream =>
        {
            stream.Write(made!.ToBytes());
            return true;
        });
        return ShowExit.Done;
    }

    private void Write(string? file, Func<Stream, bool> write)
    {
        if (file is null or "-")
        {
            write(data.Bytes);
            data.Bytes.Flush();
            return;
        }

        string target = Path.GetFullPath(file), partial = $"{target}.{Environment.ProcessId}.part";
        try
        {
            bool isWhole;
            using (var stream = new FileStream(partial,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite
                }))
                isWhole = write(stream);
            if (isWhole)
                File.Move(partial, target, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static SignedNote ReadNote(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        byte[] bytes = new byte[SignedNote.MaxBytes + 1];
        int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return SignedNote.TryParse(bytes.AsSpan(0, length), out SignedNote? note)
            ? note
            : throw new UsageException($"{Visible.Cut(path, 60)} is no checkpoint.", "--since-checkpoint takes a file as ledger/checkpoint was at some time.");
    }

    private int Complain(SessionProofStatus status, SessionId session, string? detail)
    {
        switch (status)
        {
            case SessionProofStatus.NoLedger:
                messages.Complain("There is no ledger yet.", "vitrine run -- COMMAND makes one.");
                break;
            case SessionProofStatus.NotSealed:
                messages.Complain($"No entry of session {session} is in the ledger.",
                    "vitrine log lists the sessions; one that runs is in the ledger within a second.");
                break;
            case SessionProofStatus.Pruned:
                messages.Complain($"Entries of session {session} were pruned from the ledger, so they cannot be proved any more.",
                    "a proof that was exported earlier still verifies.");
                break;
            case SessionProofStatus.OlderForeign:
                messages.Complain("The ledger did not grow from an older checkpoint that was given: it is another ledger's, or this one was rolled back or rewritten.",
                    "vitrine verify shows what is wrong; keep that checkpoint, it is evidence.");
                break;
            case SessionProofStatus.NoSuchEntry:
                messages.Complain($"Session {session} has no such entry in the ledger.",
                    "vitrine show --entries gives the entries with their numbers (index).");
                break;
            default:
                messages.Complain(detail ?? "The session's record does not go with the ledger.",
                    "vitrine verify shows what is wrong; --no-content gives the leaves, which the ledger proves.");
                break;
        }

        return ShowExit.NothingToShow;
    }
}
