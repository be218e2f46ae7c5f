namespace Vitrine.Runtime.Agents;

/// <summary>Where an agent's program comes from.</summary>
public abstract record AgentInstall
{
    private protected AgentInstall()
    {
    }
}

/// <summary>Nothing is installed: the person's own command follows <c>--</c>.</summary>
public sealed record CommandOnly : AgentInstall;

/// <summary>A program that the machine already has on PATH.</summary>
/// <param name="Program">Its file name.</param>
/// <param name="How">The command that installs it, for the hint.</param>
public sealed record ProgramOnPath(string Program, string How) : AgentInstall;

/// <summary>A package that is installed in the box, into the agent's private HOME.</summary>
/// <param name="Package">Which package and version.</param>
/// <param name="Program">The package's bin to start; null takes the one that is named like the package, or the only one.</param>
/// <param name="Node">The least major version of Node.js.</param>
public sealed record NpmInstall(NpmPackage Package, string? Program, int Node) : AgentInstall;

/// <summary>A directory of the person's with a <c>package.json</c>; the box sees it read-only.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Program">As for <see cref="NpmInstall"/>.</param>
public sealed record DirectoryInstall(string Path, string? Program) : AgentInstall;
