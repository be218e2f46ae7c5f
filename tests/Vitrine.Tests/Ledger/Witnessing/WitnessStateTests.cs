using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Witnessing;
using Xunit;

namespace Vitrine.Tests.Ledger.Witnessing;

public sealed class WitnessStateTests : IDisposable
{
    private readonly TestLog _log = new("vitrine/host/user/0a1b2c3d"), _second = new("second.example/log");
    private readonly WitnessScratch _scratch;

    public WitnessStateTests()
    {
        _scratch = new WitnessScratch(_log.Grow(10), _second.Grow(3));
        Assert.Equal(AddCheckpointOutcome.Cosigned, _scratch.Witness.Add(_log.Request(0)).Outcome);
        Assert.Equal(AddCheckpointOutcome.Cosigned, _scratch.Witness.Add(_second.Request(0)).Outcome);
    }

    private string[] Files => Directory.GetFiles(_scratch.Checkpoints);

    private string Origins => Path.Combine(_scratch.Directory, "origins");

    public void Dispose()
    {
        _scratch.Dispose();
        _log.Dispose();
        _second.Dispose();
    }

    [Fact]
    public void What_was_cosigned_is_remembered_over_a_restart()
    {
        _scratch.Reopen(_log, _second);
        Assert.Equal(2, _scratch.Witness.WitnessedCount);
        Assert.Equal(new AddCheckpointAnswer(AddCheckpointOutcome.OtherSize, _log.Origin, 10), _scratch.Witness.Add(_log.Request(0)));
        Assert.Equal(AddCheckpointOutcome.Inconsistent, _scratch.Witness.Add(_log.Fork(9, 1).Request(10)).Outcome);
        Assert.Equal(AddCheckpointOutcome.Cosigned, _scratch.Witness.Add(_log.Grow(1).Request(10)).Outcome);
    }

    [Fact]
    public void Only_one_process_serves_a_witness()
    {
        Assert.Null(Witness.Open(_scratch.Directory, _scratch.Time));
        _scratch.Witness.Dispose();
        using Witness? next = Witness.Open(_scratch.Directory, _scratch.Time);
        Assert.NotNull(next);
    }

    [Fact]
    public void Any_byte_that_is_changed_in_the_state_keeps_the_witness_from_starting_or_changes_nothing_that_it_knows()
    {
        _scratch.Witness.Dispose();
        int tried = 0;
        string logsSignature = File.ReadAllText(Files[0]).Split('\n')[4];
        foreach (string file in (string[])[Files[0], Origins, Path.Combine(_scratch.Directory, "witness.key")])
        {
            byte[] good = File.ReadAllBytes(file);
            for (int at = 0; at < good.Length; at++)
            {
                byte[] bad = [.. good];
                bad[at] ^= 1;
                File.WriteAllBytes(file, bad);
                tried++;
                try
                {
                    _scratch.Open();
                }
                catch (WitnessStateException)
                {
                    continue;
                }

                // The newline behind the key says nothing, and the log's own signature is for monitors: it was checked when it came.
                Assert.True(at == good.Length - 1 || IsIn(good, logsSignature, at));
                _scratch.Know(_log, _second);
                Assert.Equal(AddCheckpointOutcome.OtherSize, _scratch.Witness.Add(_log.Request(0)).Outcome);
                Assert.Equal(AddCheckpointOutcome.OtherSize, _scratch.Witness.Add(_second.Request(0)).Outcome);
                _scratch.Witness.Dispose();
            }

            File.WriteAllBytes(file, good);
        }

        Assert.True(tried > 400);
        _scratch.Open();
    }

    [Fact]
    public void A_lost_or_exchanged_file_keeps_the_witness_from_starting()
    {
        _scratch.Witness.Dispose();
        string[] files = Files;
        byte[] first = File.ReadAllBytes(files[0]);
        File.Copy(files[1], files[0], overwrite: true);
        Refuses("is no checkpoint of its log");
        File.Delete(files[0]);
        Refuses("is gone");
        File.WriteAllBytes(files[0], first);

        byte[] origins = File.ReadAllBytes(Origins);
        File.Delete(Origins);
        Refuses("is gone");
        File.WriteAllBytes(Origins, origins);
        string key = Path.Combine(_scratch.Directory, "witness.key");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Refuses("is open to others");
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        using (NoteSigner other = NoteSigner.Generate(_scratch.Key.Name, VerifierKey.CosignatureAlgorithm))
        {
            File.Delete(key);
            File.WriteAllText(key, other.ToPrivateText());
            File.SetUnixFileMode(key, UnixFileMode.UserRead);
        }

        Refuses("own cosignature");
        File.Delete(key);
        Refuses("There is no witness");
    }

