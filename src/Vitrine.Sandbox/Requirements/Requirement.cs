using System.Text.Json.Serialization;

namespace Vitrine.Sandbox.Requirements;

/// <summary>How the machine meets a requirement. <c>default</c> is the one that stops a run.</summary>
public enum RequirementState
{
    /// <summary>Vitrine can't run without it.</summary>
    [JsonStringEnumMemberName("missing")]
    Missing,

    /// <summary>Vitrine runs, with the loss that <see cref="Requirement.Why"/> names.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Worth knowing; nothing is lost.</summary>
    [JsonStringEnumMemberName("info")]
    Info,

    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,
}

/// <summary>One thing that Vitrine needs of a machine, and what was found.</summary>
/// <param name="Name">Short and stable, such as <c>user-namespaces</c>.</param>
/// <param name="State">Whether it is met.</param>
/// <param name="Found">What was found, in a few words.</param>
/// <param name="Why">What it is for, and what goes wrong without it.</param>
/// <param name="Hint">The command or step that mends it; null when nothing needs mending.</param>
public sealed record Requirement(string Name, RequirementState State, string Found, string Why, string? Hint);
