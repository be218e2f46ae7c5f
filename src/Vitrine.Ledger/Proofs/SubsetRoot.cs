using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Proofs;

/// <summary>
/// The other half of <see cref="SubsetProof"/>: takes leaves one after the other and folds them with the proof's hashes, keeping one hash for each level. All
/// of it may come from an adversary. Once something does not fit, nothing fits any more.
/// </summary>
internal sealed class SubsetRoot
{
    // What is still to be done, the next on top: a range of leaves to be hashed, or (End = Fold) the last two hashes to be made one.
    private const long Fold = -1;
    private readonly Stack<(long Start, long End)> _open = new();
    private readonly Stack<TreeHash> _done = new();
    private readonly IReadOnlyList<TreeHash> _hashes;
    private readonly long _size;
    private int _used;
    private long _last = -1;
    private bool _isWrong;

    /// <summary>Begins.</summary>
    /// <param name="size">Size of the tree.</param>
    /// <param name="hashes">The proof.</param>
    public SubsetRoot(long size, IReadOnlyList<TreeHash> hashes)
    {
        (_size, _hashes) = (size, hashes);
        if (size > 0)
            _open.Push((0, size));
    }

    /// <summary>Takes the next leaf.</summary>
    /// <returns>False where it is not in the tree, not behind the one before, or the proof lacks what stands between them.</returns>
    public bool Add(long index, TreeHash leaf)
    {
        _isWrong |= index <= _last || index >= _size;
        _last = index;
        while (!_isWrong && _open.TryPop(out (long Start, long End) range))
        {
            if (range.End == Fold)
            {
                FoldTwo();
            }
            else if (index >= range.End)
            {
                TakeHash();
            }
            else if (range.End - range.Start == 1)
            {
                _done.Push(leaf);
                return true;
            }
            else
            {
                long middle = SubsetProof.Middle(range.Start, range.End);
                _open.Push((0, Fold));
                _open.Push((middle, range.End));
                _open.Push((range.Start, middle));
            }
        }

        _isWrong = true;
        return false;
    }

    /// <summary>The root, when all leaves were added; null where the proof has too few hashes or too many.</summary>
    public TreeHash? Finish()
    {
        while (!_isWrong && _open.TryPop(out (long Start, long End) range))
        {
            if (range.End == Fold)
                FoldTwo();
            else
                TakeHash();
        }

        if (_isWrong || _used != _hashes.Count)
            return null;
        return _size == 0 ? TreeHash.Empty : _done.Pop();
    }

    private void FoldTwo()
    {
        TreeHash right = _done.Pop();
        _done.Push(Rfc6962.Node(_done.Pop(), right));
    }

    private void TakeHash()
    {
        _isWrong |= _used == _hashes.Count;
        if (!_isWrong)
            _done.Push(_hashes[_used++]);
    }
}
