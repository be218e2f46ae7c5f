using Vitrine.Ledger.Store;
using Vitrine.Ledger.Verification;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Verification;

/// <summary>Verifies a machine's record: its ledger, and with it what lies on disk of each session.</summary>
/// <param name="stateRoot">The state directory.</param>
public sealed class StateVerifier(string stateRoot)
{
    private const int MostAttempts = 5;

    // Longer than a purge takes from its notice to the end.
    private static readonly TimeSpan Purging = TimeSpan.FromMilliseconds(300);
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
        StateVerification found = VerifyOnce(null, options, cancellationToken);
        for (int attempt = 1; attempt < MostAttempts && MayBeBehind(found, options, cancellationToken); attempt++)
        {
            // Only what was wrong is looked at again, with what the ledger says now: else it would never end where sessions end and go all the time.
            ILookup<bool, SessionVerification> sessions = found.Sessions.ToLookup(session => session.Findings.Count > 0);
            StateVerification again = VerifyOnce([.. sessions[true].Select(session => SessionId.TryParse(session.Session, out SessionId id) ? id : default)],
                options, cancellationToken);
            if (!again.Ledger.IsSigned)
                return again;
            found = new StateVerification(again.Ledger,
                [.. sessions[false].Concat(again.Sessions).OrderBy(session => session.Session, StringComparer.Ordinal)]);
        }

        return found;
    }

    // A session that ended or was purged while the rest was looked at is told of by a later checkpoint than the one that was looked at.
    private bool MayBeBehind(StateVerification found, LedgerVerifierOptions options, CancellationToken cancellationToken)
    {
        if (found.Sessions.All(session => session.Findings.Count == 0))
            return false;
        if (!found.Sessions.Any(session => session.Findings.Any(finding => finding.Fault == LedgerFault.PurgeUnfinished)))
            return LedgerVerifier.VerifyCheckpoint(Ledger.Directory, options).Checkpoint != found.Ledger.Checkpoint;
        cancellationToken.WaitHandle.WaitOne(Purging);
        return true;
    }

    private StateVerification VerifyOnce(SessionId[]? only, LedgerVerifierOptions options, CancellationToken cancellationToken)
    {
        // The tree first: journals only grow, so what is in it now they have.
        LedgerVerification tree = LedgerVerifier.Verify(Ledger.Directory, options, cancellationToken);
        var lengths = new Dictionary<SessionId, long>();
        foreach ((string session, long length) in tree.SessionLengths)
        {
            if (SessionId.TryParse(session, out SessionId id))
                lengths[id] = length;
        }

        SessionId[] ids = only ?? [.. lengths.Keys.Union(StateDirectory.ReadIds(_state.Sessions)).Order()];
        return new StateVerification(tree, Check(ids, lengths, tree, options.Parallelism, cancellationToken));
    }

    /// <summary>
    /// Verifies one session: each of its entries is proven to be in the tree of the newest checkpoint. The rest of the tree is not looked at.
    /// </summary>
    /// <param name="id">The session.</param>
    /// <param name="options">What it is verified against.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">There is no ledger, or it can't be read.</exception>
    public StateVerification VerifySession(SessionId id, LedgerVerifierOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        StateVerification found = VerifySessionOnce(id, options, cancellationToken);
        for (int attempt = 1; attempt < MostAttempts && MayBeBehind(found, options, cancellationToken); attempt++)
            found = VerifySessionOnce(id, options, cancellationToken);
        return found;
    }

    private StateVerification VerifySessionOnce(SessionId id, LedgerVerifierOptions options, CancellationToken cancellationToken)
    {
        LedgerVerification tree = LedgerVerifier.VerifyCheckpoint(Ledger.Directory, options);
        // Only the whole tree says whether what is not there was purged or pruned.
        bool isThere = File.Exists(_state.LogOf(id))
            && File.Exists(_state.KeyOf(id))
            && LedgerPruning.FindMinimumIndex(Ledger.Directory, tree.Checkpoint?.Size ?? 0) == 0;
        if (isThere)
            return new StateVerification(tree, Check([id], null, tree, 1, cancellationToken));
        tree = LedgerVerifier.Verify(Ledger.Directory, options, cancellationToken);
        var lengths = new Dictionary<SessionId, long>();
        if (tree.SessionLengths.FirstOrDefault(one => one.Key == id.ToString()) is { Key: not null } found)
            lengths[id] = found.Value;
        return new StateVerification(tree, Check([id], lengths, tree, 1, cancellationToken));
    }

    private List<SessionVerification> Check(SessionId[] ids, Dictionary<SessionId, long>? lengths, LedgerVerification tree, int parallelism,
        CancellationToken cancellationToken)
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
