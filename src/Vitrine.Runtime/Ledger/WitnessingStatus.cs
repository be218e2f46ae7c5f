namespace Vitrine.Runtime.Ledger;

/// <summary>How one witness stands to the ledger.</summary>
/// <param name="Name">Its key's name.</param>
/// <param name="Outcome">What came of the last request to it.</param>
/// <param name="Why">In words, where it did not cosign.</param>
/// <param name="Hint">What to do about it; may be empty.</param>
/// <param name="Size">Entries in the largest checkpoint that it cosigned in this session; null for none.</param>
/// <param name="Time">When it says that it did.</param>
public sealed record WitnessStatus(string Name, WitnessOutcome Outcome, string Why, string Hint, long? Size, DateTimeOffset? Time);

/// <summary>How the ledger is witnessed.</summary>
/// <param name="Size">Entries in the largest checkpoint that was to be cosigned.</param>
/// <param name="Witnesses">Each of the witnesses.</param>
public sealed record WitnessingStatus(long Size, IReadOnlyList<WitnessStatus> Witnesses)
{
    /// <summary>Whether every witness has cosigned all there is.</summary>
    public bool IsWitnessed => Witnesses.All(one => one.Size >= Size);

    /// <summary>Whether a witness knows another or a larger ledger.</summary>
    public bool IsContradicted => Witnesses.Any(one => one.Outcome is WitnessOutcome.RolledBack or WitnessOutcome.Forked);

    /// <summary>One line for each witness, for the report.</summary>
    public IEnumerable<string> Describe()
    {
        foreach (WitnessStatus one in Witnesses)
        {
            string why = one.Why.Length == 0 ? "" : $": {one.Why}";
            yield return one switch
            {
                { Outcome: WitnessOutcome.RolledBack } => $"REFUSED by {one.Name}{why}",
                { Outcome: WitnessOutcome.Forked } => $"REFUSED by {one.Name}{why}",
                { Size: { } size } when size >= Size => FormattableString.Invariant($"witnessed up to {size} of {Size} by {one.Name}"),
                { Size: { } size, Time: { } time } => FormattableString.Invariant($"witnessed up to {size} of {Size} by {one.Name}, and not since {time:u}{why}"),
                _ => $"not witnessed by {one.Name}{why}",
            };
        }
    }
}
