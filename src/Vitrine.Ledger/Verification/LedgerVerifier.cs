using Vitrine.Ledger.Notes;

namespace Vitrine.Ledger.Verification;

/// <summary>
/// Verifies a ledger from its directory and the public key alone (C2SP tlog-tiles, tlog-checkpoint, signed-note; RFC 6962):
/// <code>
/// 1. checkpoint: form, origin, signature, cosignatures
/// 2. right edge: the partial tiles of each level give the root
/// 3. each tile has the hash that the tile above has of it, from the root down
/// 4. each entry has the hash that its tile has of it, and is a canonical leaf; each session's entries follow each other      several threads
/// 5. what is missing was pruned; every file belongs there
/// </code>
/// Memory does not go with the number of entries: a tile of each level, and one bundle for each thread.
/// </summary>
public static class LedgerVerifier
{
    // A ledger that is being written may be read between two of its files: then it is read again, with its newer checkpoint.
    private const int MostAttempts = 3;

    /// <summary>Looks at a directory's checkpoint alone: who signed and cosigned it. Nothing is known of the entries then.</summary>
    /// <param name="path">A C2SP log directory.</param>
    /// <param name="options">What it is verified against.</param>
    /// <exception cref="IOException">There is no such directory, or it can't be read.</exception>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public static LedgerVerification VerifyCheckpoint(string path, LedgerVerifierOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using var directory = GuardedDirectory.Open(path);
        return new LedgerRun(directory, options).VerifyCheckpoint();
    }

    /// <summary>Looks for the cosignatures that are asked for under a checkpoint that did not come with a directory.</summary>
    /// <param name="note">The checkpoint as it was signed; null where it could not be read.</param>
    /// <param name="options">The witnesses, and how old their cosignatures may be.</param>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public static IReadOnlyList<WitnessVerdict> VerifyWitnesses(SignedNote? note, LedgerVerifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return WitnessCheck.Of(note, options, new FindingList());
    }

    /// <summary>Verifies a directory.</summary>
    /// <param name="path">A C2SP log directory: <c>checkpoint</c> and <c>tile</c>.</param>
    /// <param name="options">What it is verified against.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">There is no such directory, or it can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public static LedgerVerification Verify(string path, LedgerVerifierOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using var directory = GuardedDirectory.Open(path);
        for (int attempt = 1; ; attempt++)
        {
            LedgerVerification found = new LedgerRun(directory, options).Verify(cancellationToken);
            if (found.Verdict == LedgerVerdict.Clean || attempt == MostAttempts || !HasMovedOn(directory, found, options.Key))
                return found;
        }
    }

    private static bool HasMovedOn(GuardedDirectory directory, LedgerVerification found, VerifierKey key)
    {
        var untold = new FindingList();
        return CheckpointCheck.Of(directory, KeyHistory.Of(directory, key, untold), untold) is { IsSigned: true, Checkpoint: { } now }
            && now != found.Checkpoint;
    }
}
