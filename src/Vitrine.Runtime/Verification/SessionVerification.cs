using Vitrine.Ledger.Verification;

namespace Vitrine.Runtime.Verification;

/// <summary>What became of a session's record.</summary>
public enum SessionRecordState
{
    /// <summary>It could not be checked.</summary>
    NotChecked,

    /// <summary>Something is wrong.</summary>
    Faulty,

    /// <summary>It was destroyed, and an entry of the ledger says so: a hole, and no fault.</summary>
    Purged,

    /// <summary>The session runs, or its supervisor died and nobody has settled that yet: what is there is right.</summary>
    Open,

    /// <summary>All of it is there, and is what was written.</summary>
    Whole,
}

/// <summary>What a verification found out about a session.</summary>
/// <param name="Session">Its id.</param>
public sealed record SessionVerification(string Session)
{
    /// <summary>The verdict.</summary>
    public SessionRecordState State { get; init; }

    /// <summary>Entries in its journal; of one that was purged, in the tree.</summary>
    public long Entries { get; init; }

    /// <summary>Of these, the ones that are proven to be in the tree.</summary>
    public long Proven { get; init; }

    /// <summary>Of these, the ones whose part of the tree was pruned, so that nothing is left to compare them with.</summary>
    public long Pruned { get; init; }

    /// <summary>Sealed parts whose digest is the one in the leaf.</summary>
    public long Sealed { get; init; }

    /// <summary>Bodies whose digest is the one in the leaf.</summary>
    public long Payloads { get; init; }

    /// <summary>Who destroyed it, when and why.</summary>
    public PurgeNotice? Purge { get; init; }

    /// <summary>What is wrong; at most <see cref="MaximumFindings"/> of <see cref="FindingCount"/>.</summary>
    public IReadOnlyList<LedgerFinding> Findings { get; init; } = [];

    /// <summary>How much is wrong.</summary>
    public long FindingCount { get; init; }

    /// <summary>How many findings are kept of one session.</summary>
    public const int MaximumFindings = 20;
}
