namespace Vitrine.Ledger.Witnessing;

/// <summary>
/// A witness's directory is not what it left there, so that it no longer knows what it cosigned. It must not start: a witness that forgets cosigns a second
/// history.
/// </summary>
public sealed class WitnessStateException(string message, string hint) : IOException(message)
{
    /// <summary>What a person can do.</summary>
    public string Hint { get; } = hint;
}
