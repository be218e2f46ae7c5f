using System.Text.Json.Serialization;

namespace Vitrine.Core.Model;

/// <summary>What a rule does with what it covers, from the strictest to the mildest. The default denies.</summary>
[JsonConverter(typeof(EffectConverter))]
public enum Effect
{
    /// <summary>It does not happen.</summary>
    [JsonStringEnumMemberName("deny")]
    Deny,

    /// <summary>A person is asked; without an answer it does not happen.</summary>
    [JsonStringEnumMemberName("ask")]
    Ask,

    /// <summary>It happens without what must not leave.</summary>
    [JsonStringEnumMemberName("redact")]
    Redact,

    /// <summary>It happens and is pointed out in the report.</summary>
    [JsonStringEnumMemberName("record")]
    Record,

    /// <summary>It happens.</summary>
    [JsonStringEnumMemberName("allow")]
    Allow,
}

/// <summary>
/// What the policy says of one thing that the agent wants. <c>default</c> denies: a decision that nobody made is a denial.
/// </summary>
/// <param name="IsAllowed">Whether it may be. False for <see cref="Model.Effect.Ask"/> as long as nobody approved.</param>
/// <param name="Rule">The rule that decided, as the person wrote it; empty when none did.</param>
/// <param name="Hint">The option or the policy's line that would allow it, for the operator; the agent never sees it.</param>
public readonly record struct Decision(bool IsAllowed, string? Rule, string? Hint)
{
    /// <summary>What the rule does, where that is more than allowing or denying.</summary>
    public Effect? Effect { get; init; }

    /// <summary>Where the rule stands, such as <c>project vitrine.yaml:12</c>; null for an option of the command line or where no rule decided.</summary>
    public string? Origin { get; init; }

    /// <summary>The effect, also where it is a plain yes or no.</summary>
    [JsonIgnore]
    public Effect Outcome => Effect ?? (IsAllowed ? Model.Effect.Allow : Model.Effect.Deny);

    /// <summary>Allowed by <paramref name="rule"/>.</summary>
    public static Decision Allow(string rule) => new(true, rule, null);

    /// <summary>Denied; <paramref name="hint"/> is the option that would allow it.</summary>
    public static Decision Deny(string? rule, string? hint) => new(false, rule, hint);
}

/// <summary>Effects by their words only.</summary>
public sealed class EffectConverter() : JsonStringEnumConverter<Effect>(namingPolicy: null, allowIntegerValues: false);
