using Vitrine.Ledger.Notes;

namespace Vitrine.Ledger.Verification;

/// <summary>The verdict over a ledger.</summary>
public enum LedgerVerdict
{
    /// <summary>It could not be checked, or not all of it.</summary>
    NotChecked,

    /// <summary>Something is wrong.</summary>
    Faulty,

    /// <summary>All of it is as it was signed.</summary>
    Clean,
}

/// <summary>What a verification found out.</summary>
public sealed record LedgerVerification
{
    /// <summary>The verdict.</summary>
    public required LedgerVerdict Verdict { get; init; }

    /// <summary>What the checkpoint says; null where it can't be read. It is proven only if <see cref="IsSigned"/>.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>The log's key that has signed the checkpoint: the one given, or one that it led to; null for none.</summary>
    public VerifierKey? SignedBy { get; init; }

    /// <summary>Whether the log's key has signed the checkpoint.</summary>
    public bool IsSigned => SignedBy is not null;

    /// <summary>Whether the tiles have the checkpoint's root.</summary>
    public bool IsRooted { get; init; }

    /// <summary>Entries whose hash was computed.</summary>
    public long Checked { get; init; }

    /// <summary>Entries that the signed root proves.</summary>
    public long Proven { get; init; }

    /// <summary>All entries below this index, and not pruned, are proven.</summary>
    public long ProvenBefore { get; init; }

    /// <summary>The first entry that something is wrong with; null where there is none, or none that can be named.</summary>
    public long? FirstBad { get; init; }

    /// <summary>Entries below this index may be gone: an entry says that they were pruned. 0 for none.</summary>
    public long MinimumIndex { get; init; }

    /// <summary>Entries that are gone for that reason.</summary>
    public long Pruned { get; init; }

    /// <summary>Sessions whose entries were seen.</summary>
    public int Sessions { get; init; }

    /// <summary>The sessions whose entries were seen, in no order, and how many entries each has up to its last one.</summary>
    public IEnumerable<KeyValuePair<string, long>> SessionLengths => Lengths.Select(one => KeyValuePair.Create(one.Key.ToString(), one.Value));

    internal IReadOnlyDictionary<SessionName, long> Lengths { get; init; } = new Dictionary<SessionName, long>();

    /// <summary>Entries of files that follow the checkpoint; they were not checked.</summary>
    public long BehindCheckpoint { get; init; }

    /// <summary>What is wrong, lowest index first; at most 200 of <see cref="FindingCount"/>.</summary>
    public IReadOnlyList<LedgerFinding> Findings { get; init; } = [];

    /// <summary>How much is wrong.</summary>
    public long FindingCount { get; init; }

    /// <summary>What is to be said and is no fault.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The entries of the ledger's keeper, in the order of the tree: purges, prunings, changes of the key.</summary>
    public IReadOnlyList<KeeperEntry> KeeperEntries { get; init; } = [];

    /// <summary>The witnesses that were asked for.</summary>
    public IReadOnlyList<WitnessVerdict> Witnesses { get; init; } = [];
}
