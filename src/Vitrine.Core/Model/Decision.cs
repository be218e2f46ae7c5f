namespace Vitrine.Core.Model;

/// <summary>
/// What the policy says of one thing that the agent wants. <c>default</c> denies: a decision that nobody made is a denial.
/// </summary>
/// <param name="IsAllowed">Whether it may be.</param>
/// <param name="Rule">The rule that decided, as the person wrote it; empty when none did.</param>
/// <param name="Hint">The option that would allow it, for the operator; the agent never sees it.</param>
public readonly record struct Decision(bool IsAllowed, string? Rule, string? Hint)
{
    /// <summary>Allowed by <paramref name="rule"/>.</summary>
    public static Decision Allow(string rule) => new(true, rule, null);

    /// <summary>Denied; <paramref name="hint"/> is the option that would allow it.</summary>
    public static Decision Deny(string? rule, string? hint) => new(false, rule, hint);
}
