namespace Vitrine.Ledger.Witnessing;

/// <summary>What a witness says to a checkpoint; the numbers are those of the HTTP answer (C2SP tlog-witness).</summary>
public enum AddCheckpointOutcome
{
    /// <summary>Checked, on disk and cosigned.</summary>
    Cosigned = 200,

    /// <summary>The request is not one: its form is wrong, or the old size is above the checkpoint's.</summary>
    Malformed = 400,

    /// <summary>No signature of a key that is known for the origin, or one of such a key that does not verify.</summary>
    NotSigned = 403,

    /// <summary>Nobody knows this origin here.</summary>
    UnknownOrigin = 404,

    /// <summary>The old size is not that of the newest checkpoint that was cosigned.</summary>
    OtherSize = 409,

    /// <summary>The checkpoint is not consistent with the one that was cosigned, or that is not shown.</summary>
    Inconsistent = 422,
}

/// <summary>What became of a checkpoint that contradicts the one that was cosigned.</summary>
public enum ForkEvidence
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It is kept in the witness's directory.</summary>
    Kept,

    /// <summary>It could not be kept: there are too many, or the disk does not take it.</summary>
    Lost,
}

/// <summary>A witness's answer.</summary>
/// <param name="Outcome">What became of the request.</param>
/// <param name="Origin">The log, where it is known.</param>
/// <param name="WitnessedSize">Size of the newest checkpoint cosigned for the log, where it is known.</param>
/// <param name="Cosignature">The signature line, with its newline; empty unless cosigned.</param>
/// <param name="Fork">Whether the log signed two different trees of one size, which proves its misbehaviour to anybody.</param>
public readonly record struct AddCheckpointAnswer(AddCheckpointOutcome Outcome, string? Origin = null, long WitnessedSize = 0, string Cosignature = "",
    ForkEvidence Fork = ForkEvidence.None);
