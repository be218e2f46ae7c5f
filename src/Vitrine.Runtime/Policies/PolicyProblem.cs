namespace Vitrine.Runtime.Policies;

/// <summary>What is wrong with a policy file, and where.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">What to do about it; empty when there is nothing better to say.</param>
public sealed record PolicyProblem(string File, long Line, long Column, string Message, string Hint)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
