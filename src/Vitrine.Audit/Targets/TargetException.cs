namespace Vitrine.Audit.Targets;

/// <summary>A target can't be had, or not be started.</summary>
/// <param name="message">What happened, and why.</param>
/// <param name="hint">What to do; empty for none.</param>
public sealed class TargetException(string message, string hint) : Exception(message)
{
    /// <summary>What to do; empty for none.</summary>
    public string Hint => hint;
}
