using Vitrine.Ledger.Notes;

namespace Vitrine.Runtime.Ledger;

/// <summary>What asking a witness came to.</summary>
public enum WitnessOutcome
{
    /// <summary>Nothing is known yet.</summary>
    Pending,

    /// <summary>It cosigned the checkpoint, and the cosignature verifies.</summary>
    Cosigned,

    /// <summary>It has seen less than this checkpoint and nothing against it; only where it was asked and not offered anything.</summary>
    Behind,

    /// <summary>It did not answer, or said that it can't now.</summary>
    Unreachable,

    /// <summary>It answered, and does not cosign: it does not know the log, or its answer is not what it should be.</summary>
    Refused,

    /// <summary>It has cosigned a larger ledger than there is: the disk was rolled back, or the machine was cloned.</summary>
    RolledBack,

    /// <summary>It has cosigned another history: this ledger does not continue it.</summary>
    Forked,
}

/// <summary>A witness's answer, checked.</summary>
/// <param name="Outcome">What it came to.</param>
/// <param name="Why">In words for a person; empty where it is cosigned.</param>
/// <param name="Hint">What to do about it; empty when there is nothing better to say.</param>
public readonly record struct WitnessAnswer(WitnessOutcome Outcome, string Why = "", string Hint = "")
{
    /// <summary>The checkpoint that was cosigned.</summary>
    public SignedNote? Checkpoint { get; init; }

    /// <summary>The cosignature, to be put on the stored checkpoint of the same text.</summary>
    public NoteSignature? Cosignature { get; init; }

    /// <summary>When the witness says that it cosigned.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Entries in the largest ledger that the witness has cosigned, where it said so.</summary>
    public long? WitnessedSize { get; init; }

    /// <summary>Whether trying again can't change it without a person.</summary>
    public bool IsContradiction => Outcome is WitnessOutcome.RolledBack or WitnessOutcome.Forked;
}
