using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>What a difference or an act is held to be.</summary>
/// <param name="Class">One of <see cref="FindingClasses"/>.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Reason">Why.</param>
internal readonly record struct Judgement(string Class, Severity Severity, string Reason)
{
    /// <summary>Another channel than the feature's own; null for that.</summary>
    public string? Channel { get; init; }

    public static Judgement Covert(string reason) => new(FindingClasses.Covert, Severity.Medium, reason);

    public static Judgement Open(string reason) => new(FindingClasses.Open, Severity.Info, reason);

    public static Judgement Lawful(string reason) => new(FindingClasses.Lawful, Severity.Info, reason);
}
