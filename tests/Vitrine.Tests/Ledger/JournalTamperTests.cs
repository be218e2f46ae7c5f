using Vitrine.Ledger.Journal;
using Xunit;

namespace Vitrine.Tests.Ledger;

public sealed class JournalTamperTests : IAsyncLifetime
{
    private const int Count = 12;
    private readonly ScratchDirectory _scratch = new();
    private byte[][] _entries = [];
    private byte[] _file = [];
    private int[] _frames = [];
    private JournalHead _head;

    private string Log => _scratch["entries.log"];

    public async ValueTask InitializeAsync()
    {
        _entries = await JournalFile.WriteAsync(Log, JournalFile.Samples(Count));
        _file = await File.ReadAllBytesAsync(Log, TestContext.Current.CancellationToken);
        _frames = JournalFile.Frames(_file);
        _head = JournalVerification.Of(Log).Head;
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Each_flipped_byte_is_found_and_its_entry_named()
    {
        foreach (byte mask in (byte[])[0x01, 0x80, 0xff])
        {
            for (int at = 0; at < _file.Length; at++)
            {
                JournalVerification found = Verify(file => file[at] ^= mask);
                if (at < JournalFormat.HeaderSize)
                {
                    Assert.Equal(JournalState.NotALedger, found.State);
                    continue;
                }

                int frame = Array.FindLastIndex(_frames, start => start <= at);
                Assert.Equal((at, (long)frame), (at, found.FirstBad));
                // Only changed lengths of the last entry can't be told from one that was never finished.
                int start = _frames[frame], second = start + JournalFormat.LeafLengthSize + JournalFormat.LeafLengthOf(_file.AsSpan(start));
                bool isLastLength = frame == Count - 1
                    && (at < start + JournalFormat.LeafLengthSize || (at >= second && at < second + JournalFormat.SealedLengthSize));
                Assert.True(found.State == JournalState.Damaged || isLastLength, $"byte {at}: {found.State}");
            }
        }
    }

    [Fact]
    public void Deleted_duplicated_inserted_and_swapped_entries_are_named()
    {
        for (int i = 0; i < Count - 1; i++)
        {
            Assert.Equal((JournalState.Damaged, (long)i), Verdict([.. Before(i), .. After(i + 1)]));
            Assert.Equal((JournalState.Damaged, (long)i + 1), Verdict([.. Before(i), .. Frame(i), .. Frame(i), .. After(i + 1)]));
            Assert.Equal((JournalState.Damaged, (long)i), Verdict([.. Before(i), .. Frame(Count - 1), .. After(i)]));
            Assert.Equal((JournalState.Damaged, (long)i), Verdict([.. Before(i), .. Frame(i + 1), .. Frame(i), .. After(i + 2)]));
        }

        Assert.Equal((JournalState.Damaged, (long)Count), Verdict([.. _file, .. Frame(0)]));
    }

    [Fact]
    public async Task Log_cut_at_any_byte_keeps_what_was_whole_and_can_be_continued()
    {
        for (int length = 0; length < _file.Length; length++)
        {
            int whole = length < JournalFormat.HeaderSize ? 0 : Array.FindLastIndex(_frames, start => start <= length);
            await File.WriteAllBytesAsync(Log, _file[..length], TestContext.Current.CancellationToken);
            // A zero after a frame is room for the next.
            bool atEdge = length >= JournalFormat.HeaderSize && !_file.AsSpan(_frames[whole]..length).ContainsAnyExcept((byte)0);
            JournalVerification found = JournalVerification.Of(Log);
            Assert.Equal((length, whole, atEdge ? JournalState.Intact : JournalState.TornTail), (length, (int)found.Entries, found.State));
            Assert.Equal(whole == Count ? JournalState.Intact : JournalState.HeadMissing, JournalVerification.Of(Log, _head).State);

            JournalOpening opening = JournalWriter.Open(Log);
            Assert.Equal(JournalOpenStatus.Opened, opening.Status);
            opening.Writer!.Append("more"u8, []);
            await opening.Writer.CloseAsync();
            List<byte[]> entries = JournalFile.Read(Log, out found);
            Assert.Equal(JournalState.Intact, found.State);
            Assert.Equal([.. _entries[..whole], "more"u8.ToArray()], entries);
        }
    }

    [Fact]
    public void Changed_length_that_points_past_the_end_does_not_pass_for_a_torn_tail()
    {
        // Else reopening would cut off every entry from there on.
        JournalVerification found = Verify(file => file[_frames[3]] = 0xff);
        Assert.Equal((JournalState.Damaged, 3L), (found.State, found.Entries));
        Assert.Equal(JournalOpenStatus.Damaged, JournalWriter.Open(Log).Status);
    }

    [Fact]
    public async Task Zeros_after_the_last_entry_are_room_and_without_an_entry_a_torn_tail()
    {
        Assert.Equal((JournalState.Intact, (long?)null), Verdict([.. _file, .. new byte[10_000]]));
        Assert.Equal((JournalState.Damaged, (long)Count), Verdict([.. _file, .. new byte[10_000], 1]));
        foreach (int size in (int[])[1, 15, 16, 17, 10_000])
        {
            Assert.Equal((JournalState.TornTail, 0L), Verdict(new byte[size]));
            JournalWriter writer = JournalWriter.Open(Log).Writer!;
            writer.Append([1], []);
            await writer.CloseAsync();
            Assert.Equal([[1]], JournalFile.Read(Log, out _));
        }

        Assert.Equal(JournalState.NotALedger, Verdict([.. new byte[20], 1]).State);
    }

    [Fact]
    public void Rewritten_log_misses_the_head_that_was_noted()
    {
        JournalVerification same = JournalVerification.Of(Log, _head);
        Assert.Equal(JournalState.Intact, same.State);
        var other = new JournalHead(4, new string('0', 64));
        Assert.Equal((JournalState.HeadMissing, 4L), (JournalVerification.Of(Log, other).State, JournalVerification.Of(Log, other).FirstBad));
        Assert.Equal(JournalState.HeadMissing, JournalVerification.Of(Log, _head with { Count = Count + 1 }).State);
    }

    [Fact]
    public void Last_entry_is_read_from_the_end_and_only_when_whole()
    {
        for (int length = JournalFormat.HeaderSize; length <= _file.Length; length++)
        {
            File.WriteAllBytes(Log, _file[..length]);
            int edge = Array.FindLastIndex(_frames, start => start <= length && !_file.AsSpan(start..length).ContainsAnyExcept((byte)0));
            AssertLast(edge > 0 ? _entries[edge - 1] : null, Log);
            // Before room, what is missing may be zeros that are there again.
            File.WriteAllBytes(Log, [.. _file[..length], .. new byte[70_000]]);
            edge = Array.FindLastIndex(_frames, start => !_file.AsSpan(Math.Min(start, length)..Math.Max(start, length)).ContainsAnyExcept((byte)0));
            AssertLast(edge > 0 ? _entries[edge - 1] : null, Log);
        }
    }

    [Fact]
    public async Task Entry_that_imitates_a_frame_is_not_taken_for_one()
    {
        // The whole end of another log, as content: length, entry, hash.
        byte[] imitation = [.. "x"u8, .. _file.AsSpan(_frames[Count - 2])];
        string log = _scratch["other.log"];
        await JournalFile.WriteAsync(log, [1], imitation);
        AssertLast(imitation, log);
        await JournalFile.WriteAsync(_scratch["largest.log"], [1], new byte[65_535]);
        AssertLast(new byte[65_535], _scratch["largest.log"]);
    }

    private static void AssertLast(byte[]? entry, string log)
    {
        JournalFrame? last = JournalReader.ReadLast(log);
        Assert.Equal(entry, last?.Leaf.ToArray());
        if (last is not null)
            Assert.Equal(JournalFile.SealedOf(entry), last.Sealed.ToArray());
    }

    private ReadOnlySpan<byte> Before(int index) => _file.AsSpan(0, _frames[index]);

    private ReadOnlySpan<byte> After(int index) => _file.AsSpan(_frames[index]);

    private ReadOnlySpan<byte> Frame(int index) => _file.AsSpan(_frames[index].._frames[index + 1]);

    private (JournalState State, long? FirstBad) Verdict(byte[] file)
    {
        File.WriteAllBytes(Log, file);
        JournalVerification found = JournalVerification.Of(Log);
        return (found.State, found.FirstBad);
    }

    private JournalVerification Verify(Action<byte[]> change)
    {
        byte[] changed = [.. _file];
        change(changed);
        File.WriteAllBytes(Log, changed);
        return JournalVerification.Of(Log);
    }
}
