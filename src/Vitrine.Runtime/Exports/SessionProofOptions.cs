using Vitrine.Ledger.Notes;

namespace Vitrine.Runtime.Exports;

/// <summary>What a session's proof bundle shows.</summary>
public sealed record SessionProofOptions
{
    /// <summary>Whether entries are shown, and not their leaves only.</summary>
    public bool WithContent { get; init; } = true;

    /// <summary>Types of the entries that are shown, such as <c>request-started</c>; all if empty.</summary>
    public IReadOnlySet<string> Only { get; init; } = new HashSet<string>();

    /// <summary>Older checkpoints that the bundle is to prove the ledger grew from.</summary>
    public IReadOnlyList<SignedNote> Since { get; init; } = [];
}

/// <summary>What came of making a proof.</summary>
public enum SessionProofStatus
{
    /// <summary>It was made.</summary>
    Made,

    /// <summary>There is no ledger yet.</summary>
    NoLedger,

    /// <summary>No entry of the session is in the ledger.</summary>
    NotSealed,

    /// <summary>The session's entries, or some, were pruned: their leaves are gone.</summary>
    Pruned,

    /// <summary>An older checkpoint is none of this ledger, or of a larger tree: the ledger was rewritten or rolled back.</summary>
    OlderForeign,

    /// <summary>The session has no such entry in the ledger.</summary>
    NoSuchEntry,

    /// <summary>The session's record does not hold what the ledger says of it.</summary>
    RecordDamaged,
}

/// <summary>What came of making a proof.</summary>
/// <param name="Status">Whether it was made.</param>
/// <param name="Entries">Entries in it.</param>
/// <param name="Disclosed">Entries that are shown.</param>
/// <param name="IsPurged">Whether nothing could be shown since the session's key is gone.</param>
/// <param name="Detail">What is wrong, for a person.</param>
public sealed record SessionProofOutcome(SessionProofStatus Status, long Entries = 0, long Disclosed = 0, bool IsPurged = false, string? Detail = null);
