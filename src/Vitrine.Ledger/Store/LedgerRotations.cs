using System.Globalization;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Notes;

namespace Vitrine.Ledger.Store;

/// <summary>A change of the ledger's key: the checkpoint at which it happened, signed by both.</summary>
/// <param name="Checkpoint">That checkpoint; its tree must be a beginning of the ledger's.</param>
/// <param name="Before">The key before it.</param>
/// <param name="After">The key from there on.</param>
public sealed record LedgerRotation(Checkpoint Checkpoint, VerifierKey Before, VerifierKey After);

/// <summary>
/// The notes that lead from one key of a ledger to the next, in <c>rotations/000</c> and so on: a checkpoint with the new key in an extension line, signed
/// by the old key and the new one. Who trusts any key of a ledger can follow them to the newest.
/// </summary>
public static class LedgerRotations
{
    private const string Label = "vitrine-next-key ";
    private const int MaximumCount = 1000;

    /// <summary>Follows the notes from a key on.</summary>
    /// <param name="directory">The ledger.</param>
    /// <param name="trusted">A key that the ledger has or had.</param>
    /// <returns>The changes after it, oldest first; empty where it is the newest.</returns>
    /// <exception cref="LedgerDamagedException">A note is not signed by the keys that it leads from and to, or is another ledger's.</exception>
    /// <exception cref="IOException">A note cannot be read.</exception>
    public static IReadOnlyList<LedgerRotation> Follow(string directory, VerifierKey trusted)
    {
        ArgumentNullException.ThrowIfNull(trusted);
        var found = new List<LedgerRotation>();
        VerifierKey key = trusted;
        for (int number = 0; number < MaximumCount && DurableFile.ReadWhole(PathOf(directory, number), LedgerAppender.MaximumCheckpoint) is { } bytes; number++)
        {
            if (!SignedNote.TryParse(bytes, out SignedNote? note)
                || !Checkpoint.TryParse(note.Text, out Checkpoint? checkpoint)
                || NextKey(checkpoint) is not { } next)
                throw new LedgerDamagedException($"the note of its key's change {number} is none.");

            // Those before the trusted key lead to it; they say nothing about what comes after.
            if (found.Count == 0 && key.Check(note) == NoteVerdict.NotSigned)
                continue;
            if (next.ToString() == key.ToString() && found.Count == 0)
                continue;
            if (!key.Verifies(note)
                || !next.Verifies(note)
                || checkpoint.Origin != key.Name
                || next.Name != key.Name
                || (found is [.., var last] && checkpoint.Size <= last.Checkpoint.Size))
                throw new LedgerDamagedException($"the change {number} of its key is not signed by the keys that it leads from and to.");
            found.Add(new LedgerRotation(checkpoint, key, next));
            key = next;
        }

        return found;
    }

    /// <summary>Removes a note that leads away from the key that is in force: a crash came before the other one signed anything.</summary>
    internal static void RemoveUnused(string directory, VerifierKey current)
    {
        for (int number = 0; number < MaximumCount && DurableFile.ReadWhole(PathOf(directory, number), LedgerAppender.MaximumCheckpoint) is { } bytes; number++)
        {
            if (SignedNote.TryParse(bytes, out SignedNote? note) && Checkpoint.TryParse(note.Text, out Checkpoint? checkpoint)
                && NextKey(checkpoint) is { } next && next.ToString() != current.ToString() && current.Verifies(note))
            {
                File.Delete(PathOf(directory, number));
                DurableFile.SyncDirectory(Path.GetDirectoryName(PathOf(directory, number))!);
            }
        }
    }

    /// <summary>Where the next note goes.</summary>
    internal static string NextPath(string directory)
    {
        int number = 0;
        while (File.Exists(PathOf(directory, number)))
            number++;
        return number < MaximumCount
            ? PathOf(directory, number)
            : throw new IOException($"The ledger's key was changed {MaximumCount} times; set the ledger aside and begin a new one.");
    }

    /// <summary>The note of a change.</summary>
    internal static byte[] NoteOf(Checkpoint checkpoint, NoteSigner before, NoteSigner after)
    {
        string text = (checkpoint with { Extensions = [Label + after.Verifier] }).ToText();
        return SignedNote.Create(text, before.Sign(text), after.Sign(text)).ToBytes();
    }

    private static string PathOf(string directory, int number) => Path.Combine(directory, "rotations", number.ToString("000", CultureInfo.InvariantCulture));

    private static VerifierKey? NextKey(Checkpoint checkpoint) =>
        checkpoint.Extensions is [var line]
        && line.StartsWith(Label, StringComparison.Ordinal)
        && VerifierKey.TryParse(line[Label.Length..], out VerifierKey? key)
            ? key
            : null;
}
