using Vitrine.Ledger.Store;
using Vitrine.Ledger.Tree;
using Xunit;

namespace Vitrine.Tests.Ledger.Store;

public sealed class LedgerAppenderTests : IDisposable
{
    private readonly LedgerScratch _ledger = new();

    public void Dispose() => _ledger.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(255, 255)]
    [InlineData(256, 256)]
    [InlineData(257, 100)]
    [InlineData(600, 7)]
    [InlineData(65_537, 10_000)]
    public void What_is_added_is_there_in_order_and_every_tile_is_right(int count, int perTurn)
    {
        _ledger.Append(count, perTurn);
        List<string> entries = _ledger.Check();
        Assert.Equal(count, entries.Count);
        Assert.Equal("{\"entry\":0}", entries[0]);
        Assert.Equal($"{{\"entry\":{count - 1}}}", entries[^1]);
    }

    [Fact]
    public void New_ledger_has_a_signed_checkpoint_over_nothing_and_keys_that_only_the_owner_reads()
    {
        using LedgerAppender appender = _ledger.Appender();
        using (LedgerTurn turn = appender.TryBegin(LedgerScratch.Patience)!)
            turn.Publish();
        Assert.Equal(0, _ledger.Checkpoint().Size);
        Assert.Equal(TreeHash.Empty, _ledger.Checkpoint().Root);
        Assert.Matches("^vitrine/test/[0-9a-f]{8}$", _ledger.Checkpoint().Origin);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_ledger.Paths.PrivateKey));
    }

    [Fact]
    public void What_was_not_published_does_not_count_and_is_written_over()
    {
        _ledger.Append(300);
        using LedgerAppender appender = _ledger.Appender();
        using (LedgerTurn turn = appender.TryBegin(LedgerScratch.Patience)!)
        {
            for (int i = 0; i < 300; i++)
                turn.Add("never"u8);
        }

        Assert.Equal(300, _ledger.Check().Count);
        using (LedgerTurn turn = appender.TryBegin(LedgerScratch.Patience)!)
        {
            for (int i = 0; i < 300; i++)
                turn.Add("now"u8);
            turn.Publish();
        }

        List<string> entries = _ledger.Check();
        Assert.Equal(600, entries.Count);
        Assert.DoesNotContain("never", entries);
    }

    [Fact]
    public void Two_writers_take_turns_and_nothing_of_either_is_lost()
    {
        _ledger.Append(1);
        Parallel.For(0, 4, writer =>
        {
            using LedgerAppender appender = _ledger.Appender();
            for (int round = 0; round < 10; round++)
            {
                using LedgerTurn turn = appender.TryBegin(LedgerScratch.Patience)!;
                for (int i = 0; i < 30; i++)
                    turn.Add(System.Text.Encoding.ASCII.GetBytes($"{writer}:{(round * 30) + i}"));
                turn.Publish();
            }
        });

        List<string> entries = _ledger.Check();
        Assert.Equal(1201, entries.Count);
        for (int writer = 0; writer < 4; writer++)
            Assert.Equal([.. Enumerable.Range(0, 300).Select(i => $"{writer}:{i}")],
                entries.Where(entry => entry.StartsWith($"{writer}:", StringComparison.Ordinal)));
    }

    [Fact]
    public void Partial_tiles_go_once_the_full_one_is_published()
    {
        _ledger.Append(250, 25);
        Assert.True(Directory.Exists(Path.Combine(_ledger.Paths.Directory, "tile/0/000.p")));
        _ledger.Append(6);
        Assert.False(Directory.Exists(Path.Combine(_ledger.Paths.Directory, "tile/0/000.p")));
        Assert.False(Directory.Exists(Path.Combine(_ledger.Paths.Directory, "tile/entries/000.p")));
        Assert.Equal(256, _ledger.Check().Count);
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("tile/0/001.p/44")]
    [InlineData("tile/1/000.p/1")]
    [InlineData("tile/entries/001.p/44")]
    public void Nothing_is_added_to_a_ledger_whose_edge_was_changed(string file)
    {
        _ledger.Append(300);
        string path = Path.Combine(_ledger.Paths.Directory, file);
        byte[] bytes = File.ReadAllBytes(path);
        for (int at = 0; at < bytes.Length; at += Math.Max(1, bytes.Length / 40))
        {
            byte[] changed = [.. bytes];
            changed[at] ^= 1;
            File.WriteAllBytes(path, changed);
            using LedgerAppender appender = _ledger.Appender();
            Assert.Throws<LedgerDamagedException>(() => appender.TryBegin(LedgerScratch.Patience));
        }

        File.Delete(path);
        using LedgerAppender last = _ledger.Appender();
        Assert.Throws<LedgerDamagedException>(() => last.TryBegin(LedgerScratch.Patience));
        File.WriteAllBytes(path, bytes);
        using LedgerTurn? turn = last.TryBegin(LedgerScratch.Patience);
        Assert.NotNull(turn);
    }

    [Fact]
    public void Ledger_that_went_back_while_it_was_written_is_refused()
    {
        _ledger.Append(10);
        byte[] old = File.ReadAllBytes(_ledger.Paths.Checkpoint);
        using LedgerAppender appender = _ledger.Appender();
        using (LedgerTurn turn = appender.TryBegin(LedgerScratch.Patience)!)
        {
            turn.Add("more"u8);
            turn.Publish();
        }

        File.WriteAllBytes(_ledger.Paths.Checkpoint, old);
        Assert.Throws<LedgerDamagedException>(() => appender.TryBegin(LedgerScratch.Patience));
    }

    [Fact]
    public void Entries_without_their_key_are_not_gone_on_with()
    {
        _ledger.Append(10);
        File.Delete(_ledger.Paths.PrivateKey);
        using LedgerAppender appender = _ledger.Appender();
        Assert.Throws<LedgerDamagedException>(() => appender.TryBegin(LedgerScratch.Patience));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_535)]
    public void Entry_may_have_as_many_bytes_as_a_bundle_can_say(int size)
    {
        using LedgerAppender appender = _ledger.Appender();
        using (LedgerTurn turn = appender.TryBegin(LedgerScratch.Patience)!)
        {
            turn.Add(new byte[size]);
            turn.Publish();
        }

        Assert.Equal(size, Assert.Single(_ledger.Check()).Length);
        using LedgerTurn next = appender.TryBegin(LedgerScratch.Patience)!;
        Assert.Throws<ArgumentOutOfRangeException>(() => next.Add(new byte[65_536]));
    }

    [Fact]
    public void Pipe_or_link_in_the_place_of_a_file_is_refused_and_does_not_block()
    {
        _ledger.Append(10);
        string tile = Path.Combine(_ledger.Paths.Directory, "tile/0/000.p/10");
        File.Move(tile, tile + ".away");
        File.CreateSymbolicLink(tile, tile + ".away");
        using LedgerAppender appender = _ledger.Appender();
        Assert.ThrowsAny<IOException>(() => appender.TryBegin(LedgerScratch.Patience));
        File.Delete(tile);
        Assert.Equal(0, MakePipe(tile));
        Assert.ThrowsAny<IOException>(() => appender.TryBegin(LedgerScratch.Patience));
    }

    [Fact]
    public void Who_gave_up_waiting_does_not_hold_the_ledger_later_and_may_come_again()
    {
        _ledger.Append(1);
        using LedgerAppender first = _ledger.Appender(), second = _ledger.Appender(), third = _ledger.Appender();
        using (first.TryBegin(LedgerScratch.Patience)!)
        {
            for (int i = 0; i < 20; i++)
                Assert.Null(second.TryBegin(TimeSpan.FromMilliseconds(1)));
        }

        // The second's place in the queue comes up now, and nobody wants it.
        for (int i = 0; i < 20; i++)
        {
            using LedgerTurn turn = third.TryBegin(LedgerScratch.Patience)!;
            Assert.NotNull(turn);
        }

        using LedgerTurn late = second.TryBegin(LedgerScratch.Patience)!;
        Assert.NotNull(late);
    }

    private static int MakePipe(string path)
    {
        using var made = System.Diagnostics.Process.Start("mkfifo", [path]);
        made.WaitForExit();
        return made.ExitCode;
    }
}
