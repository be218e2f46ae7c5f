using System.Collections.Concurrent;
using Vitrine.Ledger.Notes;

namespace Vitrine.Ledger.Verification;

/// <summary>One verification of a directory, from the checkpoint to the last file.</summary>
internal sealed class LedgerRun
{
    // Slices that are given out before the results of the first are put together: enough that all threads have work, few enough to hold.
    private const int SlicesPerThread = 8;

    // Entries of the keeper are few, and held; what has more of them is no ledger of ours.
    private const int MostKeeperEntries = 1_000_000;

    // What a log of another kind holds is not ours to judge; whose log it is stands in the signed checkpoint.
    private const string OwnOrigins = "vitrine/";

    private readonly GuardedDirectory _directory;
    private readonly LedgerVerifierOptions _options;
    private readonly FindingList _findings = new();
    private readonly MissingShards _missing = new();
    private readonly List<string> _notes = [];
    private readonly List<KeeperEntry> _keepers = [];
    private readonly SessionSequences _sequences;
    private long _checked, _rooted, _minimum, _pruned, _behind;
    private bool _hasFaults, _isRooted;

    public LedgerRun(GuardedDirectory directory, LedgerVerifierOptions options)
    {
        (_directory, _options) = (directory, options);
        _sequences = new SessionSequences(_findings);
    }

    public LedgerVerification Verify(CancellationToken cancellationToken)
    {
        var keys = KeyHistory.Of(_directory, _options.Key, _findings);
        var head = CheckpointCheck.Of(_directory, keys, _findings);
        IReadOnlyList<WitnessVerdict> witnesses = WitnessCheck.Of(head.Note, _options, _findings);
        if (head.Checkpoint is { } checkpoint)
            CheckTree(head, checkpoint, keys, cancellationToken);
        return Result(head, witnesses);
    }

    public LedgerVerification VerifyCheckpoint()
    {
        var head = CheckpointCheck.Of(_directory, KeyHistory.Of(_directory, _options.Key, _findings), _findings);
        return Result(head, WitnessCheck.Of(head.Note, _options, _findings));
    }

    private void CheckTree(CheckpointCheck head, Checkpoint checkpoint, KeyHistory keys, CancellationToken cancellationToken)
    {
        var files = new TileFiles(_directory, checkpoint.Size, _findings);
        var rebuilder = new TileRebuilder(files);
        var edge = RightEdge.Of(files, rebuilder, checkpoint.Root, _findings);
        _isRooted = edge.IsRooted;
        bool readsLeaves = checkpoint.Origin.StartsWith(OwnOrigins, StringComparison.Ordinal);
        if (!readsLeaves)
            _notes.Add("This is a log of another kind: its entries were hashed, and their form was not looked at.");
        CheckEntries(new TreeWalk(files, edge, rebuilder, _missing, _findings), files, readsLeaves, cancellationToken);
        var inventory = new LedgerInventory(_directory, files, _findings);
        inventory.Check(_notes);
        _behind = inventory.SurplusEntries;
        keys.CheckRoots(files, checkpoint, _minimum, _findings, _notes);
        _pruned = _missing.Settle(_minimum, _findings);
        if (!edge.IsRooted)
            SayRoot(head);
        if (_sequences.Unfollowed > 0)
            _notes.Add($"There are more than {SessionSequences.MaximumSessions} sessions: the order of the entries of the others was not looked at.");
    }

    private void CheckEntries(TreeWalk walk, TileFiles files, bool readsLeaves, CancellationToken cancellationToken)
    {
        var idle = new ConcurrentBag<SliceCheck>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancellationToken };
        foreach (BundleSlice[] batch in walk.Slices().Chunk(_options.Parallelism * SlicesPerThread))
        {
            var results = new SliceResult[batch.Length];
            Parallel.For(0, batch.Length, parallel, i =>
            {
                SliceCheck check = idle.TryTake(out SliceCheck? known) ? known : new SliceCheck(files, _missing, _findings, readsLeaves);
                results[i] = check.Check(batch[i]);
                idle.Add(check);
            });
            for (int i = 0; i < batch.Length; i++)
                Take(results[i], batch[i].IsRooted);
        }
    }

    private void Take(SliceResult result, bool isRooted)
    {
        _checked += result.Checked;
        _rooted += result.Rooted;
        // Behind the first fault sessions have gaps that say nothing new.
        _hasFaults |= result.HasFaults;
        foreach (SessionRun run in result.Runs)
            _sequences.Add(run, _hasFaults);
        foreach (KeeperEntry keeper in result.Keepers)
        {
            if (_keepers.Count < MostKeeperEntries)
                _keepers.Add(keeper);
            if (isRooted)
                _minimum = Math.Max(_minimum, keeper.MinimumIndex());
        }
    }

    private void SayRoot(CheckpointCheck head)
    {
        bool isElsewhere = _findings.FirstIndex is not null;
        string what = head.IsSigned
            ? "The tiles do not have the root that was signed"
            + (isElsewhere
                ? "."
                : ". Tiles and entries agree with each other: whoever changed them made the tiles anew, so that this directory alone does not say which entries were changed.")
            : "The tiles do not have the checkpoint's root"
            + (isElsewhere ? "." : ". Tiles and entries agree with each other: it is the checkpoint's size or root that was changed.");
        _findings.Add(LedgerFault.RootDiffers, null, CheckpointCheck.FileName, what);
    }

    private LedgerVerification Result(CheckpointCheck head, IReadOnlyList<WitnessVerdict> witnesses)
    {
        bool isProof = head.IsSigned && _isRooted;
        LedgerVerdict verdict = _findings.Count == 0
            ? LedgerVerdict.Clean
            : _findings.Count == _findings.Unreadable
                ? LedgerVerdict.NotChecked
                : LedgerVerdict.Faulty;
        return new LedgerVerification
        {
            Verdict = verdict,
            Checkpoint = head.Checkpoint,
            SignedBy = head.IsSigned ? head.Key : null,
            IsRooted = _isRooted,
            Checked = _checked,
            Proven = isProof ? _rooted : 0,
            ProvenBefore = isProof ? Math.Min(_findings.FirstIndex ?? long.MaxValue, head.Checkpoint!.Size) : 0,
            FirstBad = _findings.FirstIndex,
            MinimumIndex = _pruned > 0 ? _minimum : 0,
            Pruned = _pruned,
            Sessions = _sequences.Count,
            Lengths = _sequences.Lengths,
            KeeperEntries = _keepers,
            BehindCheckpoint = _behind,
            Findings = _findings.ToList(),
            FindingCount = _findings.Count,
            Notes = _notes,
            Witnesses = witnesses,
        };
    }
}
