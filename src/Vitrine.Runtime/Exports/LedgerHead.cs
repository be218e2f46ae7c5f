using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;

namespace Vitrine.Runtime.Exports;

/// <summary>The ledger's newest checkpoint, signed with its key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Note">The checkpoint as it was signed.</param>
/// <param name="Checkpoint">What it says.</param>
internal sealed record LedgerHead(VerifierKey Key, SignedNote Note, Checkpoint Checkpoint)
{
    // A key that is changed at this moment has its new checkpoint before its own file.
    private const int Attempts = 3;

    /// <summary>Reads it; null where there is no ledger yet.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="LedgerDamagedException">It is not signed with the ledger's key.</exception>
    public static LedgerHead? Read(LedgerPaths paths)
    {
        for (int attempt = 1; ; attempt++)
        {
            if (LedgerKeys.LoadVerifier(paths) is not { } key || ReadBounded(paths.Checkpoint) is not { } bytes)
                return null;
            if (SignedNote.TryParse(bytes, out SignedNote? note)
                && Checkpoint.TryParse(note.Text, out Checkpoint? checkpoint)
                && checkpoint.Origin == key.Name
                && key.Verifies(note))
                return new LedgerHead(key, note, checkpoint);
            if (attempt == Attempts)
                throw new LedgerDamagedException("its checkpoint is not signed with its key.");
        }
    }

    private static byte[]? ReadBounded(string path)
    {
        if (!File.Exists(path))
            return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[SignedNote.MaxBytes + 1];
        int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..length];
    }
}
