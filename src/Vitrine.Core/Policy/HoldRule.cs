namespace Vitrine.Core.Policy;

/// <summary>Sessions that no retention and no purge destroys; where both are named, both must be met.</summary>
/// <param name="Agent">Those of this agent; null for any.</param>
/// <param name="Workspace">Those in this directory or below it, an absolute path; null for any.</param>
public sealed record HoldRule(string? Agent, string? Workspace)
{
    /// <summary>Whether a session is meant.</summary>
    /// <param name="agent">Its agent; null for a plain command.</param>
    /// <param name="workspace">Its workspace.</param>
    public bool Covers(string? agent, string workspace) =>
        (Agent is null || Agent == agent) && (Workspace is null || PolicyPlaces.IsBelow(workspace, Workspace.TrimEnd('/')));
}
