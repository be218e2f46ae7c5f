using Vitrine.Core.Policy;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Witnessing;
using Vitrine.Runtime.Ledger;
using Vitrine.Tests.Ledger;
using Vitrine.Tests.Ledger.Witnessing;
using Xunit;

namespace Vitrine.Tests.Runtime.Ledger;

public sealed class WitnessingServiceTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private readonly ScratchDirectory _scratch = new();
    private readonly TestLog _log = new("vitrine/host/user/0a1b2c3d");
    private readonly List<SignedNote> _kept = [];
    private SignedNote? _published;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _scratch.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task What_is_offered_is_cosigned_by_every_witness_and_kept()
    {
        await using RunningWitness one = await RunningWitness.StartAsync(_log), other = await RunningWitness.StartAsync(_log);
        await using WitnessingService service = Service(Options(one.Peer, other.Peer));
        for (int i = 0; i < 20; i++)
            Publish(service, _log.Grow(17));
        WitnessingStatus status = await service.FinishAsync(Long);
        Assert.True(status.IsWitnessed);
        Assert.Equal([$"witnessed up to 340 of 340 by {one.Peer.Key.Name}", $"witnessed up to 340 of 340 by {other.Peer.Key.Name}"], status.Describe());
        // The newest wins: not each of the twenty was sent.
        SignedNote[] last = [.. _kept.Where(note => note.Text == _log.Checkpoint().Text)];
        Assert.All([one, other], witness => Assert.Single(last, note => witness.Peer.Key.TryVerifyCosignature(note, out _)));
        Assert.False(service.Refusal.IsCompleted);
    }

    [Fact]
    public async Task A_second_process_starts_from_what_the_first_remembered()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(_log);
        await using (WitnessingService first = Service(Options(witness.Peer)))
        {
            Publish(first, _log.Grow(10));
            Assert.True((await first.FinishAsync(Long)).IsWitnessed);
        }

        string cache = Assert.Single(Directory.GetFiles(_scratch["sizes"]));
        Assert.Equal("10", await File.ReadAllTextAsync(cache, Stop));
        foreach (string damaged in (string[])["10", "nonsense", "", "99999", new string('1', 5000)])
        {
            await File.WriteAllTextAsync(cache, damaged, Stop);
            await using WitnessingService next = Service(Options(witness.Peer));
            Publish(next, _log.Grow(3));
            Assert.True((await next.FinishAsync(Long)).IsWitnessed);
        }
    }

    [Fact]
    public async Task A_checkpoint_that_another_session_was_faster_than_is_no_rollback()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(_log);
        SignedNote old = _log.Grow(10).Checkpoint();
        using (var client = new WitnessClient(new WitnessClientOptions(), TimeProvider.System))
        {
            Assert.Equal(WitnessOutcome.Cosigned, (await client.OfferAsync(witness.Peer, _log.Grow(5).Checkpoint(), 0, _log, Stop)).Outcome);
            // Published first at the moment when the witness has said no: as late as it can be.
            int reads = 0;
            await using WitnessingService raced = new(Options(witness.Peer) with
            {
                Unwitnessed = UnwitnessedUse.Deny,
                ReadNewest = () => reads++ == 0 ? old : _log.Checkpoint()
            },
                TimeProvider.System);
            raced.Offer(old);
            WitnessingStatus status = await raced.FinishAsync(Long);
            Assert.Equal((WitnessOutcome.Cosigned, 15L), (Assert.Single(status.Witnesses).Outcome, status.Witnesses[0].Size));
            Assert.False(raced.Refusal.IsCompleted);
        }
    }

    [Theory]
    [InlineData(UnwitnessedUse.Deny)]
    [InlineData(UnwitnessedUse.Record)]
    public async Task A_rolled_back_ledger_ends_a_session_that_must_be_witnessed_and_is_said_in_any_case(UnwitnessedUse use)
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(_log);
        using (var client = new WitnessClient(new WitnessClientOptions(), TimeProvider.System))
            await client.OfferAsync(witness.Peer, _log.Grow(20).Checkpoint(), 0, _log, Stop);
        await using WitnessingService service = Service(Options(witness.Peer) with { Unwitnessed = use });
        service.Offer(_published = _log.Checkpoint(12));
        WitnessingStatus status = await service.SettleAsync(Long, Stop);
        Assert.True(status.IsContradicted);
        Assert.False(status.IsWitnessed);
        Assert.Equal($"REFUSED by {witness.Peer.Key.Name}: it has cosigned 20 entries, and the ledger has 12", Assert.Single(status.Describe()));
        Assert.Equal(use == UnwitnessedUse.Deny, service.Refusal.IsCompletedSuccessfully);
        Assert.Empty(_kept);
    }

    [Fact]
    public async Task A_forked_ledger_ends_a_session_that_must_be_witnessed()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(_log), fresh = await RunningWitness.StartAsync(_log);
        using (var client = new WitnessClient(new WitnessClientOptions(), TimeProvider.System))
            await client.OfferAsync(witness.Peer, _log.Grow(20).Checkpoint(), 0, _log, Stop);
        TestLog fork = _log.Fork(15, 15);
        await using WitnessingService service = Service(Options(fresh.Peer, witness.Peer) with { Unwitnessed = UnwitnessedUse.Deny, Tiles = fork });
        service.Offer(_published = fork.Checkpoint());
        Assert.Equal($"the witness {witness.Peer.Key.Name} refuses this record: it has cosigned another history of this ledger",
            await service.Refusal.WaitAsync(Long, Stop));
        WitnessingStatus status = await service.FinishAsync(Long);
        Assert.Equal([WitnessOutcome.Cosigned, WitnessOutcome.Forked], status.Witnesses.Select(one => one.Outcome));
        Assert.False(status.IsWitnessed);
    }

    [Fact]
    public async Task A_witness_that_comes_back_is_asked_again()
    {
        using var server = new AnsweringServer(AnsweringServer.Answer(503, "later"), "", AnsweringServer.Answer(404, "unknown"));
        await using WitnessingService service = Service(Options(server.Peer) with
        {
            Unwitnessed = UnwitnessedUse.Deny,
            FirstRetry = TimeSpan.FromMilliseconds(1),
            LongestRetry = TimeSpan.FromMilliseconds(2)
        });
        server.Then(AnsweringServer.Answer(200, $"{server.Signer.Cosign(_log.Grow(3).Checkpoint().Text, DateTimeOffset.UnixEpoch.AddDays(1))}\n"));
        Publish(service, _log);
        WitnessingStatus status = await service.SettleAsync(Long, Stop);
        Assert.True(status.IsWitnessed);
        Assert.Equal(4, server.Requests.Count);
        Assert.False(service.Refusal.IsCompleted);
    }

    [Fact]
    public async Task A_real_ledger_that_several_sessions_add_to_is_witnessed_and_has_the_cosignature_in_its_checkpoint()
    {
        var paths = new LedgerPaths(_scratch["ledger"], _scratch["keys"]);
        using var ledger = new LedgerAppender(paths, "vitrine/host/user");
        void Seal(int entries)
        {
            using LedgerTurn turn = ledger.TryBegin(Long)!;
            for (int i = 0; i < entries; i++)
                turn.Add(BitConverter.GetBytes(i));
            turn.Publish();
        }

        Seal(1);
        await using RunningWitness witness = await RunningWitness.StartAsync();
        Assert.True(KnownLogs.TryParse((await File.ReadAllTextAsync(paths.VerifierKey, Stop)).Trim(), [], out KnownLogs logs, out string? problem), problem);
        witness.Scratch.Witness.Logs = logs;
        var policy = SessionPolicy.Of([new PolicyLayer(PolicyRank.User, "user vitrine.yaml")
        {
            Witnesses = [new WitnessRule(witness.Peer.Url.ToString(), witness.Peer.Key.ToString(), PolicyRank.User, "user vitrine.yaml:1")],
            Unwitnessed = UnwitnessedUse.Deny,
        }]);
        await using WitnessingService one = WitnessingService.Start(policy, paths, _scratch.Root, TimeProvider.System)!,
            other = WitnessingService.Start(policy, paths, _scratch.Root, TimeProvider.System)!;
        Assert.Null(WitnessingService.Start(SessionPolicy.Of([]), paths, _scratch.Root, TimeProvider.System));
        for (int i = 0; i < 30; i++)
        {
            Seal(i * 7);
            (i % 2 == 0 ? one : other).Offer(ledger.CheckpointNote);
        }

        Assert.Throws<ArgumentException>(() => one.Offer("x\n"u8.ToArray()));

        Assert.All(await Task.WhenAll(one.FinishAsync(Long), other.FinishAsync(Long)), status => Assert.True(status.IsWitnessed));
        Assert.False(one.Refusal.IsCompleted || other.Refusal.IsCompleted);
        SignedNote stored = CosignedCheckpoint.Read(paths)!;
        Assert.True(witness.Peer.Key.TryVerifyCosignature(stored, out _));
        Assert.Equal(2, stored.Signatures.Count);

        // Whoever adds to the ledger next takes a checkpoint with a cosignature as it is.
        Seal(3);
        Assert.True(Checkpoint.TryParse(CosignedCheckpoint.Read(paths)!.Text, out Checkpoint? next)
            && Checkpoint.TryParse(stored.Text, out Checkpoint? last)
            && next.Size == last.Size + 3);
        Assert.False(CosignedCheckpoint.Add(paths, stored.Text, stored.Signatures[1], Long));
    }

    [Fact]
    public async Task A_session_that_must_be_witnessed_does_not_go_on_for_ever_without()
    {
        using var server = new AnsweringServer(AnsweringServer.Answer(503, "later"));
        await using WitnessingService service = Service(Options(server.Peer) with
        {
            Unwitnessed = UnwitnessedUse.Deny,
            Patience = TimeSpan.FromMilliseconds(50),
            FirstRetry = TimeSpan.FromMilliseconds(5),
            LongestRetry = TimeSpan.FromMilliseconds(5),
        });
        Publish(service, _log.Grow(3));
        Assert.Contains("was not witnessed for", await service.Refusal.WaitAsync(Long, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_waits_no_longer_than_it_may_and_where_nothing_is_demanded_for_one_answer_only()
    {
        using var server = new AnsweringServer(AnsweringServer.Answer(503, "later"));
        await using WitnessingService lenient = Service(Options(server.Peer)),
            strict = Service(Options(server.Peer) with { Unwitnessed = UnwitnessedUse.Deny });
        Publish(lenient, _log.Grow(3));
        Assert.False((await lenient.FinishAsync(Long)).IsWitnessed);
        Publish(strict, _log);
        Assert.False((await strict.FinishAsync(TimeSpan.FromMilliseconds(100))).IsWitnessed);
    }

    [Fact]
    public async Task A_cosignature_that_can_not_be_kept_does_not_count_and_an_unreadable_checkpoint_is_no_crash()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(_log);
        await using WitnessingService unkept = new(Options(witness.Peer) with { Keep = (_, _) => throw new IOException("disk full") }, TimeProvider.System);
        Publish(unkept, _log.Grow(3));
        WitnessStatus status = Assert.Single((await unkept.FinishAsync(Long)).Witnesses);
        Assert.Equal((WitnessOutcome.Refused, "it cosigned, and the cosignature could not be kept: disk full"), (status.Outcome, status.Why));

        await using WitnessingService unread = new(Options(witness.Peer) with { ReadNewest = () => throw new IOException("EIO") }, TimeProvider.System);
        unread.Offer(_log.Checkpoint());
        Assert.Equal("the ledger's checkpoint could not be read: EIO", Assert.Single((await unread.FinishAsync(Long)).Witnesses).Why);
    }

    [Fact]
    public async Task A_fault_of_ours_is_seen_by_who_owns_the_service()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(_log);
        await using WitnessingService service = new(Options(witness.Peer) with { ReadNewest = () => throw new InvalidOperationException("bug") },
            TimeProvider.System);
        service.Offer(_log.Grow(1).Checkpoint());
        await Assert.ThrowsAsync<InvalidOperationException>(() => service.Refusal.WaitAsync(Long, Stop));
    }

    private static WitnessingService Service(WitnessingOptions options) => new(options, TimeProvider.System);

    private WitnessingOptions Options(params WitnessPeer[] peers) => new()
    {
        Witnesses = peers,
        Tiles = new LockedTiles(_log),
        ReadNewest = () => Volatile.Read(ref _published),
        Keep = (note, signature) =>
        {
            lock (_kept)
                _kept.Add(note.With(signature));
        },
        SizesDirectory = _scratch["sizes"],
        Interval = TimeSpan.Zero,
    };

    private void Publish(WitnessingService service, TestLog log)
    {
        SignedNote checkpoint = log.Checkpoint();
        Volatile.Write(ref _published, checkpoint);
        service.Offer(checkpoint);
    }

    /// <summary>The log grows while its proofs are made, as a directory does.</summary>
    private sealed class LockedTiles(TestLog log) : TileSource
    {
        public override bool TryReadTile(int level, long index, int width, Span<byte> hashes)
        {
            lock (log)
                return log.TryReadTile(level, index, width, hashes);
        }
    }
}
