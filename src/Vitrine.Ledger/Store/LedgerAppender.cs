using Vitrine.Ledger.Files;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Store;

/// <summary>
/// Adds to a ledger, which other processes may add to as well. It remembers the tree's right edge between turns, so a turn that follows one of its own reads
/// one small file. Not for use by two threads at once.
/// </summary>
/// <param name="paths">Where the ledger is; made when it is not there.</param>
/// <param name="name">What a new ledger's origin begins with; see <see cref="LedgerKeys"/>.</param>
public sealed class LedgerAppender(LedgerPaths paths, string name) : IDisposable
{
    internal const int MaximumCheckpoint = 64 * 1024;
    private readonly LedgerQueue _queue = new(paths.Lock);
    private NoteSigner? _signer;
    private byte[] _note = [];

    /// <summary>Where the ledger is.</summary>
    public LedgerPaths Paths { get; } = paths;

    /// <summary>The newest checkpoint that was published or met, as it was signed; empty before the first turn.</summary>
    public ReadOnlyMemory<byte> CheckpointNote => _note;

    internal RightEdge? Edge { get; private set; }

    /// <summary>Takes the ledger's lock and catches up with what others have added.</summary>
    /// <param name="patience">How long to wait for the lock.</param>
    /// <returns>Null when another writer had it all the time.</returns>
    /// <exception cref="LedgerDamagedException">The ledger is not what was signed.</exception>
    /// <exception cref="IOException">It cannot be read or made.</exception>
    public LedgerTurn? TryBegin(TimeSpan patience)
    {
        PrivateDirectory.Create(Paths.Keys, durably: true);
        LedgerLock? held = _queue.TryTake(patience);
        if (held is null)
            return null;
        try
        {
            CatchUp();
            return new LedgerTurn(this, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _signer?.Dispose();

    /// <summary>Signs the tree as it is now and publishes that; all that it covers must be on disk.</summary>
    internal void Publish()
    {
        string text = new Checkpoint(_signer!.Name, Edge!.Size, Edge.Root).ToText();
        byte[] bytes = SignedNote.Create(text, _signer.Sign(text)).ToBytes();
        DurableFile.Replace(Paths.Checkpoint, bytes);
        _note = bytes;
    }

    /// <summary>
    /// Changes the key. The checkpoint of the tree as it is now is signed by both; then the new one has the checkpoint, then the key's file. A crash leaves the
    /// old key with a note that counts for nothing, or the new key in its temporary file, from where the next turn takes it.
    /// </summary>
    internal void Rotate()
    {
        NoteSigner old = _signer!;
        var next = NoteSigner.Generate(old.Name);
        string note = LedgerRotations.NextPath(Paths.Directory);
        PrivateDirectory.Create(Path.GetDirectoryName(note)!, durably: true);
        LedgerKeys.KeepNext(Paths, next);
        DurableFile.Replace(note, LedgerRotations.NoteOf(new Checkpoint(old.Name, Edge!.Size, Edge.Root), old, next));
        _signer = next;
        Publish();
        LedgerKeys.Keep(Paths, next);
        old.Dispose();
    }

    /// <summary>What is remembered is not what is on disk: the next turn reads it again.</summary>
    internal void Forget() => Edge = null;

    private void CatchUp()
    {
        bool isNew = _signer is null && !File.Exists(Paths.PrivateKey);
        if (isNew)
            Begin();
        _signer ??= LedgerKeys.Load(Paths);
        byte[] note = DurableFile.ReadWhole(Paths.Checkpoint, MaximumCheckpoint) ?? throw new LedgerDamagedException("it has no checkpoint any more.");
        if (Edge is not null && note.AsSpan().SequenceEqual(_note))
            return;
        Checkpoint found = Verified(note) ?? VerifiedByNewerKey(note);
        if (Edge is not null && found.Size < Edge.Size)
            throw new LedgerDamagedException($"it had {Edge.Size} entries a moment ago and has {found.Size} now.");
        Edge = RightEdge.Load(new LedgerTiles(Paths.Directory), found);
        if (LedgerKeys.HasNext(Paths))
        {
            // In this order: a note that leads to a key that is gone would be followed.
            LedgerRotations.RemoveUnused(Paths.Directory, _signer.Verifier);
            LedgerKeys.DropNext(Paths);
        }

        _note = note;
    }

    // Null where only the key is wrong.
    private Checkpoint? Verified(byte[] bytes)
    {
        if (!SignedNote.TryParse(bytes, out SignedNote? note) || !Checkpoint.TryParse(note.Text, out Checkpoint? checkpoint))
            throw new LedgerDamagedException("its checkpoint is none.");
        if (checkpoint.Origin != _signer!.Name)
            throw new LedgerDamagedException("its checkpoint is another log's.");
        return _signer.Verifier.Verifies(note) ? checkpoint : null;
    }

    // Another process may have changed the key since it was read, and may have died in the middle of that.
    private Checkpoint VerifiedByNewerKey(byte[] bytes)
    {
        _signer!.Dispose();
        _signer = LedgerKeys.Load(Paths);
        if (Verified(bytes) is { } checkpoint)
            return checkpoint;
        if (LedgerKeys.LoadNext(Paths) is { } next)
        {
            _signer.Dispose();
            _signer = next;
            if (Verified(bytes) is { } renewed)
            {
                LedgerKeys.Keep(Paths, next);
                return renewed;
            }
        }

        throw new LedgerDamagedException("its checkpoint is not signed with its key.");
    }

    /// <summary>Makes the ledger. The key gets its name last: a crash before leaves an empty log, which the next attempt replaces.</summary>
    private void Begin()
    {
        PrivateDirectory.Create(Paths.Directory, durably: true);
        if (Directory.Exists(Path.Combine(Paths.Directory, "tile")))
            throw new LedgerDamagedException($"there are entries, and no key in {Paths.PrivateKey}.");
        _signer = LedgerKeys.Make(name);
        Edge = new RightEdge();
        Publish();
        LedgerKeys.Keep(Paths, _signer);
    }
}
