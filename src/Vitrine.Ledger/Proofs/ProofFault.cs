using Vitrine.Ledger.Notes;

namespace Vitrine.Ledger.Proofs;

/// <summary>What is wrong with a proof bundle.</summary>
public enum ProofFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is no bundle, or not in its form.</summary>
    Malformed,

    /// <summary>The checkpoint is of another log than the key.</summary>
    OriginForeign,

    /// <summary>The checkpoint is not signed with the key, or was changed after it was signed.</summary>
    SignatureWrong,

    /// <summary>A witness that was asked for has not cosigned the checkpoint.</summary>
    CosignatureMissing,

    /// <summary>An older checkpoint is not signed with the key, or the tree does not begin with its tree.</summary>
    OlderWrong,

    /// <summary>A leaf is none of the session, or not the next of it.</summary>
    LeafForeign,

    /// <summary>An entry is not the one that its leaf names.</summary>
    DisclosureWrong,

    /// <summary>The leaves are not at these places of the tree that was signed: at least one of them was changed, added, left out or moved.</summary>
    RootWrong,
}

/// <summary>What a proof bundle goes by when it is verified.</summary>
public sealed record ProofTrust
{
    /// <summary>The log's public key, known from elsewhere than the bundle.</summary>
    public required VerifierKey Key { get; init; }

    /// <summary>Keys that the log had before; older checkpoints may be signed with one of them.</summary>
    public IReadOnlyList<VerifierKey> FormerKeys { get; init; } = [];

    /// <summary>Witnesses that must have cosigned the checkpoint.</summary>
    public IReadOnlyList<VerifierKey> Witnesses { get; init; } = [];
}

/// <summary>What came of verifying a bundle.</summary>
/// <param name="Fault">The first thing that is wrong; then nothing in the bundle is proved.</param>
/// <param name="Detail">What is wrong, for a person.</param>
public sealed record ProofVerification(ProofFault Fault, string? Detail)
{
    /// <summary>Whether everything in the bundle is proved.</summary>
    public bool IsValid => Fault == ProofFault.None;

    /// <summary>Index in the ledger of the entry that is wrong, where one can be named.</summary>
    public long? Index { get; init; }

    /// <summary>The session; null where the bundle does not get that far.</summary>
    public string? Session { get; init; }

    /// <summary>The checkpoint; proved only if <see cref="IsValid"/>.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>The checkpoint as it was signed, for who wants to look at cosignatures.</summary>
    public SignedNote? Note { get; init; }

    /// <summary>Sizes of the older checkpoints that the tree begins with.</summary>
    public IReadOnlyList<long> OlderSizes { get; init; } = [];

    /// <summary>Entries of the session.</summary>
    public long Entries { get; init; }

    /// <summary>Entries of which more than the leaf is shown.</summary>
    public long Disclosed { get; init; }

    /// <summary>Whether the session's end is among them. Entries are numbered without a gap, so then they are all that the session had.</summary>
    public bool HasEnd { get; init; }
}
