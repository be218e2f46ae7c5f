using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;
using Xunit;

namespace Vitrine.Tests.Ledger.Store;

public sealed class LedgerRotationTests : IDisposable
{
    private readonly LedgerScratch _ledger = new();

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public void Who_trusts_the_first_key_is_led_to_the_newest()
    {
        _ledger.Append(10);
        VerifierKey first = LedgerKeys.LoadVerifier(_ledger.Paths)!;
        Rotate();
        VerifierKey second = LedgerKeys.LoadVerifier(_ledger.Paths)!;
        _ledger.Append(5);
        Rotate();
        VerifierKey third = LedgerKeys.LoadVerifier(_ledger.Paths)!;

        Assert.Equal(17, _ledger.Check().Count);
        Assert.Equal(first.Name, third.Name);
        Assert.Equal([(11, second.ToString()), (17, third.ToString())], Follow(first));
        Assert.Equal([(17, third.ToString())], Follow(second));
        Assert.Empty(Follow(third));
    }

    [Fact]
    public void Writer_that_has_the_old_key_in_memory_goes_on_with_the_new_one()
    {
        _ledger.Append(10);
        using LedgerAppender running = _ledger.Appender();
        running.TryBegin(LedgerScratch.Patience)!.Dispose();
        Rotate();
        using (LedgerTurn turn = running.TryBegin(LedgerScratch.Patience)!)
        {
            turn.Add("more"u8);
            turn.Publish();
        }

        Assert.Equal(12, _ledger.Check().Count);
    }

    [Fact]
    public void Crash_in_the_middle_leaves_one_of_both_keys_in_force()
    {
        _ledger.Append(10);
        byte[] oldKey = File.ReadAllBytes(_ledger.Paths.PrivateKey), oldVerifier = File.ReadAllBytes(_ledger.Paths.VerifierKey),
            oldCheckpoint = File.ReadAllBytes(_ledger.Paths.Checkpoint);
        Rotate();
        byte[] newKey = File.ReadAllBytes(_ledger.Paths.PrivateKey);

        // After the checkpoint, before the key's file.
        File.WriteAllBytes(_ledger.Paths.PrivateKey, oldKey);
        File.WriteAllBytes(_ledger.Paths.VerifierKey, oldVerifier);
        File.WriteAllBytes(_ledger.Paths.PrivateKey + ".next", newKey);
        _ledger.Append(1);
        Assert.Equal(12, _ledger.Check().Count);
        Assert.Equal(newKey, File.ReadAllBytes(_ledger.Paths.PrivateKey));
        Assert.False(File.Exists(_ledger.Paths.PrivateKey + ".next"));

        // Before the checkpoint: the note leads to a key that signed nothing of the ledger.
        File.WriteAllBytes(_ledger.Paths.PrivateKey, oldKey);
        File.WriteAllBytes(_ledger.Paths.VerifierKey, oldVerifier);
        File.WriteAllBytes(_ledger.Paths.Checkpoint, oldCheckpoint);
        File.WriteAllBytes(_ledger.Paths.PrivateKey + ".next", newKey);
        _ledger.Append(1);
        Assert.Equal(11, _ledger.Check().Count);
        VerifierKey first = LedgerKeys.LoadVerifier(_ledger.Paths)!;
        Assert.Empty(Follow(first));
        Rotate();
        Assert.Single(Follow(first));
    }

    [Fact]
    public void Key_that_neither_signed_nor_was_led_to_is_refused()
    {
        _ledger.Append(10);
        VerifierKey first = LedgerKeys.LoadVerifier(_ledger.Paths)!;
        Rotate();
        string note = Path.Combine(_ledger.Paths.Directory, "rotations/000");
        string[] lines = File.ReadAllLines(note);
        using var stranger = NoteSigner.Generate(first.Name);
        File.WriteAllText(note, string.Join('\n', lines).Replace(lines[3], $"vitrine-next-key {stranger.Verifier}", StringComparison.Ordinal) + "\n");
        Assert.Throws<LedgerDamagedException>(() => LedgerRotations.Follow(_ledger.Paths.Directory, first));
    }

    private (long, string)[] Follow(VerifierKey key) =>
        [.. LedgerRotations.Follow(_ledger.Paths.Directory, key).Select(change => (change.Checkpoint.Size, change.After.ToString()))];

    private void Rotate()
    {
        using LedgerAppender ledger = _ledger.Appender();
        using LedgerTurn turn = ledger.TryBegin(LedgerScratch.Patience)!;
        turn.PublishWithNewKey("{\"type\":\"ledger-key-rotated\"}"u8);
    }
}
