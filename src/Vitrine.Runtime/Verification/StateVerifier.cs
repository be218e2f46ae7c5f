using Vitrine.Ledger.Store;
using Vitrine.Ledger.Verification;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Verification;

/// <summary>Verifies a machine's record: its ledger, and with it what lies on disk of each session.</summary>
/// <param name="stateRoot">The state directory.</param>
public sealed class StateVerifier(string stateRoot)
{
    private const int MostAttempts = 3;
    private readonly StateDirectory _state = new(stateRoot);

    /// <summary>Where the ledger and its keys are.</summary>
    public LedgerPaths Ledger => _state.Ledger;

    /// <summary>Verifies the tree, and then each session, the ones of which nothing is left but entries in the tree too.</summary>
    /// <param name="options">What it is verified against.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">There is no ledger, or it can't be read.</exception>
    public StateVerification Verify(LedgerVerifierOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        for (int attempt = 1; ; attempt++)
        {
            StateVerification found = VerifyOnce(options, cancellationToken);
            // A session that ended while the rest was looked at has entries behind the checkpoint that was looked at.
            bool isBehind = found.Sessions.Any(session => session.Findings.Any(finding => finding.Fault == LedgerFault.NotEntered));
            if (!isBehind || attempt == MostAttempts || LedgerVerifier.VerifyCheckpoint(Ledger.Directory, options).Checkpoint == found.Ledger.Checkpoint)
                return found;
        }
    }

    private StateVerification VerifyOnce(LedgerVerifierOptions options, CancellationToken cancellationToken)
    {
        // The tree first: journals only grow, so what is in it now they have.
        LedgerVerification tree = LedgerVerifier.Verify(Ledger.Directory, options, cancellationToken);
        var lengths = new Dictionary<SessionId, long>();
        foreach ((string session, long length) in tree.SessionLengths)
        {
            if (SessionId.TryParse(session, out SessionId id))
                lengths[id] = length;
        }

        SessionId[] ids = [.. lengths.Keys.Union(StateDirectory.ReadIds(_state.Sessions)).Order()];
        return new StateVerification(tree, Check(ids, lengths, tree, options.Parallelism, cancellationToken));
    }

    /// <summary>Verifies one session: each of its entries is proven to be in the tree of the newest checkpoint. The rest of the tree is not looked at.</summary>
    /// <param name="id">The session.</param>
    /// <param name="options">What it is verified against.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">There is no ledger, or it can't be read.</exception>
    public StateVerification VerifySession(SessionId id, LedgerVerifierOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        LedgerVerification tree = LedgerVerifier.VerifyCheckpoint(Ledger.Directory, options);
        // Only the whole tree says whether what is not there was purged or pruned.
        bool isThere = File.Exists(_state.LogOf(id)) && File.Exists(_state.KeyOf(id)) && LedgerPruning.FindMinimumIndex(Ledger.Directory, tree.Checkpoint?.Size ?? 0) == 0;
        if (isThere)
            return new StateVerification(tree, Check([id], null, tree, 1, cancellationToken));
        tree = LedgerVerifier.Verify(Ledger.Directory, options, cancellationToken);
        var lengths = new Dictionary<SessionId, long>();
        if (tree.SessionLengths.FirstOrDefault(one => one.Key == id.ToString()) is { Key: not null } found)
            lengths[id] = found.Value;
        return new StateVerification(tree, Check([id], lengths, tree, 1, cancellationToken));
    }

    private List<SessionVerification> Check(SessionId[] ids, Dictionary<SessionId, long>? lengths, LedgerVerification tree, int parallelism, CancellationToken cancellationToken)
    {
        // Without a signed checkpoint there is nothing to compare with.
        if (tree.Checkpoint is not { } checkpoint || !tree.IsSigned)
            return [];
        IReadOnlyDictionary<string, PurgeNotice> purges = PurgeNotice.BySession(tree.KeeperEntries);
        var found = new SessionVerification?[ids.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        Parallel.For(0, ids.Length, parallel, () => ProvenLeaves.Open(Ledger.Directory, checkpoint), (i, _, leaves) =>
        {
            var check = new SessionCheck(_state, ids[i], leaves)
            {
                InTree = lengths is null ? null : lengths.GetValueOrDefault(ids[i]),
                MinimumIndex = tree.MinimumIndex,
                Purge = purges.GetValueOrDefault(ids[i].ToString()),
            };
            found[i] = check.Check(cancellationToken);
            return leaves;
        }, leaves => leaves.Dispose());
        return [.. found.OfType<SessionVerification>()];
    }
}
