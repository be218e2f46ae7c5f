namespace Vitrine.Runtime.Agents;

/// <summary>Why an agent can't be had as asked, in words for the person.</summary>
/// <param name="What">What is wrong and where; one line.</param>
/// <param name="Hint">What to do about it, to be shown after <c>hint:</c>; empty when there is nothing better to say.</param>
public readonly record struct AgentProblem(string What, string Hint)
{
    /// <inheritdoc/>
    public override string ToString() => string.IsNullOrEmpty(Hint) ? What ?? "" : $"{What}\nhint: {Hint}";
}
