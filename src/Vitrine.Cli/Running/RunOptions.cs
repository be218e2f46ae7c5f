using Vitrine.Core.Model;

namespace Vitrine.Cli.Running;

/// <summary>What a person wrote after <c>vitrine run</c>, not yet looked at.</summary>
internal sealed record RunOptions
{
    /// <summary>Most processes and threads in a box where nobody says another number.</summary>
    public const ulong DefaultProcesses = 4096;

    public string? Prompt { get; init; }

    public string? Agent { get; init; }

    public string? Workspace { get; init; }

    public required IReadOnlyList<string> Allow { get; init; }

    public required IReadOnlyList<string> AllowPrivate { get; init; }

    public bool Observe { get; init; }

    public bool Offline { get; init; }

    public string? Script { get; init; }

    public string? Endpoint { get; init; }

    public string? EndpointKeyName { get; init; }

    public string? Model { get; init; }

    public required IReadOnlyList<string> EnvironmentNames { get; init; }

    public required IReadOnlyList<string> ReadOnlyPaths { get; init; }

    public ulong Processes { get; init; }

    public string? Memory { get; init; }

    public bool Review { get; init; }

    public bool Quiet { get; init; }

    /// <summary>What the box's clock shows at the start.</summary>
    public string? Clock { get; init; }

    /// <summary>Steps of that clock, in seconds.</summary>
    public double ClockStep { get; init; }

    /// <summary>Whether the box sees one processor.</summary>
    public bool OneProcessor { get; init; }

    /// <summary>Where the box's randomness begins.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The words behind <c>--</c>; null without one.</summary>
    public IReadOnlyList<UnixPath>? Words { get; init; }
}
