using System.Globalization;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;
using Vitrine.Runtime.Ledger;
using Vitrine.Tests.Ledger.Witnessing;
using Xunit;

namespace Vitrine.Tests.Runtime.Ledger;

public sealed class WitnessClientTests : IDisposable
{
    private readonly TestLog _log = new("vitrine/host/user/0a1b2c3d");
    private readonly WitnessClient _client = new(new WitnessClientOptions { Answer = TimeSpan.FromSeconds(30) }, TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_growing_ledger_is_cosigned_whatever_is_remembered_of_the_witness()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(_log);
        foreach ((int more, long known) in ((int, long)[])[(300, 0), (5, 300), (70, 0), (1, 12345), (0, 376), (513, 370)])
        {
            _log.Grow(more);
            WitnessAnswer answer = await _client.OfferAsync(witness.Peer, _log.Checkpoint(), known, _log, Stop);
            Assert.Equal(WitnessOutcome.Cosigned, answer.Outcome);
            Assert.Equal(_log.Size, answer.WitnessedSize);
            Assert.True(witness.Peer.Key.TryVerifyCosignature(answer.Checkpoint!.With(answer.Cosignature!.Value), out DateTimeOffset time));
            Assert.Equal(time, answer.Time);
        }
    }

    [Fact]
    public async Task A_rolled_back_a_forked_and_a_rewritten_ledger_are_told_apart()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(_log.Grow(20));
        Assert.Equal(WitnessOutcome.Cosigned, (await _client.OfferAsync(witness.Peer, _log.Checkpoint(), 0, _log, Stop)).Outcome);
        WitnessAnswer back = await _client.OfferAsync(witness.Peer, _log.Checkpoint(12), 0, _log, Stop);
        Assert.Equal((WitnessOutcome.RolledBack, 20L), (back.Outcome, back.WitnessedSize));
        Assert.Equal(WitnessOutcome.RolledBack, (await _client.OfferAsync(witness.Peer, _log.Checkpoint(0), 0, _log, Stop)).Outcome);
        foreach (TestLog fork in (TestLog[])[_log.Fork(19, 1), _log.Fork(0, 20), _log.Fork(19, 5), _log.Fork(0, 300)])
        {
            Assert.Equal(WitnessOutcome.Forked, (await _client.OfferAsync(witness.Peer, fork.Checkpoint(), 0, fork, Stop)).Outcome);
            Assert.Equal(WitnessOutcome.Forked, (await _client.OfferAsync(witness.Peer, fork.Checkpoint(), 20, fork, Stop)).Outcome);
        }

