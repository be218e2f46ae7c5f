using Vitrine.Core.Model;
using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Queries;

/// <summary>What a session's first entry says of all the others.</summary>
/// <param name="Agent">Name of the agent, or of the plain command.</param>
/// <param name="Workspace">The workspace.</param>
/// <param name="Home">The box's home; empty where that is not known.</param>
public sealed record SessionContext(string Agent, UnixPath Workspace, UnixPath Home)
{
    /// <summary>Of a session whose first entry cannot be read or is another one.</summary>
    public static SessionContext Unknown { get; } = new("", new UnixPath("/"), new UnixPath(""));

    /// <summary>What relative patterns start from.</summary>
    internal PolicyPlaces Places { get; } = new(Workspace.ToString(), Home.ToString() is { Length: > 0 } home ? home : "\0");

    /// <summary>Reads it from the first entry.</summary>
    public static SessionContext Of(Observation first)
    {
        if (first is not SessionStarted started)
            return Unknown;
        string command = started.Command is [string program, ..] ? program[(program.LastIndexOf('/') + 1)..] : "";
        return new SessionContext(started.Agent ?? command, started.Workspace, started.Home ?? new UnixPath(""));
    }
}
