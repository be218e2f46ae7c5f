using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Vitrine.Ledger.Journal;
using Xunit;

namespace Vitrine.Tests.Ledger;

public sealed partial class JournalProcessTests : IDisposable
{
    private const string Name = "Vitrine.Tests.Ledger.JournalProcessTests.";
    private const int FileSizeLimit = 1, SizeExceeded = 25; // RLIMIT_FSIZE, SIGXFSZ
    private readonly ScratchDirectory _scratch = new();

    private string Log => _scratch["entries.log"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Every_acknowledged_entry_is_there_after_kill_9()
    {
        using var child = new Child(_scratch.Root, Name + nameof(Child_appends_without_end));
        var acknowledged = new HashSet<long>();
        while (acknowledged.Count < 500)
            acknowledged.Add(child.Next() ?? throw new InvalidOperationException("The child is gone."));
        child.Kill();
        while (child.Next() is { } number)
            acknowledged.Add(number);

        JournalOpening opening = JournalWriter.Open(Log);
        Assert.Equal(JournalOpenStatus.Opened, opening.Status);
        await opening.Writer!.CloseAsync();
        long[] found = [.. JournalFile.Read(Log, out JournalVerification verification)
            .Select(entry => long.Parse(Encoding.ASCII.GetString(entry).Split(' ')[0], null))];
        Assert.Equal(JournalState.Intact, verification.State);
        Assert.Subset(found.ToHashSet(), acknowledged);
        Assert.Equal(found.Length, found.Distinct().Count());
    }

    [Fact]
    public void File_system_that_takes_no_more_breaks_the_writer_and_keeps_what_was_acknowledged()
    {
        // A limit of 100,000 bytes on the size of files: as with a full disk, the last write is cut in the middle, and then fails.
        using var child = new Child(_scratch.Root, Name + nameof(Child_appends_until_the_file_may_not_grow));
        long acknowledged = 0;
        while (child.Next() is { } number)
            acknowledged = number;
        child.WaitForExit();

        Assert.InRange(acknowledged, 10, 100);
        Assert.Equal("File too large", File.ReadAllText(_scratch["error"]));
        List<byte[]> found = JournalFile.Read(Log, out JournalVerification verification);
        Assert.Equal(JournalState.TornTail, verification.State);
        Assert.Equal(acknowledged, found.Count);
    }

    [Fact]
    public void Lock_of_a_killed_process_is_free_and_that_of_a_living_one_is_not()
    {
        using var child = new Child(_scratch.Root, Name + nameof(Child_appends_without_end));
        Assert.NotNull(child.Next());
        Assert.True(JournalReader.IsBeingWritten(Log));
        Assert.Equal(JournalOpenStatus.Locked, JournalWriter.Open(Log).Status);
        child.Kill();
        Assert.False(JournalReader.IsBeingWritten(Log));
    }

    [Fact(Explicit = true)]
    public async Task Child_appends_without_end()
    {
        using Socket parent = Child.Connect();
        var writer = JournalWriter.Create(Path.Combine(Child.OwnDirectory, "entries.log"));
        long last = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                while (true)
                {
                    long number = Interlocked.Increment(ref last);
                    writer.Append(Encoding.ASCII.GetBytes($"{Interlocked.Increment(ref last)} not waited for"), []);
                    await writer.AppendDurablyAsync(Encoding.ASCII.GetBytes($"{number} {new string('x', (int)(number % 3000))}"), default, Stop);
                    lock (parent)
                        parent.Send(BitConverter.GetBytes(number));
                }
            },
            Stop)));
    }

    [Fact(Explicit = true)]
    public async Task Child_appends_until_the_file_may_not_grow()
    {
        using Socket parent = Child.Connect();
        using var ignored = PosixSignalRegistration.Create((PosixSignal)SizeExceeded, context => context.Cancel = true);
        var writer = JournalWriter.Create(Path.Combine(Child.OwnDirectory, "entries.log"));
        ulong[] limit = [100_000, 100_000];
        Assert.Equal(0, SetLimit(FileSizeLimit, limit));
        IOException error = await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (long number = 1; ; number++)
            {
                await writer.AppendDurablyAsync(new byte[3000], default, Stop);
                parent.Send(BitConverter.GetBytes(number));
            }
        });
        await Assert.ThrowsAsync<IOException>(writer.CloseAsync);
        await File.WriteAllTextAsync(Path.Combine(Child.OwnDirectory, "error"),
            error.Message.Contains("File too large", StringComparison.Ordinal) ? "File too large" : error.Message, Stop);
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, ulong[] limit);
}
