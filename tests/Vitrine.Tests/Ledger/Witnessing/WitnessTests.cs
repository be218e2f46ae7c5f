using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Witnessing;
using Xunit;

namespace Vitrine.Tests.Ledger.Witnessing;

public sealed class WitnessTests : IDisposable
{
    private const string Origin = "vitrine/host/user/0a1b2c3d";
    private readonly TestLog _log = new(Origin);
    private readonly WitnessScratch _scratch;

    public WitnessTests() => _scratch = new WitnessScratch(_log.Grow(10));

    private Witness Witness => _scratch.Witness;

    public void Dispose()
    {
        _scratch.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void A_log_that_grows_is_cosigned_each_time_and_the_cosignature_verifies()
    {
        long old = 0;
        foreach (int more in (int[])[0, 1, 5, 240, 1, 300, 0])
        {
            _log.Grow(more);
            AddCheckpointAnswer answer = Witness.Add(_log.Request(old));
            Assert.NotNull(_scratch.Cosigned(answer, _log.Checkpoint(), out DateTimeOffset time));
            Assert.Equal(_scratch.Time.Now, time);
            Assert.StartsWith("— witness.example.com/w1 ", answer.Cosignature, StringComparison.Ordinal);
            Assert.EndsWith("\n", answer.Cosignature, StringComparison.Ordinal);
            old = _log.Size;
        }
    }

    [Fact]
    public void The_empty_tree_can_be_cosigned_and_grow()
    {
        using var empty = new TestLog("empty.example/log");
        _scratch.Know(empty);
        Assert.Equal(AddCheckpointOutcome.Cosigned, Witness.Add(empty.Request(0)).Outcome);
        empty.Grow(3);
        Assert.Equal(AddCheckpointOutcome.Cosigned, Witness.Add(empty.Request(0)).Outcome);
        Assert.Equal(new AddCheckpointAnswer(AddCheckpointOutcome.OtherSize, empty.Origin, 3), Witness.Add(empty.Request(0, 0)));
    }

    [Fact]
    public void An_empty_tree_with_a_root_of_another_is_inconsistent_not_malformed()
    {
        string text = $"{Origin}\n0\n{Rfc6962.Leaf([1]).ToBase64()}\n";
        byte[] Body(string extension) => [.. "old 0\n\n"u8, .. SignedNote.Create(text + extension, _log.Signer.Sign(text + extension)).ToBytes()];
        Assert.Equal(AddCheckpointOutcome.Inconsistent, Witness.Add(Body("")).Outcome);
        Assert.Equal(AddCheckpointOutcome.Inconsistent, Witness.Add(Body("an extension\n")).Outcome);
        Assert.Empty(Directory.GetFiles(_scratch.Checkpoints));
    }

    [Fact]
    public void A_replayed_request_changes_nothing_and_one_of_the_same_size_is_cosigned_again()
    {
        byte[] first = _log.Request(0);
        Assert.Equal(AddCheckpointOutcome.Cosigned, Witness.Add(first).Outcome);
        Assert.Equal(new AddCheckpointAnswer(AddCheckpointOutcome.OtherSize, Origin, 10), Witness.Add(first));
        Assert.NotNull(_scratch.Cosigned(Witness.Add(_log.Request(10)), _log.Checkpoint(), out _));

        byte[] second = _log.Grow(5).Request(10);
        Assert.Equal(AddCheckpointOutcome.Cosigned, Witness.Add(second).Outcome);
        Assert.Equal(new AddCheckpointAnswer(AddCheckpointOutcome.OtherSize, Origin, 15), Witness.Add(second));
        Assert.Equal(new AddCheckpointAnswer(AddCheckpointOutcome.OtherSize, Origin, 15), Witness.Add(first));
    }

    [Fact]
    public void A_log_that_was_rolled_back_is_told_what_the_witness_has_seen()
    {
        Assert.Equal(AddCheckpointOutcome.Cosigned, Witness.Add(_log.Request(0)).Outcome);
        for (long size = 0; size < 10; size++)
            Assert.Equal(new AddCheckpointAnswer(AddCheckpointOutcome.OtherSize, Origin, 10), Witness.Add(_log.Request(size, size)));
        // A size that was never, to get under the one that is known.
        Assert.Equal(AddCheckpointOutcome.Malformed, Witness.Add([.. "old 10\n\n"u8, .. _log.Checkpoint(9).ToBytes()]).Outcome);
    }

    [Fact]
    public void A_log_that_was_rewritten_with_its_own_key_is_refused_whatever_it_proves()
    {
        Assert.Equal(AddCheckpointOutcome.Cosigned, Witness.Add(_log.Request(0)).Outcome);
        TestLog rewritten = _log.Fork(at: 0, more: 20);
        Assert.Equal(new AddCheckpointAnswer(AddCheckpointOutcome.Inconsistent, Origin, 10), Witness.Add(rewritten.Request(10)));
        // The honest log's own proof does not help another root.
        byte[] stolen = new AddCheckpointRequest(10, TreeProofs.Consistency(_log.Grow(10), 10, 20), rewritten.Checkpoint().ToBytes()).ToBytes();
        Assert.Equal(AddCheckpointOutcome.Inconsistent, Witness.Add(stolen).Outcome);
        Assert.Equal(AddCheckpointOutcome.Cosigned, Witness.Add(_log.Request(10)).Outcome);
    }

    [Fact]
    public void Two_trees_of_one_size_are_a_fork_and_the_second_is_kept_as_proof()
    {
        Assert.Equal(AddCheckpointOutcome.Cosigned, Witness.Add(_log.Request(0)).Outcome);
        TestLog fork = _log.Fork(at: 9, more: 1);
        var expected = new AddCheckpointAnswer(AddCheckpointOutcome.Inconsistent, Origin, 10, Fork: ForkEvidence.Kept);
        Assert.Equal(expected, Witness.Add(fork.Request(10)));
        Assert.Equal(expected with { Outcome = AddCheckpointOutcome.OtherSize }, Witness.Add(fork.Request(9)));
        string kept = Assert.Single(Directory.GetFiles(Path.Combine(_scratch.Directory, "forks")));
        Assert.True(SignedNote.TryParse(File.ReadAllBytes(kept), out SignedNote? note));
        Assert.True(_log.Signer.Verifier.Verifies(note));
        Assert.Equal(fork.Checkpoint().Text, note.Text);
    }

    [Fact]
    public void A_split_view_to_two_witnesses_is_cosigned_by_each_and_seen_by_comparing()
    {
        using var other = new WitnessScratch(_log);
        TestLog fork = _log.Fork(at: 4, more: 6);
        SignedNote here = _scratch.Cosigned(Witness.Add(_log.Request(0)), _log.Checkpoint(), out _)!;
        SignedNote there = other.Cosigned(other.Witness.Add(fork.Request(0)), fork.Checkpoint(), out _)!;

        // What a monitor gets from both carries the log's own signature over two trees of one size.
        string name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Origin)));
        SignedNote[] views = [.. new[] { Witness, other.Witness }.Select(witness => SignedNote.TryParse(witness.FindCheckpoint(name), out SignedNote? note)
            ? note
            : throw new InvalidOperationException())];
        Assert.All(views, view => Assert.True(_log.Signer.Verifier.Verifies(view)));
        Checkpoint[] said = [.. views.Select(view => Checkpoint.TryParse(view.Text, out Checkpoint? checkpoint)
            ? checkpoint
            : throw new InvalidOperationException())];
        Assert.Equal(said[0].Size, said[1].Size);
        Assert.NotEqual(said[0].Root, said[1].Root);

        // And a client that takes one view's checkpoint to the other witness hears it at once.
        Assert.Equal(ForkEvidence.Kept, other.Witness.Add(_log.Request(10)).Fork);
        Assert.Equal(ForkEvidence.Kept, Witness.Add(fork.Request(10)).Fork);
        Assert.NotEqual(here.Text, there.Text);
    }

    [Fact]
    public void Only_a_known_key_counts_for_its_own_origin()
    {
        using var stranger = new TestLog("stranger.example/log");
        Assert.Equal(new AddCheckpointAnswer(AddCheckpointOutcome.UnknownOrigin), Witness.Add(stranger.Grow(1).Request(0)));

        // Another log's key, known and valid, under this origin.
        _scratch.Know(_log, stranger);
        string text = _log.Checkpoint().Text;
        byte[] Body(params ReadOnlySpan<NoteSignature> signatures) => [.. "old 0\n\n"u8, .. SignedNote.Create(text, signatures).ToBytes()];
        Assert.Equal(AddCheckpointOutcome.NotSigned, Witness.Add(Body(stranger.Signer.Sign(text))).Outcome);

        // A signature line with the known name and id that another key made: malformed, even beside a good one.
        NoteSignature good = _log.Signer.Sign(text), forged = good with { Bytes = stranger.Signer.Sign(text).Bytes };
        Assert.Equal(AddCheckpointOutcome.NotSigned, Witness.Add(Body(forged)).Outcome);
        Assert.Equal(AddCheckpointOutcome.NotSigned, Witness.Add(Body(good, forged)).Outcome);

        Assert.Equal(AddCheckpointOutcome.NotSigned, Witness.Add(Body([.. Enumerable.Repeat(good, 64)])).Outcome);

        // Unknown signatures beside a good one are passed over, also under a name or an id that is known.
        Assert.Equal(AddCheckpointOutcome.Cosigned,
            Witness.Add(Body(stranger.Signer.Sign(text), forged with { KeyId = good.KeyId + 1 }, forged with { Name = "x" }, good)).Outcome);
        string name = Assert.Single(Directory.GetFiles(_scratch.Checkpoints));
        Assert.True(SignedNote.TryParse(File.ReadAllBytes(name), out SignedNote? kept));
        Assert.Equal([Origin, "witness.example.com/w1"], kept.Signatures.Select(one => one.Name));
    }

    [Fact]
    public void Either_of_two_keys_of_a_log_will_do_while_it_is_replaced()
    {
        using NoteSigner next = NoteSigner.Generate(Origin);
        Assert.True(KnownLogs.TryParse($"# the old one\n{_log.Key}\n\n  {next.Verifier}\t\n", ["vitrine/"], out KnownLogs logs, out _));
        Assert.Equal(2, logs.Count);
        Witness.Logs = logs;
        Assert.Equal(AddCheckpointOutcome.Cosigned, Witness.Add(_log.Request(0)).Outcome);
        string text = _log.Grow(1).Checkpoint().Text;
        byte[] body = new AddCheckpointRequest(10, TreeProofs.Consistency(_log, 10, 11), SignedNote.Create(text, next.Sign(text)).ToBytes()).ToBytes();
        Assert.Equal(AddCheckpointOutcome.Cosigned, Witness.Add(body).Outcome);
    }

    [Theory]
    [InlineData("nonsense", "line 2: this is no verifier key (NAME+ID+BASE64)")]
    [InlineData("WITNESS", "line 2: this is not the key of a log: logs sign with Ed25519 (type 1)")]
    [InlineData("OTHER", "line 2: the origin other.example begins with none of vitrine/")]
    public void A_list_of_logs_with_a_mistake_is_not_used(string line, string expected)
    {
        using NoteSigner other = NoteSigner.Generate("other.example");
        line = line.Replace("WITNESS", _scratch.Key.ToString(), StringComparison.Ordinal).Replace("OTHER", other.Verifier.ToString(), StringComparison.Ordinal);
        Assert.False(KnownLogs.TryParse($"{_log.Key}\n{line}", ["vitrine/"], out _, out string? problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void Two_keys_of_one_log_with_one_id_are_refused_for_a_signature_could_be_eithers()
    {
        // Two points of the curve, searched until the ids were the same: 32 bits are no obstacle.
        const string one = "collide.example/log+83991ebd+AaLcYHC1mn+MX2OZYmwQHLF2TWOIB9OI0lvL7sLcKqyn",
            other = "collide.example/log+83991ebd+AWDxbrIeDgniq95Gj54jsr6UUH4XWrnH4/gvMhJQjrFE";
        Assert.True(KnownLogs.TryParse(one, [], out KnownLogs first, out _));
        Assert.True(KnownLogs.TryParse(other, [], out _, out _));
        Assert.False(KnownLogs.TryParse($"{one}\n{other}", [], out _, out string? problem));
        Assert.Equal("line 2: two keys of collide.example/log have the id 83991ebd: a signature could be either's", problem);
        Assert.False(KnownLogs.TryParse(other, [], out _, out _, first));
        Assert.True(KnownLogs.TryParse($"{one}\n{one}", [], out KnownLogs same, out _, first));
        Assert.Equal(1, same.Count);
    }

    [Fact]
    public void The_time_of_a_logs_cosignatures_never_goes_back_whatever_the_clock_does()
    {
        DateTimeOffset start = _scratch.Time.Now, last = default;
        long old = 0;
        foreach (int seconds in (int[])[0, 60, -3600, -3599, 100, 5])
        {
            _scratch.Time.Now = start.AddSeconds(seconds);
            _log.Grow(1);
            Assert.NotNull(_scratch.Cosigned(Witness.Add(_log.Request(old)), _log.Checkpoint(), out DateTimeOffset time));
            Assert.True(time >= last);
            (old, last) = (_log.Size, time);
            if (seconds == -3600)
                _scratch.Reopen(_log);
        }

        Assert.Equal(start.AddSeconds(100), last);
    }
}
