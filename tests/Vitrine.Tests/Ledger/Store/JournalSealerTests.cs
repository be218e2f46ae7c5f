using System.Globalization;
using System.Text;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Store;
using Xunit;

namespace Vitrine.Tests.Ledger.Store;

public sealed class JournalSealerTests : IDisposable
{
    private readonly LedgerScratch _ledger = new();

    private string Journal => _ledger["entries.log"];

    private string ExtentsFile => _ledger["extents"];

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public async Task Leaves_of_a_journal_that_grows_are_in_the_ledger_once_and_in_order()
    {
        await using var writer = JournalWriter.Create(Journal);
        using LedgerAppender ledger = _ledger.Appender();
        using var sealer = JournalSealer.Begin(ledger, Journal, ExtentsFile);
        for (int round = 0; round < 5; round++)
        {
            await Append(writer, round * 100, 100);
            Assert.Equal(SealStatus.Sealed, sealer.Seal((round * 100) + 60, LedgerScratch.Patience));
            Assert.Equal((round * 100) + 60, sealer.Sealed);
        }

        sealer.Seal(500, LedgerScratch.Patience);
        Assert.Equal([.. Enumerable.Range(0, 500).Select(i => $"{i}")], _ledger.Check());
        Assert.Equal([new Extent(0, 0, 500)], Extents.Read(ExtentsFile, out bool isWhole));
        Assert.True(isWhole);
    }

    [Fact]
    public async Task Session_between_others_has_several_extents()
    {
        await using var writer = JournalWriter.Create(Journal);
        using LedgerAppender ledger = _ledger.Appender();
        using var sealer = JournalSealer.Begin(ledger, Journal, ExtentsFile);
        await Append(writer, 0, 20);
        sealer.Seal(10, LedgerScratch.Patience);
        _ledger.Append(5);
        sealer.Seal(20, LedgerScratch.Patience);
        Assert.Equal([new Extent(0, 0, 10), new Extent(15, 10, 10)], Extents.Read(ExtentsFile, out _));
        Assert.Equal(25, _ledger.Check().Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task After_a_crash_between_extent_and_checkpoint_the_work_is_done_again(int foreign)
    {
        await using var writer = JournalWriter.Create(Journal);
        await Append(writer, 0, 30);
        using (LedgerAppender first = _ledger.Appender())
        {
            using var sealer = JournalSealer.Begin(first, Journal, ExtentsFile);
            sealer.Seal(10, LedgerScratch.Patience);
        }

        // What the crash leaves: an extent for which no checkpoint came. Meanwhile somebody else may have added entries in its place.
        byte[] stale = new byte[Extents.RecordSize];
        Extents.Write(stale, new Extent(10, 10, 5));
        await File.AppendAllBytesAsync(ExtentsFile, stale, TestContext.Current.CancellationToken);
        if (foreign > 0)
            _ledger.Append(foreign);

        using LedgerAppender ledger = _ledger.Appender();
        using var resumed = JournalSealer.Resume(ledger, Journal, ExtentsFile, LedgerScratch.Patience)!;
        Assert.Equal(10, resumed.Sealed);
        resumed.Seal(30, LedgerScratch.Patience);
        List<string> entries = _ledger.Check();
        Assert.Equal(30 + foreign, entries.Count);
        Assert.Equal([.. Enumerable.Range(0, 30).Select(i => $"{i}")], entries.Where(entry => int.TryParse(entry, CultureInfo.InvariantCulture, out _)));
        Assert.Equal(30, Extents.Read(ExtentsFile, out _).Sum(extent => extent.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(23)]
    public async Task Torn_extent_is_written_again(int bytes)
    {
        await using var writer = JournalWriter.Create(Journal);
        await Append(writer, 0, 10);
        using LedgerAppender ledger = _ledger.Appender();
        using (var sealer = JournalSealer.Begin(ledger, Journal, ExtentsFile))
            sealer.Seal(4, LedgerScratch.Patience);
        await File.AppendAllBytesAsync(ExtentsFile, new byte[bytes], TestContext.Current.CancellationToken);
        using var resumed = JournalSealer.Resume(ledger, Journal, ExtentsFile, LedgerScratch.Patience)!;
        Assert.Equal(4, resumed.Sealed);
        resumed.Seal(10, LedgerScratch.Patience);
        Assert.Equal(10, _ledger.Check().Count);
        Assert.Equal([new Extent(0, 0, 10)], Extents.Read(ExtentsFile, out bool isWhole));
        Assert.True(isWhole);
    }

    [Fact]
    public async Task Sealed_session_resumes_with_nothing_left_to_do()
    {
        await using var writer = JournalWriter.Create(Journal);
        await Append(writer, 0, 10);
        using LedgerAppender ledger = _ledger.Appender();
        using (var sealer = JournalSealer.Begin(ledger, Journal, ExtentsFile))
            sealer.Seal(10, LedgerScratch.Patience);
        using var resumed = JournalSealer.Resume(ledger, Journal, ExtentsFile, LedgerScratch.Patience)!;
        Assert.Equal(10, resumed.Sealed);
        Assert.Equal(SealStatus.Sealed, resumed.Seal(10, LedgerScratch.Patience));
        Assert.Equal(10, _ledger.Check().Count);
    }

    [Fact]
    public async Task Busy_ledger_leaves_the_journal_for_later()
    {
        await using var writer = JournalWriter.Create(Journal);
        await Append(writer, 0, 10);
        using LedgerAppender other = _ledger.Appender();
        using LedgerAppender ledger = _ledger.Appender();
        using var sealer = JournalSealer.Begin(ledger, Journal, ExtentsFile);
        using (LedgerTurn held = other.TryBegin(LedgerScratch.Patience)!)
            Assert.Equal(SealStatus.Busy, sealer.Seal(10, TimeSpan.FromMilliseconds(20)));
        Assert.Equal(SealStatus.Sealed, sealer.Seal(10, LedgerScratch.Patience));
        Assert.Equal(10, _ledger.Check().Count);
    }

    [Fact]
    public async Task Journal_that_was_changed_is_not_sealed_any_further()
    {
        await using (var writer = JournalWriter.Create(Journal))
            await Append(writer, 0, 10);
        using LedgerAppender ledger = _ledger.Appender();
        using var sealer = JournalSealer.Begin(ledger, Journal, ExtentsFile);
        byte[] bytes = await File.ReadAllBytesAsync(Journal, TestContext.Current.CancellationToken);
        bytes[^40] ^= 1;
        await File.WriteAllBytesAsync(Journal, bytes, TestContext.Current.CancellationToken);
        Assert.Throws<IOException>(() => sealer.Seal(10, LedgerScratch.Patience));
        Assert.Throws<IOException>(() => sealer.Seal(5, LedgerScratch.Patience));
        Assert.Empty(_ledger.Check());
    }

    private static async Task Append(JournalWriter writer, int from, int count)
    {
        for (int i = from; i < from + count; i++)
            writer.Append(Encoding.ASCII.GetBytes($"{i}"), default);
        await writer.FlushAsync(TestContext.Current.CancellationToken);
    }
}
