using System.ComponentModel;
using Microsoft.Win32.SafeHandles;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Review;

/// <summary>What became of a change that was to be applied.</summary>
public enum ApplyResult
{
    /// <summary>It stands in the workspace now.</summary>
    Applied,

    /// <summary>The workspace's own file, or a directory on the way, changed since the session began; nothing was done.</summary>
    MovedOn,

    /// <summary>It has a <see cref="ChangeHold"/> and was not accepted; nothing was done.</summary>
    NotAccepted,

    /// <summary>The file system refused; nothing was done.</summary>
    Failed,
}

/// <summary>
/// Brings one change into the workspace. Both sides are hostile: the agent wrote what is brought over, and another session may be at work in the workspace. So
/// no path is followed through a link, a file appears whole or not at all, and of its mode only permissions come along.
/// </summary>
/// <param name="upper">What the agent left.</param>
/// <param name="workspace">The workspace.</param>
/// <param name="since">When the session began.</param>
/// <param name="mark">Names the temporary file that a crash may leave, so that the next attempt takes it away.</param>
internal sealed class ChangeApply(SafeFileHandle upper, SafeFileHandle workspace, ChangeMarker since, string mark)
{
    private readonly byte[] _temporary = [.. ".vitrine-"u8, .. System.Text.Encoding.ASCII.GetBytes(mark), .. ".tmp"u8];

    /// <summary>Applies it.</summary>
    public ApplyResult Apply(WorkspaceChange change, out string? problem)
    {
        problem = null;
        byte[] path = change.Path.ToBytes();
        try
        {
            int slash = path.AsSpan().LastIndexOf((byte)'/');
            byte[] name = path[(slash + 1)..];
            if (name.Length == 0 || name.AsSpan().SequenceEqual("."u8) || name.AsSpan().SequenceEqual(".."u8) || change.Hold == ChangeHold.NotAFile)
                return ApplyResult.NotAccepted;
            using SafeFileHandle? parent = OpenParent(slash < 0 ? [] : path[..slash], change.Kind != ChangeKind.Removed);
            if (parent is null)
                return change.Kind == ChangeKind.Removed ? ApplyResult.Applied : ApplyResult.MovedOn;
            return change.Kind == ChangeKind.Removed ? Remove(parent, name, change) : Put(parent, name, path, change);
        }
        catch (Exception failure) when (failure is Win32Exception or IOException or UnauthorizedAccessException)
        {
            problem = failure.Message;
            return ApplyResult.Failed;
        }
    }

    /// <summary>Makes what was applied durable.</summary>
    /// <exception cref="Win32Exception">It is not known to be.</exception>
    public void Sync() => FileAt.SyncFileSystem(workspace);

    private ApplyResult Remove(SafeFileHandle parent, byte[] name, WorkspaceChange change)
    {
        if (FileAt.Status(parent, name) is not { } now)
            return ApplyResult.Applied;
        if (change.Type == ChangeType.Directory)
        {
            try
            {
                if (now.Type != FileStatus.Directory)
                    return ApplyResult.MovedOn;
                FileAt.RemoveDirectory(parent, name);
                return ApplyResult.Applied;
            }
            catch (Win32Exception failure) when (failure.NativeErrorCode == FileAt.ENOTEMPTY)
            {
                return ApplyResult.MovedOn;
            }
        }

        if (now.Type == FileStatus.Directory || since.IsBefore(now))
            return ApplyResult.MovedOn;
        FileAt.Unlink(parent, name);
        return ApplyResult.Applied;
    }

    private ApplyResult Put(SafeFileHandle parent, byte[] name, byte[] path, WorkspaceChange change)
    {
        FileStatus? now = FileAt.Status(parent, name);
        if (change.Type == ChangeType.Directory)
            return PutDirectory(parent, name, now, change);

        // What is to be replaced must still be what the agent saw; what is new must not be there.
        if (change.Kind == ChangeKind.Added
            ? now is not null
            : now is not { } old || since.IsBefore(old) || old.Type != (change.Type == ChangeType.Link ? FileStatus.Link : FileStatus.Regular))
            return ApplyResult.MovedOn;
        using SafeFileHandle directory = OpenUpper(path, out byte[] last);
        if (FileAt.Status(parent, _temporary) is not null)
            FileAt.Unlink(parent, _temporary);
        if (change.Type == ChangeType.Link)
            FileAt.MakeLink(FileAt.LinkText(directory, last), parent, _temporary);
        else
            WriteTemporary(parent, directory, last, now);
        try
        {
            FileAt.Rename(parent, _temporary, name, replace: change.Kind == ChangeKind.Modified);
            return ApplyResult.Applied;
        }
        catch (Win32Exception failure)
        {
            FileAt.Unlink(parent, _temporary);
            if (failure.NativeErrorCode == FileAt.EEXIST)
                return ApplyResult.MovedOn;
            throw;
        }
    }

