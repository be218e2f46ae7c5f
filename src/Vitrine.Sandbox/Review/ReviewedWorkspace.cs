using System.ComponentModel;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Review;

/// <summary>What differs.</summary>
/// <param name="Changes">In an order in which they can be applied.</param>
/// <param name="Metadata">Files of git's own in the workspace's repository that differ and are not among them: there may be commits.</param>
/// <param name="OtherMetadata">The same of other repositories in the workspace, which never come over.</param>
/// <param name="IsCut">There are more changes than are listed.</param>
public sealed record ReviewListing(IReadOnlyList<WorkspaceChange> Changes, long Metadata, long OtherMetadata, bool IsCut);

/// <summary>What an agent left beside a workspace: to be listed, read and applied.</summary>
public sealed class ReviewedWorkspace : IDisposable
{
    private readonly SafeFileHandle _upper, _workspace;
    private readonly ChangeMarker _since;
    private readonly ChangeApply _apply;

    private ReviewedWorkspace(SafeFileHandle upper, SafeFileHandle workspace, ChangeMarker since, string mark) =>
        (_upper, _workspace, _since, _apply) = (upper, workspace, since, new ChangeApply(upper, workspace, since, mark));

    /// <summary>Opens both.</summary>
    /// <param name="upper">What the agent left, as overlayfs' upper layer writes it; a plain tree is one too.</param>
    /// <param name="workspace">Its real path.</param>
    /// <param name="since">When the session began.</param>
    /// <param name="mark">The session; names temporary files.</param>
    /// <exception cref="IOException">One of them is not there.</exception>
    public static ReviewedWorkspace Open(UnixPath upper, UnixPath workspace, ChangeMarker since, string mark)
    {
        SafeFileHandle? first = null;
        UnixPath at = upper;
        try
        {
            first = FileAt.OpenTop(upper, followsLinks: true);
            at = workspace;
            return new ReviewedWorkspace(first, FileAt.OpenTop(workspace), since, mark);
        }
        catch (Win32Exception failure)
        {
            first?.Dispose();
            throw new IOException($"{at}: {failure.Message}", failure);
        }
    }

    /// <summary>Lists what differs, without the paths that are settled.</summary>
    /// <exception cref="IOException">A directory can't be read.</exception>
    public ReviewListing Scan(IReadOnlySet<UnixPath> settled)
    {
        var scan = new ChangeScan(_since, settled);
        try
        {
            scan.Visit(_upper, _workspace);
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"What the agent left can't be read: {failure.Message}", failure);
        }

        return new ReviewListing(scan.Changes, scan.Metadata, scan.OtherMetadata, scan.IsCut);
    }

    /// <summary>Whether both have a <c>.git</c> that is a directory itself: one that the agent made a link would lead whoever reads it elsewhere.</summary>
    public bool HasRepository =>
        FileAt.Status(_upper, ".git"u8) is { Type: FileStatus.Directory } && FileAt.Status(_workspace, ".git"u8) is { Type: FileStatus.Directory };

    /// <summary>Applies one change; what needs acceptance is the caller's to ask for.</summary>
    public ApplyResult Apply(WorkspaceChange change, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(change);
        return _apply.Apply(change, out problem);
    }

    /// <summary>Makes what was applied durable.</summary>
    /// <exception cref="IOException">It is not known to be.</exception>
    public void Sync()
    {
        try
        {
            _apply.Sync();
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"The workspace could not be flushed to disk: {failure.Message}", failure);
        }
    }

    /// <summary>
    /// The bytes of a file or the text of a link, as the agent left it or as the workspace has it; null when it is neither, longer than the limit, or can't be
    /// read.
    /// </summary>
    public byte[]? Read(WorkspaceChange change, bool asLeft, int most)
    {
        ArgumentNullException.ThrowIfNull(change);
        byte[] path = change.Path.ToBytes();
        try
        {
            SafeFileHandle current = Open(asLeft ? _upper : _workspace, "."u8, asLeft, isDirectory: true);
            int start = 0;
            for (int slash; (slash = path.AsSpan(start).IndexOf((byte)'/')) >= 0; start += slash + 1)
            {
                using SafeFileHandle above = current;
                current = Open(above, path.AsSpan(start, slash), asLeft, isDirectory: true);
            }

            using (current)
                return ReadIn(current, path[start..], asLeft, most);
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            return null;
        }
    }

    private static byte[]? ReadIn(SafeFileHandle directory, byte[] name, bool asLeft, int most)
    {
        if (FileAt.Status(directory, name) is not { } status || (long)status.Size > most)
            return null;
        if (status.Type == FileStatus.Link)
            return FileAt.LinkText(directory, name);
        if (status.Type != FileStatus.Regular)
            return null;
        using SafeFileHandle file = Open(directory, name, asLeft, isDirectory: false);
        byte[] bytes = new byte[status.Size];
        int total = 0;
        while (total < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(total), total) is > 0 and int count)
            total += count;
        return bytes[..total];
    }

    /// <summary>In the workspace no right is changed for a look.</summary>
    private static SafeFileHandle Open(SafeFileHandle directory, ReadOnlySpan<byte> name, bool isOurs, bool isDirectory)
    {
        if (isOurs)
            return FileAt.OpenOurs(directory, name, isDirectory);
        return FileAt.TryOpen(directory, name, O_RDONLY | FileAt.O_NONBLOCK | (isDirectory ? O_DIRECTORY : 0), 0, out int error)
            ?? throw new Win32Exception(error);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _upper.Dispose();
        _workspace.Dispose();
    }
}
