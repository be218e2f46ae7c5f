using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Verification;
using Xunit;

namespace Vitrine.Tests.Ledger.Faults;

/// <summary>What comes after a disturbed session: whoever comes next opens the journal, seals what is in it, and finds all that was acknowledged.</summary>
internal static class FaultRecovery
{
    public static async Task CheckAsync(FaultFiles files, string[] said)
    {
        long durable = Told(said, "durable "), sealedBefore = Told(said, "sealed ");
        Assert.DoesNotContain("journal mended itself", said);
        CheckLedger(files, sealedBefore);

        JournalOpening opening = JournalWriter.Open(files.Journal);
        if (opening.Status == JournalOpenStatus.NotFound)
        {
            Assert.Equal(0, durable);
            return;
        }

        Assert.Equal(JournalOpenStatus.Opened, opening.Status);
        JournalWriter journal = opening.Writer!;
        long count = journal.Count;
        Assert.InRange(count, durable, FaultChild.Turns.Sum());
        await journal.AppendDurablyAsync(FaultChild.Entry(count), JournalFile.SealedOf(FaultChild.Entry(count)), TestContext.Current.CancellationToken);
        await journal.CloseAsync();
        Assert.Equal(Enumerable.Range(0, (int)count + 1).Select(number => FaultChild.Entry(number)), JournalFile.Read(files.Journal, out _));

        using var ledger = new LedgerAppender(files.Ledger, "vitrine/test");
        using JournalSealer sealer = JournalSealer.Resume(ledger, files.Journal, files.Extents, FaultFiles.Patience)!;
        Assert.InRange(sealer.Sealed, sealedBefore, count);
        Assert.Equal(SealStatus.Sealed, sealer.Seal(count + 1, FaultFiles.Patience));
        Assert.Equal(count + 1, CheckLedger(files, count + 1));
    }

    private static long Told(string[] said, string what) =>
        said.Where(line => line.StartsWith(what, StringComparison.Ordinal)).Select(line => long.Parse(line.AsSpan(what.Length), null)).LastOrDefault();

    /// <summary>Whatever checkpoint is there must be true: signed, and over exactly the entries in their order. Gives its size.</summary>
    private static long CheckLedger(FaultFiles files, long atLeast)
    {
        if (!File.Exists(files.Ledger.Checkpoint) || LedgerKeys.LoadVerifier(files.Ledger) is not { } key)
        {
            Assert.Equal(0, atLeast);
            return 0;
        }

        Assert.True(SignedNote.TryParse(File.ReadAllBytes(files.Ledger.Checkpoint), out SignedNote? note));
        Assert.True(key.Verifies(note));
        Assert.True(Checkpoint.TryParse(note.Text, out Checkpoint? checkpoint));
        Assert.InRange(checkpoint.Size, atLeast, long.MaxValue);
        var tree = new TreeBuilder();
        long end = new LedgerEntries(files.Ledger.Directory).Visit(0, checkpoint.Size, (index, entry) =>
        {
            Assert.Equal(FaultChild.Entry(index), entry.ToArray());
            tree.Append(Rfc6962.Leaf(entry));
            return true;
        });
        Assert.Equal(checkpoint.Size, end);
        Assert.Equal(checkpoint.Root, tree.Root);
        LedgerVerification verified = LedgerVerifier.Verify(files.Ledger.Directory, new LedgerVerifierOptions { Key = key, Parallelism = 1 });
        Assert.True(verified.Verdict == LedgerVerdict.Clean, string.Join("; ", verified.Findings));
        return checkpoint.Size;
    }
}
