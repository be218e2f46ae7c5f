using Vitrine.Ledger.Files;
using Vitrine.Ledger.Journal;
using Xunit;

namespace Vitrine.Tests.Ledger;

public sealed class JournalFaultTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Error_at_any_call_loses_no_acknowledged_entry_and_ends_the_writer(bool tearing, bool room)
    {
        const int Entries = 6;
        for (int failing = 1; failing < 1 + (2 * Entries); failing++)
        {
            var file = new TestFile { FailingCall = failing, IsTearing = tearing, HasRoom = room };
            file.Write(JournalFormat.Header, 0);
            var writer = JournalWriter.Begin(file, new JournalOptions());
            int acknowledged = 0;
            try
            {
                for (; acknowledged < Entries; acknowledged++)
                    await writer.AppendDurablyAsync(new[] { (byte)(acknowledged + 1) }, default, Stop);
            }
            catch (IOException)
            {
                Assert.Equal((failing - 1) / 2, acknowledged);
            }

            int calls = file.Calls;
            Assert.Throws<IOException>(() => writer.TryAppend([1], []));
            Assert.Throws<IOException>(() => writer.Append([1], []));
            await Assert.ThrowsAsync<IOException>(async () => await writer.AppendDurablyAsync(new byte[] { 1 }, default, Stop));
            await Assert.ThrowsAsync<IOException>(async () => await writer.FlushAsync(Stop));
            await Assert.ThrowsAsync<IOException>(writer.CloseAsync);
            // The failed call was the last: nothing is tried again.
            Assert.Equal((failing + 1, failing + 1), (calls, file.Calls));

            await File.WriteAllBytesAsync(_scratch["log"], file.Bytes, Stop);
            List<byte[]> found = JournalFile.Read(_scratch["log"], out JournalVerification verification);
            Assert.Contains(verification.State, (JournalState[])[JournalState.Intact, JournalState.TornTail]);
            Assert.True(found.Count >= acknowledged);
            Assert.Equal(Enumerable.Range(1, found.Count).Select(i => new[] { (byte)i }), found);
        }
    }

    [Fact]
    public async Task What_the_first_entry_relies_on_is_durable_before_it_or_it_is_refused()
    {
        int times = 0;
        var file = new TestFile();
        await using (var writer = JournalWriter.Begin(file, new JournalOptions(), new JournalReliance(() => Assert.Equal(0, times++ + file.Flushes))))
        {
            await writer.AppendDurablyAsync(new byte[] { 1 }, default, Stop);
            await writer.AppendDurablyAsync(new byte[] { 2 }, default, Stop);
        }

        Assert.Equal((1, 2), (times, file.Flushes));
        var broken = JournalWriter.Begin(new TestFile(), new JournalOptions(), new JournalReliance(() => throw new IOException("no such name")));
        await Assert.ThrowsAsync<IOException>(async () => await broken.AppendDurablyAsync(new byte[] { 1 }, default, Stop));
        await Assert.ThrowsAsync<IOException>(broken.CloseAsync);
    }

    [Fact]
    public async Task Everyone_who_waits_hears_of_a_failed_flush()
    {
        var file = new TestFile { FailingCall = 1 };
        var writer = JournalWriter.Begin(file, new JournalOptions());
        file.MayWrite.Reset();
        Task first = writer.AppendDurablyAsync(new byte[] { 1 }, default, Stop).AsTask();
        file.Writing.Wait(Stop);
        Task[] next = [.. Enumerable.Range(0, 50).Select(_ => writer.AppendDurablyAsync(new byte[] { 1 }, default, Stop).AsTask())];
        file.MayWrite.Set();
        foreach (Task wait in (Task[])[first, .. next])
            await Assert.ThrowsAsync<IOException>(() => wait);
        await Assert.ThrowsAsync<IOException>(async () => await writer.DisposeAsync());
        Assert.Equal(0, writer.Durable.Count);
    }

    [Fact]
    public async Task Those_who_wait_for_room_hear_of_a_failed_write()
    {
        var file = new TestFile { FailingCall = 0 };
        var writer = JournalWriter.Begin(file, new JournalOptions { BufferSize = 256 * 1024 });
        byte[] entry = new byte[60_000];
        file.MayWrite.Reset();
        Task first = writer.AppendDurablyAsync(entry, default, Stop).AsTask();
        file.Writing.Wait(Stop);
        while (writer.TryAppend(entry, []))
        {
        }

        Task durable = writer.AppendDurablyAsync(entry, default, Stop).AsTask();
        Exception? thrown = null;
        var blocked = new Thread(() => thrown = Record.Exception(() => writer.Append(entry, [])));
        blocked.Start();
        file.MayWrite.Set();
        blocked.Join();
        Assert.IsType<IOException>(thrown);
        await Assert.ThrowsAsync<IOException>(() => durable);
        await Assert.ThrowsAsync<IOException>(() => first);
        await Assert.ThrowsAsync<IOException>(writer.CloseAsync);
    }

    [Fact]
    public async Task Full_device_is_told_with_a_hint()
    {
        // A device on which the kernel itself answers each write with ENOSPC.
        using var device = DurableFile.Open("/dev/full", writable: true);
        JournalWriter writer = JournalWriter.Begin(device, new JournalOptions());
        IOException error = await Assert.ThrowsAsync<IOException>(async () => await writer.AppendDurablyAsync(new byte[] { 1 }, default, Stop));
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Contains("Hint:", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(writer.CloseAsync);
    }

    [Fact]
    public void File_that_cannot_be_flushed_is_an_error()
    {
        // fdatasync of a pipe-like device gives EINVAL, which .NET's own flush keeps to itself.
        using var device = DurableFile.Open("/dev/full", writable: true);
        Assert.Throws<IOException>(device.Sync);
    }
}
