namespace Vitrine.Ledger.Verification;

/// <summary>What a witness that was asked for says about the newest checkpoint.</summary>
/// <param name="Name">The witness.</param>
/// <param name="Time">When it says to have seen the checkpoint; null where it has not cosigned it.</param>
/// <param name="Age">How long ago that was.</param>
/// <param name="IsGood">Whether there is a cosignature, and none older than was asked for.</param>
public sealed record WitnessVerdict(string Name, DateTimeOffset? Time, TimeSpan? Age, bool IsGood);
