namespace Vitrine.Runtime.Ledger;

/// <summary>How witnesses are asked.</summary>
public sealed record WitnessClientOptions
{
    /// <summary>How long connecting may take.</summary>
    public TimeSpan Connect { get; init => field = Positive(value); } = TimeSpan.FromSeconds(5);

    /// <summary>How long one request and its whole answer may take.</summary>
    public TimeSpan Answer { get; init => field = Positive(value); } = TimeSpan.FromSeconds(15);

    /// <summary>The longest answer, in bytes: room for the cosignatures of several keys, post-quantum ones too.</summary>
    public int LongestAnswer { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value)); } = 64 * 1024;

    private static TimeSpan Positive(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
        return value;
    }
}