    private void WriteTemporary(SafeFileHandle parent, SafeFileHandle directory, byte[] last, FileStatus? replaced)
    {
        using SafeFileHandle source = FileAt.OpenOurs(directory, last, isDirectory: false);
        FileStatus status = FileAt.Status(source, []) ?? throw new Win32Exception(ENOENT);
        if (status.Type != FileStatus.Regular)
            throw new IOException("It is no regular file any more.");
        using SafeFileHandle target = FileAt.TryOpen(parent, _temporary, O_WRONLY | O_CREAT | FileAt.O_EXCL, 0x180, out int error)
            ?? throw new Win32Exception(error);
        try
        {
            FileContent.Copy(source, target);
            FileAt.SetMode(target, Permissions((int)status.Permissions, replaced));
            FileAt.Sync(target);
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            FileAt.Unlink(parent, _temporary);
            throw;
        }
    }

    private static ApplyResult PutDirectory(SafeFileHandle parent, byte[] name, FileStatus? now, WorkspaceChange change)
    {
        if (now is { } other && other.Type != FileStatus.Directory)
            return ApplyResult.MovedOn;
        if (now is null && change.Kind == ChangeKind.Modified)
            return ApplyResult.MovedOn;
        if (now is null)
            FileAt.MakeDirectory(parent, name, 0x1C0);
        using SafeFileHandle directory = FileAt.TryOpen(parent, name, O_RDONLY | O_DIRECTORY, 0, out int error) ?? throw new Win32Exception(error);

        // The workspace's own set-group and sticky bits stay. The owner's rights too: without them the rest could not be applied.
        FileStatus status = FileAt.Status(directory, []) ?? throw new Win32Exception(ENOENT);
        FileAt.SetMode(directory, (status.Mode & ~0x1FFu) | Permissions(change.NewMode, now) | 0x1C0);
        return ApplyResult.Applied;
    }

    /// <summary>No agent opens a file to the machine's other users for writing; one that was open stays so.</summary>
    private static uint Permissions(int left, FileStatus? replaced) => (uint)left & (replaced is { } old ? ~2u | old.Permissions : ~2u);

    /// <summary>The directory that the name stands in, made if need be; null where the way is no way of directories (any more).</summary>
    private SafeFileHandle? OpenParent(ReadOnlySpan<byte> path, bool make)
    {
        const int Flags = O_RDONLY | O_DIRECTORY;
        SafeFileHandle current = FileAt.TryOpen(workspace, "."u8, Flags, 0, out int error) ?? throw new Win32Exception(error);
        foreach (Range range in path.Split((byte)'/'))
        {
            ReadOnlySpan<byte> part = path[range];
            if (part.IsEmpty)
                continue;
            using SafeFileHandle above = current;
            SafeFileHandle? next = FileAt.TryOpen(above, part, Flags, 0, out error);
            if (next is null && error == ENOENT && make)
            {
                FileAt.MakeDirectory(above, part, 0x1ED);
                next = FileAt.TryOpen(above, part, Flags, 0, out error);
            }

            if (next is null)
                return error is ENOENT or ENOTDIR or FileAt.ELOOP or FileAt.EXDEV ? null : throw new Win32Exception(error);
            current = next;
        }

        return current;
    }

    /// <summary>The directory of the upper layer that holds the path's last name, also where the agent closed a directory on the way.</summary>
    private SafeFileHandle OpenUpper(byte[] path, out byte[] last)
    {
        SafeFileHandle current = FileAt.OpenOurs(upper, "."u8, isDirectory: true);
        int start = 0;
        for (int slash; (slash = path.AsSpan(start).IndexOf((byte)'/')) >= 0; start += slash + 1)
        {
            using SafeFileHandle above = current;
            current = FileAt.OpenOurs(above, path.AsSpan(start, slash), isDirectory: true);
        }

        last = path[start..];
        return current;
    }
}
