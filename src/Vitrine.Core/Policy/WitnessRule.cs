namespace Vitrine.Core.Policy;

/// <summary>A witness that is to cosign the checkpoints of the ledger (C2SP tlog-witness).</summary>
/// <param name="Url">Its submission prefix: https, or http to this machine itself.</param>
/// <param name="Key">Its verifier key, <c>name+id+base64</c>, of a timestamped cosignature.</param>
/// <param name="Rank">Whose layer names it.</param>
/// <param name="Origin">Where that stands, such as <c>organisation vitrine.yaml:7</c>.</param>
public sealed record WitnessRule(string Url, string Key, PolicyRank Rank, string Origin)
{
    /// <summary>The public key itself, in base64: two verifier keys that differ in their names alone are one witness.</summary>
    public string Material => Key[(Key.IndexOf('+', Key.IndexOf('+', StringComparison.Ordinal) + 1) + 1)..];
}

/// <summary>What becomes of a session whose record no witness has cosigned.</summary>
public enum UnwitnessedUse
{
    /// <summary>It runs, and the report says that the record is not witnessed.</summary>
    Record,

    /// <summary>It is ended: at once where a witness knows another record than this one, else when none answers in time.</summary>
    Deny,
}
