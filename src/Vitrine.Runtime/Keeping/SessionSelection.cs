using Vitrine.Core.Model;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Keeping;

/// <summary>Which sessions are meant; all conditions must hold, and one at least must be given.</summary>
public sealed record SessionSelection
{
    /// <summary>These alone; null for any.</summary>
    public IReadOnlyCollection<SessionId>? Sessions { get; init; }

    /// <summary>Begun before this; null for any.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Of this agent; null for any.</summary>
    public string? Agent { get; init; }

    /// <summary>In this workspace or below it; null for any.</summary>
    public UnixPath? Workspace { get; init; }

    /// <summary>Whether no condition was given.</summary>
    public bool IsEmpty => Sessions is null && Before is null && Agent is null && Workspace is null;

    /// <summary>The sessions, oldest first. One that cannot be read has neither agent nor workspace.</summary>
    /// <exception cref="InvalidOperationException">No condition was given.</exception>
    /// <exception cref="IOException">The sessions cannot be listed.</exception>
    public IReadOnlyList<SessionId> Find(SessionStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (IsEmpty)
            throw new InvalidOperationException("A selection without a condition would mean every session.");
        return [.. store.List().Where(id => IsMeant(id, store)).Order()];
    }

    private bool IsMeant(SessionId id, SessionStore store)
    {
        if (Sessions?.Contains(id) == false || id.StartedAt >= Before)
            return false;
        if (Agent is null && Workspace is null)
            return true;
        SessionStarted? started = store.Describe(id).Started;
        return started is not null
            && (Agent is null || started.Agent == Agent)
            && (Workspace is null || IsBelow(started.Workspace.ToString(), Workspace.ToString()!));
    }

    private static bool IsBelow(string path, string top) => path == top || path.StartsWith(top.TrimEnd('/') + "/", StringComparison.Ordinal);
}
