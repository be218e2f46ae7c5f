namespace Vitrine.Core.Policy;

/// <summary>What every rule of a policy file has.</summary>
/// <param name="Effect">What it does with what it covers.</param>
/// <param name="Text">The rule as the person wrote it, on one line.</param>
/// <param name="Origin">Where it stands, such as <c>project vitrine.yaml:12</c>.</param>
public abstract record PolicyRule(Model.Effect Effect, string Text, string Origin);
