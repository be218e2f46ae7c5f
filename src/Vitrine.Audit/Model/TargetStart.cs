using Vitrine.Audit.Targets;
using Vitrine.Runtime.Agents;

namespace Vitrine.Audit.Model;

/// <summary>How a target is started and pointed at an endpoint: all that a session needs to know of it.</summary>
public sealed record TargetStart
{
    /// <summary>The target's name, without version: that of its package, or of its program.</summary>
    public required string Name { get; init; }

    /// <summary>Its version; empty where it says none.</summary>
    public string Version { get; init; } = "";

    /// <summary>The directory on the host that holds the package, with its dependencies in <c>node_modules</c>; shown read-only in the box.</summary>
    public required string Directory { get; init; }

    /// <summary>Where the box shows that directory: the same for each session and each version, so that the path itself makes no difference.</summary>
    public required string BoxDirectory { get; init; }

    /// <summary>
    /// A directory of the host that the box shows read-only at its own place: packages beside the target, or its interpreter's environment. Null for none.
    /// </summary>
    public string? Beside { get; init; }

    /// <summary>
    /// The command in the box, by its absolute path or a name on PATH; <c>{prompt}</c> in a word stands for the prompt. Of a script, its interpreter comes
    /// first.
    /// </summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What it speaks to its model; unknown where that is still to be seen, and then the variables of all protocols are set.</summary>
    public required AgentProtocol Protocol { get; init; }

    /// <summary>The variable that names the endpoint: <c>ANTHROPIC_BASE_URL</c>. Empty where <see cref="Profile"/> says how.</summary>
    public string EndpointVariable { get; init; } = "";

    /// <summary>The variable that holds the key: <c>ANTHROPIC_API_KEY</c>. Empty where <see cref="Profile"/> says how.</summary>
    public string KeyVariable { get; init; } = "";

    /// <summary>What is appended to scheme and host for <see cref="EndpointVariable"/>: <c>/v1</c>, or nothing.</summary>
    public string EndpointSuffix { get; init; } = "";

    /// <summary>The host of the vendor's own endpoint, if the package names one; null where it does not.</summary>
    public string? DefaultEndpointHost { get; init; }

    /// <summary>
    /// The profile whose variables, files and arguments the session uses; null for a target that follows the plain convention of the variables above.
    /// </summary>
    public TargetProfile? Profile { get; init; }

    /// <summary>
    /// The package as it is before its life-cycle scripts have run; null where it has none. <see cref="Directory"/> is then the copy in which they have, as an
    /// installation leaves it.
    /// </summary>
    public string? Uninstalled { get; init; }

    /// <summary>The versions of Node.js that it asks for; empty where it does not say.</summary>
    public string Node { get; init; } = "";

    /// <summary>The package's life-cycle scripts that npm runs at installation, in its order.</summary>
    public IReadOnlyList<LifeCycleScript> Scripts { get; init; } = [];

    /// <summary>What could not be unpacked, resolved or told, for the report's coverage; in words.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>A command that npm runs when the package is installed.</summary>
/// <param name="Event"><c>preinstall</c>, <c>install</c>, <c>postinstall</c>, <c>prepare</c>.</param>
/// <param name="Command">The shell's command line, run in the package's directory.</param>
public sealed record LifeCycleScript(string Event, string Command)
{
    /// <summary>
    /// The package that it belongs to, relative to the target's directory: empty for the target itself, <c>node_modules/NAME</c> for a dependency.
    /// </summary>
    public string Package { get; init; } = "";
}
