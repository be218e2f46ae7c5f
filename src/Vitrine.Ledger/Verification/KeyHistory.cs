using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Verification;

/// <summary>
/// The keys that a ledger had from the trusted one on: each change is signed by the key before it and the one after it (<see cref="LedgerRotations"/>).
/// </summary>
internal sealed class KeyHistory
{
    private readonly VerifierKey _trusted;
    private readonly IReadOnlyList<LedgerRotation> _changes;

    private KeyHistory(VerifierKey trusted, IReadOnlyList<LedgerRotation> changes) => (_trusted, _changes) = (trusted, changes);

    /// <summary>The key that the newest checkpoint should be signed with.</summary>
    public VerifierKey Newest => _changes is [.., var last] ? last.After : _trusted;

    /// <summary>Follows the changes from a trusted key on.</summary>
    public static KeyHistory Of(GuardedDirectory directory, VerifierKey trusted, FindingList findings)
    {
        try
        {
            return new KeyHistory(trusted, LedgerRotations.Follow(directory.Path, trusted));
        }
        catch (LedgerDamagedException error)
        {
            findings.Add(LedgerFault.KeyChangeWrong, null, "rotations", Visible(error));
        }
        catch (IOException error)
        {
            findings.Add(LedgerFault.Unreadable, null, "rotations", Visible(error));
        }

        return new KeyHistory(trusted, []);
    }

    /// <summary>
    /// The key that a checkpoint is signed with. The newest, or the one before it where a change was prepared and then not made: it says the same tree.
    /// </summary>
    public VerifierKey KeyOf(SignedNote note, Checkpoint checkpoint) =>
        _changes is [.., var last]
        && !last.After.Verifies(note)
        && last.Checkpoint.Size == checkpoint.Size
        && last.Checkpoint.Root == checkpoint.Root
        && last.Before.Verifies(note)
            ? last.Before
            : Newest;

    /// <summary>Whether the trees at which the key was changed are beginnings of this one.</summary>
    public void CheckRoots(TileFiles files, Checkpoint checkpoint, long minimum, FindingList findings, List<string> notes)
    {
        foreach (LedgerRotation change in _changes)
        {
            long size = change.Checkpoint.Size;
            if (size > checkpoint.Size)
            {
                findings.Add(LedgerFault.KeyChangeWrong, null, "rotations",
                    $"The key was changed when the ledger had {size} entries, and now it has {checkpoint.Size}: an older checkpoint was put back.");
                continue;
            }

            try
            {
                if (TreeProofs.Root(new Source(files), size) != change.Checkpoint.Root)
                    findings.Add(LedgerFault.KeyChangeWrong, null, "rotations",
                        $"The tree of {size} entries at which the key was changed is not a beginning of this one.");
            }
            catch (TileMissingException) when (size <= minimum)
            {
                notes.Add($"The tree at which the key was changed ({size} entries) was pruned, and was not compared.");
            }
            catch (TileMissingException error)
            {
                findings.Add(LedgerFault.TileMissing, null, error.Tile.ToString(),
                    $"{error.Tile} is missing, so the tree at which the key was changed can't be compared.");
            }
        }

        if (_changes.Count > 0)
            notes.Add($"The key was changed {_changes.Count} times since the one given; each change is signed by the keys before and after it.");
    }

    private static string Visible(IOException error) => error.Message.Split('\n')[0];

    private sealed class Source(TileFiles files) : TileSource
    {
        private byte[] _buffer = new byte[(TileId.FullWidth * TreeHash.Length) + 1];

        public override bool TryReadTile(int level, long index, int width, Span<byte> hashes)
        {
            if (files.ReadTile(level, index, ref _buffer, isQuiet: true) != TileStatus.Good)
                return false;
            _buffer.AsSpan(0, width * TreeHash.Length).CopyTo(hashes);
            return true;
        }
    }
}
