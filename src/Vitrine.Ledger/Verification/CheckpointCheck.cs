using System.Runtime.InteropServices;
using Vitrine.Ledger.Notes;

namespace Vitrine.Ledger.Verification;

/// <summary>A directory's checkpoint, and whether the log's key says it.</summary>
internal sealed class CheckpointCheck
{
    /// <summary>Its name in the directory.</summary>
    public const string FileName = "checkpoint";

    private CheckpointCheck(SignedNote? note, Checkpoint? checkpoint, VerifierKey? key) => (Note, Checkpoint, Key) = (note, checkpoint, key);

    public SignedNote? Note { get; }

    /// <summary>What it says; null where it can't be read.</summary>
    public Checkpoint? Checkpoint { get; }

    /// <summary>The key whose signature is under it, and whose name is its origin; null for none.</summary>
    public VerifierKey? Key { get; }

    /// <summary>Whether there is one.</summary>
    public bool IsSigned => Key is not null;

    /// <summary>Reads it and looks at origin and signature.</summary>
    public static CheckpointCheck Of(GuardedDirectory directory, KeyHistory keys, FindingList findings)
    {
        byte[] buffer = new byte[4096];
        GuardedReading reading = directory.Read(FileName, SignedNote.MaxBytes, ref buffer);
        switch (reading.Status)
        {
            case GuardedStatus.Read:
                return Of(buffer.AsSpan(0, (int)reading.Length), keys, findings);
            case GuardedStatus.Missing:
                findings.Add(LedgerFault.CheckpointMissing, null, FileName, "There is no checkpoint: nothing says how large the tree is and who signed it.");
                break;
            case GuardedStatus.Unreadable:
                findings.Add(LedgerFault.Unreadable, null, FileName, $"The checkpoint could not be read: {Marshal.GetPInvokeErrorMessage(reading.Error)}.");
                break;
            case GuardedStatus.NotAFile:
                findings.Add(LedgerFault.FileForeign, null, FileName, "The checkpoint is no plain file: a link, a pipe or a directory took its place.");
                break;
            default:
                findings.Add(LedgerFault.CheckpointMalformed, null, FileName, $"The checkpoint has more than {SignedNote.MaxBytes} bytes.");
                break;
        }

        return new CheckpointCheck(null, null, null);
    }

    private static CheckpointCheck Of(ReadOnlySpan<byte> bytes, KeyHistory keys, FindingList findings)
    {
        if (!SignedNote.TryParse(bytes, out SignedNote? note))
        {
            findings.Add(LedgerFault.CheckpointMalformed, null, FileName,
                IsCutOff(bytes) ? "The checkpoint has no signature, or is cut off." : "The checkpoint was changed: it is no signed note.");
            return new CheckpointCheck(null, null, null);
        }

        if (!Checkpoint.TryParse(note.Text, out Checkpoint? checkpoint))
        {
            findings.Add(LedgerFault.CheckpointMalformed, null, FileName, "The checkpoint was changed: it does not consist of origin, size and root.");
            return new CheckpointCheck(note, null, null);
        }

        VerifierKey key = keys.KeyOf(note, checkpoint);
        bool isOurs = checkpoint.Origin == key.Name;
        if (!isOurs)
            findings.Add(LedgerFault.OriginForeign, null, FileName, $"The checkpoint is of the log \"{checkpoint.Origin}\", and the key of \"{key.Name}\".");
        return new CheckpointCheck(note, checkpoint, IsGood(note, key, findings) && isOurs ? key : null);
    }

    private static bool IsGood(SignedNote note, VerifierKey key, FindingList findings)
    {
        switch (key.Check(note))
        {
            case NoteVerdict.Valid:
                return true;
            case NoteVerdict.Invalid:
                findings.Add(LedgerFault.SignatureWrong, null, FileName,
                    "The signature is not of this checkpoint: its text or its signature was changed after it was signed.");
                return false;
            default:
                bool isNamed = note.Signatures.Any(signature => signature.Name == key.Name);
                if (isNamed)
                    findings.Add(LedgerFault.SignatureByOtherKey, null, FileName,
                        $"The checkpoint is signed in the log's name by another key ({Ids(note, key.Name)}) than the one given ({key.Id:x8}).");
                else
                    findings.Add(LedgerFault.SignatureMissing, null, FileName, $"The checkpoint has no signature by the log's key {key.Name} ({key.Id:x8}).");
                return false;
        }
    }

    private static string Ids(SignedNote note, string name) =>
        string.Join(", ", note.Signatures.Where(signature => signature.Name == name).Select(signature => signature.KeyId.ToString("x8")));

    private static bool IsCutOff(ReadOnlySpan<byte> bytes) => bytes.IndexOf("\n\n"u8) < 0 || bytes.EndsWith("\n\n"u8) || bytes[^1] != '\n';
}
