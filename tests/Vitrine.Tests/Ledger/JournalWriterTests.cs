using Vitrine.Ledger.Journal;
using Xunit;

namespace Vitrine.Tests.Ledger;

public sealed class JournalWriterTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Log => _scratch["entries.log"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Entries_come_back_in_order_and_the_log_is_intact()
    {
        byte[][] entries = await JournalFile.WriteAsync(Log, JournalFile.Samples(1000));

        Assert.Equal(entries, JournalFile.Read(Log, out JournalVerification found));
        Assert.Equal((JournalState.Intact, 1000L, new FileInfo(Log).Length), (found.State, found.Entries, found.ValidBytes));
        Assert.Null(found.FirstBad);
    }

    [Fact]
    public async Task Bytes_on_disk_are_as_documented()
    {
        await using (var writer = JournalWriter.Create(Log))
            writer.Append("abc"u8, [.. Enumerable.Range(0, 48).Select(i => (byte)i)]);

        byte[] file = await File.ReadAllBytesAsync(Log, Stop);
        Assert.Equal("vitrine-log\n\0\0\0\u0002"u8, file.AsSpan(0, 16));
        Assert.Equal([0, 3, .. "abc"u8], file[16..21]);
        Assert.Equal([0, 0, 48, 0, 1, 2], file[21..27]);
        // Made with Python's hashlib, not with this program.
        Assert.Equal(ExpectedChain, Convert.ToHexStringLower(file.AsSpan(72)));
    }

    private const string ExpectedChain = "20713d09e6f9c4a1b04a051b8f43b9fccd9a080e9c50b73ad8895b6d5ceb2ef9";

    [Fact]
    public async Task Smallest_and_largest_entries_are_kept_and_others_refused()
    {
        byte[] largest = new byte[65_535];
        Random.Shared.NextBytes(largest);
        await using (var writer = JournalWriter.Create(Log))
        {
            writer.Append([7], []);
            Assert.True(writer.TryAppend(largest, []));
            Assert.Throws<ArgumentOutOfRangeException>(() => writer.TryAppend(new byte[65_536], []));
            Assert.Throws<ArgumentOutOfRangeException>(() => writer.Append([], []));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await writer.AppendDurablyAsync(new byte[65_536], default, Stop));
            await writer.AppendDurablyAsync(largest, default, Stop);
            Assert.Equal(3, writer.Count);
        }

        Assert.Equal([[7], largest, largest], JournalFile.Read(Log, out _));
    }

    [Fact]
    public async Task Each_thread_finds_its_entries_in_its_own_order()
    {
        const int Threads = 8, Each = 4000;
        await using (var writer = JournalWriter.Create(Log, new JournalOptions { BufferSize = 256 * 1024 }))
        {
            Thread[] threads = [.. Enumerable.Range(0, Threads).Select(t => new Thread(() =>
            {
                for (int i = 0; i < Each; i++)
                    writer.Append(BitConverter.GetBytes((t * Each) + i), []);
            }))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
        }

        int[] found = [.. JournalFile.Read(Log, out JournalVerification verification).Select(entry => BitConverter.ToInt32(entry))];
        Assert.Equal(JournalState.Intact, verification.State);
        foreach (IGrouping<int, int> own in found.GroupBy(number => number / Each))
            Assert.Equal(Enumerable.Range(own.Key * Each, Each), own);
        Assert.Equal(Threads * Each, found.Length);
    }

    [Fact]
    public async Task Durable_entry_is_on_disk_when_its_task_completes()
    {
        var file = new TestFile();
        await using var writer = JournalWriter.Begin(file, new JournalOptions { WriteWithin = TimeSpan.FromMinutes(1), SyncWithin = TimeSpan.FromMinutes(1) });
        writer.Append([1], []);
        await writer.AppendDurablyAsync(new byte[] { 2 }, default, Stop);

        Assert.Equal(1, file.Flushes);
        Assert.Equal(2 * (JournalFormat.FrameOverhead + 1), file.Bytes.Length - JournalFormat.HeaderSize);
        Assert.Equal(2, writer.Durable.Count);
    }

    [Fact]
    public async Task One_flush_serves_all_who_came_during_the_one_before()
    {
        var file = new TestFile();
        await using var writer = JournalWriter.Begin(file, new JournalOptions());
        file.MayWrite.Reset();
        Task first = writer.AppendDurablyAsync(new byte[] { 0 }, default, Stop).AsTask();
        Task[] others = [.. Enumerable.Range(1, 100).Select(i => writer.AppendDurablyAsync(new[] { (byte)i }, default, Stop).AsTask())];
        file.MayWrite.Set();
        await Task.WhenAll([first, .. others]);

        Assert.InRange(file.Flushes, 1, 2);
    }

    [Fact]
    public async Task Entry_that_nobody_waits_for_is_written_and_flushed_all_the_same()
    {
        var file = new TestFile();
        await using var writer = JournalWriter.Begin(file,
            new JournalOptions { WriteWithin = TimeSpan.FromMilliseconds(1), SyncWithin = TimeSpan.FromMilliseconds(2) });
        writer.Append([1], []);

        file.Flushed.Wait(Stop);
        Assert.True(file.Written.IsSet);
    }

    [Fact]
    public async Task Full_buffer_refuses_or_waits_and_nothing_is_lost()
    {
        var file = new TestFile();
        byte[] entry = new byte[40_000];
        int taken = 0;
        await using (var writer = JournalWriter.Begin(file, new JournalOptions { BufferSize = 256 * 1024 }))
        {
            file.MayWrite.Reset();
            Task first = writer.AppendDurablyAsync(entry, default, Stop).AsTask();
            file.Writing.Wait(Stop);
            while (writer.TryAppend(entry, []))
                taken++;
            Assert.Equal(6, taken);
            Task durable = writer.AppendDurablyAsync(entry, default, Stop).AsTask();
            var blocked = new Thread(() => writer.Append(entry, []));
            blocked.Start();
            file.MayWrite.Set();
            blocked.Join();
            await Task.WhenAll(first, durable);
        }

        Assert.Equal((taken + 3) * (entry.Length + JournalFormat.FrameOverhead), file.Bytes.Length - JournalFormat.HeaderSize);
    }

    [Fact]
    public async Task Cancelled_waiting_leaves_the_entry_in_the_log()
    {
        var file = new TestFile();
        using var cancel = new CancellationTokenSource();
        await using (var writer = JournalWriter.Begin(file, new JournalOptions()))
        {
            file.MayWrite.Reset();
            Task wait = writer.AppendDurablyAsync(new byte[] { 1 }, default, cancel.Token).AsTask();
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
            file.MayWrite.Set();
        }

        Assert.Equal(JournalFormat.HeaderSize + JournalFormat.FrameOverhead + 1, file.Bytes.Length);
    }

    [Fact]
    public async Task Flush_with_nothing_new_completes_without_touching_the_disk()
    {
        var file = new TestFile();
        await using var writer = JournalWriter.Begin(file, new JournalOptions());
        await writer.FlushAsync(Stop);
        Assert.Equal(0, file.Calls);
    }

    [Fact]
    public async Task Log_and_lock_belong_to_one_writer()
    {
        await using (JournalWriter.Create(Log))
        {
            Assert.Equal(JournalOpenStatus.Locked, JournalWriter.Open(Log).Status);
            Assert.Throws<IOException>(() => JournalWriter.Create(Log));
            Assert.True(JournalReader.IsBeingWritten(Log));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(Log).UnixFileMode);
            Assert.Equal([Log], Directory.GetFiles(_scratch.Root));
        }

        Assert.False(JournalReader.IsBeingWritten(Log));
    }

    [Fact]
    public void Symbolic_link_is_neither_followed_nor_replaced()
    {
        File.CreateSymbolicLink(Log, _scratch["elsewhere"]);
        Assert.Throws<IOException>(() => JournalWriter.Create(Log));
        File.WriteAllText(_scratch["elsewhere"], "");
        Assert.Throws<IOException>(() => JournalWriter.Open(Log));
        Assert.Throws<IOException>(() => JournalReader.Open(Log));
    }

    [Fact]
    public async Task Reopened_log_goes_on_where_it_ended()
    {
        await JournalFile.WriteAsync(Log, [1], [2]);
        JournalOpening opening = JournalWriter.Open(Log);
        Assert.Equal((JournalOpenStatus.Opened, 2L), (opening.Status, opening.Writer!.Count));
        await opening.Writer.AppendDurablyAsync(new byte[] { 3 }, default, Stop);
        JournalPosition end = opening.Writer.Durable;
        await opening.Writer.CloseAsync();

        Assert.Equal([[1], [2], [3]], JournalFile.Read(Log, out JournalVerification found));
        Assert.Equal((end.Head, end.Bytes), (found.Head, found.ValidBytes));
    }

    [Fact]
    public async Task Missing_and_damaged_logs_are_not_opened()
    {
        Assert.Equal(JournalOpenStatus.NotFound, JournalWriter.Open(Log).Status);
        await JournalFile.WriteAsync(Log, JournalFile.Samples(5));
        byte[] file = await File.ReadAllBytesAsync(Log, Stop);
        file[20] ^= 1;
        await File.WriteAllBytesAsync(Log, file, Stop);

        Assert.Equal(JournalOpenStatus.Damaged, JournalWriter.Open(Log).Status);
        Assert.Equal(file, await File.ReadAllBytesAsync(Log, Stop));
    }

    [Fact]
    public async Task Closed_writer_takes_nothing()
    {
        var writer = JournalWriter.Create(Log);
        await writer.CloseAsync();
        Assert.Throws<ObjectDisposedException>(() => writer.TryAppend([1], []));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await writer.FlushAsync(Stop));
        await writer.DisposeAsync();
    }

    [Fact]
    public async Task Torn_tail_that_was_cut_off_and_written_anew_is_read_as_it_is_now()
    {
        await JournalFile.WriteAsync(Log, [1]);
        await File.AppendAllBytesAsync(Log, [0, 9, 7, 7, 7], Stop);
        using var reader = JournalReader.Open(Log);
        Assert.Equal(JournalReadStatus.Entry, reader.TryRead(out _, out _));
        Assert.Equal(JournalReadStatus.TornTail, reader.TryRead(out _, out _));
        JournalWriter writer = JournalWriter.Open(Log).Writer!;
        await writer.AppendDurablyAsync(new byte[] { 2 }, default, Stop);
        await writer.CloseAsync();

        Assert.Equal(JournalReadStatus.Entry, reader.TryRead(out ReadOnlySpan<byte> entry, out _));
        Assert.Equal([(byte)2], entry);
    }

    [Fact]
    public async Task Reader_of_a_log_that_is_being_written_never_takes_a_write_for_damage()
    {
        const int Entries = 3000;
        byte[] leaf = new byte[3000], record = new byte[20_000];
        Random.Shared.NextBytes(leaf);
        Random.Shared.NextBytes(record);
        await using var writer = JournalWriter.Create(Log, new JournalOptions { WriteWithin = TimeSpan.Zero });
        var writing = new Thread(() =>
        {
            for (int i = 0; i < Entries; i++)
                writer.Append(leaf.AsSpan(i), record.AsSpan(i));
        });
        writing.Start();
        using var reader = JournalReader.Open(Log);
        while (reader.Count < Entries)
        {
            int index = (int)reader.Count;
            JournalReadStatus status = reader.TryRead(out ReadOnlySpan<byte> readLeaf, out ReadOnlySpan<byte> readRecord);
            Assert.Contains(status, (JournalReadStatus[])[JournalReadStatus.Entry, JournalReadStatus.End, JournalReadStatus.TornTail]);
            Assert.True(status != JournalReadStatus.Entry || (readLeaf.SequenceEqual(leaf.AsSpan(index)) && readRecord.SequenceEqual(record.AsSpan(index))));
        }

        writing.Join();
    }

    [Fact]
    public async Task Reading_goes_on_from_a_point_that_was_noted_and_only_in_the_same_log()
    {
        byte[][] entries = await JournalFile.WriteAsync(Log, JournalFile.Samples(20));
        var points = new List<JournalPosition>();
        using (var reader = JournalReader.Open(Log))
        {
            do
                points.Add(reader.Position);
            while (reader.TryRead(out _, out _) == JournalReadStatus.Entry);
        }

        Assert.Equal(JournalVerification.Of(Log).Head, points[20].Head);
        foreach (JournalPosition point in points)
        {
            using var reader = JournalReader.Open(Log, point);
            for (int i = (int)point.Count; i < entries.Length; i++)
            {
                Assert.Equal(JournalReadStatus.Entry, reader.TryRead(out ReadOnlySpan<byte> leaf, out _));
                Assert.Equal(entries[i], leaf);
            }

            Assert.Equal((JournalReadStatus.End, 20L), (reader.TryRead(out _, out _), reader.Count));
        }

        foreach (JournalPosition wrong in (JournalPosition[])[points[5] with { Bytes = points[5].Bytes + 1 }, points[5] with { Chain = points[6].Chain },
            points[5] with { Chain = "x" }, points[5] with { Bytes = long.MaxValue }, points[5] with { Bytes = -1 }])
        {
            using var reader = JournalReader.Open(Log, wrong);
            Assert.Equal(JournalReadStatus.Damaged, reader.TryRead(out _, out _));
        }
    }

    [Fact]
    public async Task Room_is_made_ahead_and_given_back_at_the_end()
    {
        await using (var writer = JournalWriter.Create(Log))
        {
            await writer.AppendDurablyAsync(new byte[100], default, Stop);
            Assert.InRange(new FileInfo(Log).Length, 137 + JournalEnd.SmallestRoom, 1000 + JournalEnd.SmallestRoom);
            Assert.Equal((JournalState.Intact, 1L, writer.Durable.Bytes),
                (JournalVerification.Of(Log).State, JournalVerification.Of(Log).Entries, JournalVerification.Of(Log).ValidBytes));
            Assert.Equal(100, JournalReader.ReadLast(Log)!.Leaf.Length);
        }

        Assert.Equal(16 + 137, new FileInfo(Log).Length);
    }

    [Fact]
    public async Task Live_log_can_be_followed()
    {
        await using var writer = JournalWriter.Create(Log);
        using var reader = JournalReader.Open(Log);
        for (byte i = 1; i <= 3; i++)
        {
            Assert.Equal(JournalReadStatus.End, reader.TryRead(out _, out _));
            await writer.AppendDurablyAsync(new[] { i }, default, Stop);
            Assert.Equal(JournalReadStatus.Entry, reader.TryRead(out ReadOnlySpan<byte> entry, out _));
            Assert.Equal([i], entry);
        }
    }
}