        Assert.Equal(10, witness.Told.Count);
        Assert.Contains("signed two different trees of 20 entries", witness.Told[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_finds_a_directory_that_was_rolled_back_to_a_state_with_a_good_cosignature()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(_log.Grow(8));
        WitnessAnswer cosigned = await _client.OfferAsync(witness.Peer, _log.Checkpoint(), 0, _log, Stop);
        SignedNote stored = cosigned.Checkpoint!.With(cosigned.Cosignature!.Value);
        Assert.Equal(WitnessOutcome.Cosigned, (await _client.AskAsync(witness.Peer, stored, Stop)).Outcome);

        _log.Grow(4);
        Assert.Equal(WitnessOutcome.Behind, (await _client.AskAsync(witness.Peer, _log.Checkpoint(), Stop)).Outcome);
        await _client.OfferAsync(witness.Peer, _log.Checkpoint(), 8, _log, Stop);
        WitnessAnswer back = await _client.AskAsync(witness.Peer, stored, Stop);
        Assert.Equal((WitnessOutcome.RolledBack, 12L), (back.Outcome, back.WitnessedSize));
        Assert.Equal(WitnessOutcome.Forked, (await _client.AskAsync(witness.Peer, _log.Fork(2, 10).Checkpoint(), Stop)).Outcome);
    }

    [Fact]
    public async Task A_split_view_is_found_by_taking_each_checkpoint_to_the_other_witness()
    {
        TestLog fork = _log.Grow(6).Fork(3, 3);
        await using RunningWitness one = await RunningWitness.StartAsync(_log), other = await RunningWitness.StartAsync(_log);
        Assert.Equal(WitnessOutcome.Cosigned, (await _client.OfferAsync(one.Peer, _log.Checkpoint(), 0, _log, Stop)).Outcome);
        Assert.Equal(WitnessOutcome.Cosigned, (await _client.OfferAsync(other.Peer, fork.Checkpoint(), 0, fork, Stop)).Outcome);
        Assert.Equal(WitnessOutcome.Forked, (await _client.AskAsync(one.Peer, fork.Checkpoint(), Stop)).Outcome);
        Assert.Equal(WitnessOutcome.Forked, (await _client.AskAsync(other.Peer, _log.Checkpoint(), Stop)).Outcome);
    }

    [Fact]
    public async Task Of_a_machine_and_its_clone_only_the_first_goes_on()
    {
        TestLog clone = _log.Grow(10).Fork(10, 2, "clone");
        _log.Grow(5);
        await using RunningWitness witness = await RunningWitness.StartAsync(_log);
        Assert.Equal(WitnessOutcome.Cosigned, (await _client.OfferAsync(witness.Peer, _log.Checkpoint(10), 0, _log, Stop)).Outcome);
        Assert.Equal(WitnessOutcome.Cosigned, (await _client.OfferAsync(witness.Peer, _log.Checkpoint(), 10, _log, Stop)).Outcome);
        // Both remember that the witness has seen ten.
        Assert.Equal(WitnessOutcome.RolledBack, (await _client.OfferAsync(witness.Peer, clone.Checkpoint(), 10, clone, Stop)).Outcome);
        Assert.Equal(WitnessOutcome.Forked, (await _client.OfferAsync(witness.Peer, clone.Grow(3, "clone").Checkpoint(), 10, clone, Stop)).Outcome);
        Assert.Equal(WitnessOutcome.Forked, (await _client.OfferAsync(witness.Peer, clone.Grow(300, "clone").Checkpoint(), 10, clone, Stop)).Outcome);
        Assert.Equal(WitnessOutcome.Cosigned, (await _client.OfferAsync(witness.Peer, _log.Grow(1).Checkpoint(), 15, _log, Stop)).Outcome);
    }

    [Fact]
    public async Task Damage_of_the_ledgers_own_tiles_is_no_fork()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(_log.Grow(20));
        await _client.OfferAsync(witness.Peer, _log.Checkpoint(), 0, _log, Stop);
        TestLog damaged = _log.Fork(0, 30);
        SignedNote honest = _log.Grow(10).Checkpoint();
        WitnessAnswer answer = await _client.OfferAsync(witness.Peer, honest, 20, damaged, Stop);
        Assert.Equal((WitnessOutcome.Refused, "the ledger's own tiles do not lead to its checkpoint"), (answer.Outcome, answer.Why));
        await Assert.ThrowsAnyAsync<IOException>(() => _client.OfferAsync(witness.Peer, honest, 20, new TestLog("x"), Stop));
        Assert.Empty(witness.Told);
    }

    [Fact]
    public async Task A_witness_that_does_not_know_the_log_or_its_key_refuses()
    {
        using var same = new TestLog(_log.Origin);
        using var unknown = new TestLog("unknown.example");
        await using RunningWitness witness = await RunningWitness.StartAsync(_log.Grow(1));
        Assert.Equal("it does not know unknown.example", (await _client.OfferAsync(witness.Peer, unknown.Grow(1).Checkpoint(), 0, unknown, Stop)).Why);
        Assert.Equal($"it knows another key for {_log.Origin}", (await _client.OfferAsync(witness.Peer, same.Grow(1).Checkpoint(), 0, same, Stop)).Why);
    }

