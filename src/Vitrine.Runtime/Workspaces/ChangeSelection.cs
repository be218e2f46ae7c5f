using Vitrine.Core.Model;
using Vitrine.Sandbox.Review;

namespace Vitrine.Runtime.Workspaces;

/// <summary>Which of the pending changes a person means, and what he accepts.</summary>
/// <param name="Paths">Files and directories, relative to the workspace; empty for all.</param>
/// <param name="AcceptsHost">Also files that the host would execute, and links that lead out, without each being named.</param>
public sealed record ChangeSelection(IReadOnlyList<UnixPath> Paths, bool AcceptsHost)
{
    /// <summary>Whether it is meant.</summary>
    public bool Holds(UnixPath path)
    {
        if (Paths.Count == 0)
            return true;
        foreach (UnixPath chosen in Paths)
            if (path.IsAtOrBelow(chosen))
                return true;
        return false;
    }

    private static bool IsOfGit(UnixPath path) => $"/{path}/".Contains("/.git/", StringComparison.Ordinal);

    /// <summary>Whether it may be applied: it asks for nothing, or is named itself. A directory's name does not name what is in it.</summary>
    public bool Accepts(WorkspaceChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.Hold switch
        {
            ChangeHold.None => true,
            ChangeHold.NotAFile => false,

            // Hooks and settings of a repository only one by one: nobody means all of an agent's.
            _ => Paths.Contains(change.Path) || (AcceptsHost && !IsOfGit(change.Path)),
        };
    }
}

/// <summary>What became of one change.</summary>
/// <param name="Problem">What the file system said, when it refused.</param>
public readonly record struct ChangeOutcome(WorkspaceChange Change, ApplyResult Result, string? Problem);

/// <summary>Applies and discards pending changes.</summary>
public static class ChangeDecisions
{
    /// <summary>Applies what is selected and accepted. What can't be stays pending; doing it again does no harm.</summary>
    /// <exception cref="IOException">What was left can't be read, or that it was applied can't be noted.</exception>
    public static IReadOnlyList<ChangeOutcome> Apply(PendingChanges pending, ChangeSelection selection)
    {
        ArgumentNullException.ThrowIfNull(pending);
        ArgumentNullException.ThrowIfNull(selection);
        var outcomes = new List<ChangeOutcome>();
        HashSet<UnixPath> applied = [], kept = [];
        foreach (WorkspaceChange change in pending.Scan().Changes)
        {
            if (!selection.Holds(change.Path))
                continue;
            string? problem = null;
            ApplyResult result = !selection.Accepts(change) ? ApplyResult.NotAccepted
                : change.HasMovedOn || kept.Contains(change.Path) ? ApplyResult.MovedOn
                : pending.Apply(change, out problem);
            (result == ApplyResult.Applied ? applied : kept).Add(change.Path);
            outcomes.Add(new ChangeOutcome(change, result, problem));
        }

        // What took the place of something else counts when both parts are done.
        applied.ExceptWith(kept);
        if (applied.Count > 0)
            pending.Settle(applied, wereApplied: true);
        return outcomes;
    }

    /// <summary>Fetches the agent's commits, where all is meant or <c>.git</c> is named.</summary>
    /// <returns>Null where there is nothing of git's to look at.</returns>
    /// <exception cref="IOException">Something can't be written.</exception>
    public static CommitFetchOutcome? FetchCommits(PendingChanges pending, ChangeSelection selection)
    {
        ArgumentNullException.ThrowIfNull(pending);
        ArgumentNullException.ThrowIfNull(selection);
        var repository = new UnixPath(".git");
        if (pending.IsHeld || (selection.Paths.Count > 0 && !selection.Paths.Contains(repository)) || pending.Scan().Metadata == 0)
            return null;
        CommitFetchOutcome outcome = CommitFetch.Run(pending, Path.GetDirectoryName(pending.Upper.ToString())!);
        if (outcome.Status != CommitFetchStatus.Failed)
            pending.Settle([repository], wereApplied: true);
        return outcome;
    }

    /// <summary>Discards what is selected: the workspace stays as it is.</summary>
    /// <returns>The changes that are gone.</returns>
    /// <exception cref="IOException">What was left can't be read, or that it is discarded can't be noted.</exception>
    public static IReadOnlyList<WorkspaceChange> Discard(PendingChanges pending, ChangeSelection selection)
    {
        ArgumentNullException.ThrowIfNull(pending);
        ArgumentNullException.ThrowIfNull(selection);
        var repository = new UnixPath(".git");
        WorkspaceChange[] gone = [.. pending.Scan().Changes.Where(change => selection.Holds(change.Path))];
        if (selection.Paths.Count == 0)
            pending.Remove();
        else if (gone.Length > 0 || selection.Paths.Contains(repository))
        {
            // Naming the repository drops its commits too.
            pending.Settle([.. gone.Select(change => change.Path), .. selection.Paths.Where(path => path == repository)], wereApplied: false);
            RemoveIfDone(pending);
        }

        return gone;
    }

    /// <summary>Removes what was left once nothing of it waits any more.</summary>
    /// <exception cref="IOException">Something of it stays.</exception>
    public static void RemoveIfDone(PendingChanges pending)
    {
        ArgumentNullException.ThrowIfNull(pending);
        if (pending.Scan() is { Changes.Count: 0, Metadata: 0, OtherMetadata: 0, IsCut: false })
            pending.Remove();
    }
}
