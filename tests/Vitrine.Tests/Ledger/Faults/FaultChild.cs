using System.Runtime.InteropServices;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Store;
using Vitrine.Tests.Ledger.Verification;

namespace Vitrine.Tests.Ledger.Faults;

/// <summary>
/// A session's life in small, to be disturbed: a journal is made, entries are appended durably, and sealed into a ledger three times, the last time
/// across the border of a full tile. It writes a line for each thing that it was told is done.
/// </summary>
internal static partial class FaultChild
{
    private const int FileSizeLimit = 1, SizeExceeded = 25, Ignore = 1; // RLIMIT_FSIZE, SIGXFSZ, SIG_IGN
    public const string Argument = "ledger-fault-child";

    /// <summary>Entries appended in each of the three turns.</summary>
    public static readonly int[] Turns = [3, 4, 260];

    public static byte[] Entry(long number) => LedgerDirectoryFixture.Leaf("20261121-083000-abc0xy", number);

    /// <summary>As <see cref="Run(string)"/>, with a limit on the length of files, at which a write is cut short and the next one fails.</summary>
    public static int Run(string directory, ulong limit)
    {
        // A handler in managed code would be gone before the last of the signals is.
        if (SetAction(SizeExceeded, Ignore) == -1 || SetLimit(FileSizeLimit, [limit, limit]) != 0)
            throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
        return Run(directory);
    }

    public static int Run(string directory)
    {
        var files = new FaultFiles(directory);
        JournalWriter journal;
        try
        {
            PrivateDirectory.Create(files.Session, durably: true);
            journal = JournalWriter.Create(files.Journal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Say("not begun");
            return 0;
        }

        using var ledger = new LedgerAppender(files.Ledger, "vitrine/test");
        JournalSealer? sealer = null;
        bool isSealing = true;
        long number = 0;
        try
        {
            foreach (int turn in Turns)
            {
                for (int more = turn; more > 1 && turn > 10; more--)
                    journal.Append(Entry(number), JournalFile.SealedOf(Entry(number++)));
                for (int more = turn > 10 ? 1 : turn; more > 0; more--)
                {
                    AppendDurably(journal, number++);
                    Say($"durable {number}");
                }

                if (isSealing)
                    isSealing = Seal();
            }

            journal.CloseAsync().GetAwaiter().GetResult();
            Say("closed");
        }
        catch (IOException)
        {
            Say(IsStillBroken(journal) ? "journal broken" : "journal mended itself");
        }

        sealer?.Dispose();
        return 0;

        bool Seal()
        {
            try
            {
                sealer ??= JournalSealer.Begin(ledger, files.Journal, files.Extents);
                if (sealer.Seal(number, FaultFiles.Patience) != SealStatus.Sealed)
                    throw new IOException("Nobody else has the ledger.");
                Say($"sealed {number}");
                return true;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Say("sealing failed");
                return false;
            }
        }
    }

    private static void AppendDurably(JournalWriter journal, long number) =>
        journal.AppendDurablyAsync(Entry(number), JournalFile.SealedOf(Entry(number))).AsTask().GetAwaiter().GetResult();

    // What a failed write or flush left is unknown: nothing may be acknowledged after it.
    private static bool IsStillBroken(JournalWriter journal)
    {
        for (int attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                AppendDurably(journal, 0);
                return false;
            }
            catch (IOException)
            {
                // As it must be.
            }
        }

        return true;
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, ulong[] limit);

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static partial nint SetAction(int signal, nint action);

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
