namespace Vitrine.Ledger.Verification;

/// <summary>What one thread found out about a slice, besides findings.</summary>
internal sealed class SliceResult
{
    /// <summary>Entries that were there and hashed.</summary>
    public long Checked { get; set; }

    /// <summary>Of these, the ones that the root proves.</summary>
    public long Rooted { get; set; }

    /// <summary>Whether an entry is missing or wrong.</summary>
    public bool HasFaults { get; set; }

    /// <summary>Runs of sessions, in the order of the tree; only of entries that are right.</summary>
    public List<SessionRun> Runs { get; } = [];

    /// <summary>Entries of the ledger's keeper: their index, type and data.</summary>
    public List<KeeperEntry> Keepers { get; } = [];
}