    [Fact]
    public void What_a_crash_can_leave_is_taken_up_again()
    {
        // Before the rename: the file that was being written.
        File.WriteAllText(Files[0] + ".new", "half");
        // After a log's first checkpoint and before its name, or in the middle of its name.
        byte[] origins = File.ReadAllBytes(Origins);
        foreach (int left in (int[])[0, 30, 65, 100, 129])
        {
            File.WriteAllBytes(Origins, origins[..left]);
            _scratch.Reopen(_log, _second);
            Assert.Equal(2, _scratch.Witness.WitnessedCount);
            Assert.Equal(origins.Order(), File.ReadAllBytes(Origins).Order());
        }

        // Room that a power loss left empty.
        File.WriteAllBytes(Origins, [.. origins[..65], .. new byte[65]]);
        _scratch.Reopen(_log, _second);
        Assert.Equal(2, Files.Length);
        Assert.Equal(new AddCheckpointAnswer(AddCheckpointOutcome.OtherSize, _second.Origin, 3), _scratch.Witness.Add(_second.Request(0)));
    }

    [Fact]
    public void When_the_disk_does_not_take_a_checkpoint_nothing_is_cosigned_until_it_is_read_again()
    {
        string aside = _scratch.Checkpoints + ".aside";
        Directory.Move(_scratch.Checkpoints, aside);
        Assert.ThrowsAny<IOException>(() => _scratch.Witness.Add(_log.Grow(1).Request(10)));
        Directory.Move(aside, _scratch.Checkpoints);
        Assert.ThrowsAny<IOException>(() => _scratch.Witness.Add(_log.Request(10)));
        Assert.ThrowsAny<IOException>(() => _scratch.Witness.Add(_second.Grow(1).Request(3)));
        _scratch.Reopen(_log, _second);
        Assert.Equal(AddCheckpointOutcome.Cosigned, _scratch.Witness.Add(_log.Request(10)).Outcome);
    }

    [Fact]
    public async Task Of_many_requests_at_once_no_two_roots_of_one_size_are_cosigned_and_no_size_goes_back()
    {
        const int versions = 4, steps = 40;
        using var base0 = new TestLog("race.example/log");
        base0.Grow(1);
        TestLog[] forks = [.. Enumerable.Range(0, versions).Select(fork => base0.Fork(1, steps, $"fork {fork}"))];
        _scratch.Know(base0);
        var cosigned = new List<(long Size, TreeHash Root)>();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(
            () =>
            {
                TestLog log = forks[worker % versions];
                var random = new Random(worker);
                long known = 0;
                for (int i = 0; i < 60; i++)
                {
                    long size = Math.Min(log.Size, Math.Max(known, random.Next(1, steps)));
                    AddCheckpointAnswer answer = _scratch.Witness.Add(log.Request(Math.Min(known, size), size));
                    known = answer.WitnessedSize;
                    if (answer.Outcome != AddCheckpointOutcome.Cosigned)
                        continue;
                    Assert.True(Checkpoint.TryParse(log.Checkpoint(size).Text, out Checkpoint? checkpoint));
                    lock (cosigned)
                        cosigned.Add((size, checkpoint.Root));
                }
            },
            TestContext.Current.CancellationToken)));

        Assert.NotEmpty(cosigned);
        Assert.All(cosigned.GroupBy(one => one.Size), same => Assert.Single(same.Select(one => one.Root).Distinct()));
        // All that was cosigned above the common beginning is of one history, and what is on disk is its largest.
        long largest = cosigned.Max(one => one.Size);
        TestLog winner = Assert.Single(forks,
            fork => cosigned.All(one => Checkpoint.TryParse(fork.Checkpoint(one.Size).Text, out Checkpoint? checkpoint) && checkpoint.Root == one.Root));
        _scratch.Reopen(base0);
        Assert.Equal(AddCheckpointOutcome.Cosigned, _scratch.Witness.Add(winner.Request(largest)).Outcome);
    }

    private void Refuses(string why) =>
        Assert.Contains(why, Assert.Throws<WitnessStateException>(() => Witness.Open(_scratch.Directory, _scratch.Time)).Message, StringComparison.Ordinal);

    private static bool IsIn(byte[] file, string line, int at) =>
        file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(line)) is >= 0 and var start && at >= start && at < start + Encoding.UTF8.GetByteCount(line);
}
