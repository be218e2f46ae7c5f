namespace Vitrine.Audit.Model;

/// <summary>Sessions that were compared, and what for. Findings that rest on sessions follow from these alone.</summary>
/// <param name="Factor">The factor in whose level the two sides differ; <see cref="Factors.Always"/> where there is one side only, and it is asked what happens
/// under any conditions.</param>
/// <param name="IsConfirmed">Whether the sessions were run for nothing else, both ways in turn.</param>
/// <param name="Without">Sessions of the first side, by id, in the order in which they were compared.</param>
/// <param name="With">Sessions of the second.</param>
public sealed record Conclusion(string Factor, bool IsConfirmed, IReadOnlyList<string> Without, IReadOnlyList<string> With);