    public static TheoryData<string, WitnessOutcome> Lies => new()
    {
        { AnsweringServer.Answer(200, ""), WitnessOutcome.Refused },
        { AnsweringServer.Answer(200, "— x AAAA\n"), WitnessOutcome.Refused },
        { AnsweringServer.Answer(200, "\n— witness.example.com/false AAAAAAAAAA==\n"), WitnessOutcome.Refused },
        { AnsweringServer.Answer(200, "more text\n\n— witness.example.com/false AAAAAAAAAA==\n"), WitnessOutcome.Refused },
        { AnsweringServer.Answer(200, new string('x', 100_000)), WitnessOutcome.Refused },
        { AnsweringServer.Answer(302, "", more: "Location: http://127.0.0.1:1/\r\n"), WitnessOutcome.Refused },
        { AnsweringServer.Answer(409, "3\n", "text/x.tlog.size"), WitnessOutcome.Refused },
        { AnsweringServer.Answer(409, "3\n"), WitnessOutcome.Refused },
        { AnsweringServer.Answer(409, "3", "text/x.tlog.size"), WitnessOutcome.Refused },
        { AnsweringServer.Answer(409, "+3\n", "text/x.tlog.size"), WitnessOutcome.Refused },
        { AnsweringServer.Answer(409, "03\n", "text/x.tlog.size"), WitnessOutcome.Refused },
        { AnsweringServer.Answer(409, "99999999999999999999\n", "text/x.tlog.size"), WitnessOutcome.Refused },
        { AnsweringServer.Answer(409, "0\n", "text/x.tlog.size"), WitnessOutcome.Refused },
        { AnsweringServer.Answer(409, "6\n", "text/x.tlog.size"), WitnessOutcome.RolledBack },
        { AnsweringServer.Answer(409, "9223372036854775807\n", "text/x.tlog.size"), WitnessOutcome.RolledBack },
        { AnsweringServer.Answer(422, "no"), WitnessOutcome.Forked },
        { AnsweringServer.Answer(400, "no"), WitnessOutcome.Refused },
        { AnsweringServer.Answer(429, "later"), WitnessOutcome.Unreachable },
        { AnsweringServer.Answer(503, "later"), WitnessOutcome.Unreachable },
        { "nonsense\r\n\r\n", WitnessOutcome.Unreachable },
        { "", WitnessOutcome.Unreachable },
        { $"HTTP/1.1 200 X\r\nX: {new string('x', 40_000)}\r\n\r\n", WitnessOutcome.Unreachable },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Whatever_stands_in_a_witnesss_place_gives_no_cosignature(string answer, WitnessOutcome expected)
    {
        using var server = new AnsweringServer(answer);
        WitnessAnswer got = await _client.OfferAsync(server.Peer, _log.Grow(5).Checkpoint(), 0, _log, Stop);
        Assert.Equal(expected, got.Outcome);
        Assert.Null(got.Cosignature);
        Assert.NotEmpty(got.Why);
    }

    [Fact]
    public async Task A_cosignature_counts_for_its_own_checkpoint_and_key_alone_and_has_a_time()
    {
        string text = _log.Grow(5).Checkpoint().Text;
        DateTimeOffset now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
        using NoteSigner other = NoteSigner.Generate("witness.example.com/false", VerifierKey.CosignatureAlgorithm);
        async Task<WitnessOutcome> OfferAsync(Func<NoteSigner, string> lines)
        {
            using var server = new AnsweringServer("");
            using var second = new AnsweringServer(AnsweringServer.Answer(200, lines(server.Signer)));
            return (await _client.OfferAsync(second.Peer with { Key = server.Signer.Verifier }, _log.Checkpoint(), 0, _log, Stop)).Outcome;
        }

        Assert.Equal(WitnessOutcome.Cosigned, await OfferAsync(own => $"{own.Cosign(text, now)}\n"));
        Assert.Equal(WitnessOutcome.Cosigned, await OfferAsync(own => $"{other.Cosign(text, now)}\n{own.Cosign(text, now)}\n"));
        Assert.Equal(WitnessOutcome.Refused, await OfferAsync(_ => $"{other.Cosign(text, now)}\n"));
        Assert.Equal(WitnessOutcome.Refused, await OfferAsync(own => $"{own.Cosign(_log.Checkpoint(4).Text, now)}\n"));
        Assert.Equal(WitnessOutcome.Refused, await OfferAsync(own => $"{own.Cosign(text, DateTimeOffset.UnixEpoch)}\n"));
        Assert.Equal(WitnessOutcome.Refused, await OfferAsync(own => $"{own.Cosign(text, now) with { Bytes = other.Cosign(text, now).Bytes }}\n"));
        Assert.Equal(WitnessOutcome.Refused, await OfferAsync(own => own.Cosign(text, now).ToString()));
    }

    [Fact]
    public async Task The_request_is_the_one_that_the_specification_shows()
    {
        using var server = new AnsweringServer(AnsweringServer.Answer(409, "3\n", "text/x.tlog.size"), AnsweringServer.Answer(404, ""));
        SignedNote checkpoint = _log.Grow(7).Checkpoint();
        await _client.OfferAsync(server.Peer, checkpoint, 0, _log, Stop);
        Assert.Equal(2, server.Requests.Count);
        Assert.StartsWith("POST /prefix/add-checkpoint HTTP/1.1\r\n", server.Requests[0], StringComparison.Ordinal);
        string note = System.Text.Encoding.UTF8.GetString(checkpoint.ToBytes());
        string proof = string.Concat(TreeProofs.Consistency(_log, 3, 7).Select(hash => string.Create(CultureInfo.InvariantCulture, $"{hash.ToBase64()}\n")));
        Assert.EndsWith($"\r\n\r\nold 0\n\n{note}", server.Requests[0], StringComparison.Ordinal);
        Assert.EndsWith($"\r\n\r\nold 3\n{proof}\n{note}", server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listening_is_unreachable()
    {
        WitnessPeer gone;
        using (var server = new AnsweringServer(""))
            gone = server.Peer;
        Assert.Equal(WitnessOutcome.Unreachable, (await _client.OfferAsync(gone, _log.Grow(1).Checkpoint(), 0, _log, Stop)).Outcome);
    }
}
