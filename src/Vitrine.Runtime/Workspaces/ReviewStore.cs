using System.ComponentModel;
using Vitrine.Core.Model;
using Vitrine.Ledger.Files;
using Vitrine.Runtime.Recording;
using Vitrine.Sandbox.Review;

namespace Vitrine.Runtime.Workspaces;

/// <summary>
/// Where what agents left waits for a person:
/// <code>
/// review/ID/begun        when the session began, by the clock of the file system
/// review/ID/upper        what a reviewed workspace's box wrote (overlayfs)
/// review/ID/work         overlayfs' own, gone after the session
/// review/ID/settled      paths that were applied or discarded
/// held/ID                files that the exit gate took out of a workspace
/// held/ID.settled        of those, the paths that were discarded or put back
/// </code>
/// What the agent left is never changed: that a path was dealt with is written beside it, after the deed. A crash in between makes the path come up again, and
/// applying it then finds that it is there.
/// </summary>
public sealed class ReviewStore(string stateRoot)
{
    private string Reviews => Path.Combine(stateRoot, "review");

    private string Held => Path.Combine(stateRoot, "held");

    /// <summary>Makes the layers of a session that begins.</summary>
    /// <returns>The directory of <c>upper</c> and <c>work</c>.</returns>
    /// <exception cref="IOException">They can't be made, or the workspace can't be a lower layer.</exception>
    public UnixPath Begin(SessionId id, UnixPath workspace)
    {
        if (MountTable.HasMountBelow(workspace))
            throw new IOException($"Other file systems are mounted below {workspace}; a copy-on-write view would show their places empty. Choose a workspace below or beside them.");
        string layers = Path.Combine(Reviews, id.ToString()), upper = Path.Combine(layers, "upper");
        PrivateDirectory.Create(layers, durably: false);
        PrivateDirectory.Create(Path.Combine(layers, "work"), durably: false);
        PrivateDirectory.Create(upper, durably: false);
        if (workspace.IsText)
            File.SetUnixFileMode(upper, File.GetUnixFileMode(workspace.ToString()) & (UnixFileMode)0x1FF);
        try
        {
            File.WriteAllText(Path.Combine(layers, "begun"), ChangeMarker.Of(new UnixPath(upper)).ToString());
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"{upper}: {failure.Message}", failure);
        }

        return new UnixPath(layers);
    }

    /// <summary>Counts what the session left, and takes its places away when that is nothing.</summary>
    /// <exception cref="IOException">They can't be read.</exception>
    public PendingCount End(SessionId id, UnixPath workspace)
    {
        TreeRemoval.Remove(new UnixPath(Path.Combine(Reviews, id.ToString())), "work");
        using PendingChanges pending = OpenReview(id, workspace) ?? throw new IOException($"{Path.Combine(Reviews, id.ToString())} is not there any more.");
        ReviewListing listing = pending.Scan();
        var count = new PendingCount(listing.Changes.Count, listing.Changes.Count(change => change.Hold != ChangeHold.None), listing.Metadata > 0);
        bool isNothing = count is { Files: 0, HasCommits: false } && listing.OtherMetadata == 0;
        if (isNothing)
            TreeRemoval.Remove(new UnixPath(Reviews), id.ToString());
        return count;
    }

    /// <summary>Sessions of reviewed workspaces that still have something, newest first.</summary>
    public IReadOnlyList<SessionId> ListReviews() => List(Reviews);

    /// <summary>Sessions of which the exit gate holds something, newest first.</summary>
    public IReadOnlyList<SessionId> ListHeld() => List(Held);

    /// <summary>What a reviewed session left; null when there is nothing (any more).</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public PendingChanges? OpenReview(SessionId id, UnixPath workspace)
    {
        string layers = Path.Combine(Reviews, id.ToString());
        string begun = Path.Combine(layers, "begun");
        if (!File.Exists(begun))
            return null;

        // Without a moment to compare with, everything in the workspace counts as touched since.
        if (!ChangeMarker.TryParse(File.ReadAllText(begun).Trim(), out ChangeMarker since))
            since = ChangeMarker.Beginning;
        return new PendingChanges(id, isHeld: false, Reviews, id.ToString(), Path.Combine(layers, "upper"), Path.Combine(layers, "settled"), workspace, since);
    }

    /// <summary>What the exit gate holds of a session; null when there is nothing (any more).</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public PendingChanges? OpenHeld(SessionId id, UnixPath workspace)
    {
        string held = Path.Combine(Held, id.ToString());
        return Directory.Exists(held)
            ? new PendingChanges(id, isHeld: true, Held, id.ToString(), held, held + ".settled", workspace, ChangeMarker.Beginning)
            : null;
    }

    private static List<SessionId> List(string directory)
    {
        List<SessionId> ids = StateDirectory.ReadIds(directory);
        ids.Sort(static (a, b) => b.CompareTo(a));
        return ids;
    }
}
