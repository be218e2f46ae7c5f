using System.ComponentModel;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Review;

/// <summary>
/// Reads overlayfs' upper layer as differences from the workspace (Documentation/filesystems/overlayfs.rst of the kernel): a character device 0/0 is a removed
/// name, a directory with <c>user.overlay.opaque</c> hides what the workspace has there, all else stands for itself. All of it was written by the agent; it is
/// walked by descriptor and through no link.
/// </summary>
internal sealed class ChangeScan(ChangeMarker since, IReadOnlySet<UnixPath> settled)
{
    /// <summary>Most differences that are listed.</summary>
    public const int Most = 200_000;

    private const int Deepest = 128;
    private readonly List<WorkspaceChange> _changes = [];

    /// <summary>In an order in which they can be applied: a directory before what is new in it, what is removed before what takes its place.</summary>
    public IReadOnlyList<WorkspaceChange> Changes => _changes;

    /// <summary>The workspace's own repository.</summary>
    public static UnixPath Repository { get; } = new(".git");

    /// <summary>Files of git's own (objects, references, index) that differ in it. They come over as commits, never as files.</summary>
    public long Metadata { get; private set; }

    /// <summary>The same of repositories below the workspace's top, and of bare ones; these never come over.</summary>
    public long OtherMetadata { get; private set; }

    /// <summary>There are more than <see cref="Most"/>.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Looks at a directory of the upper layer.</summary>
    /// <exception cref="Win32Exception">A directory can't be read.</exception>
    public void Visit(SafeFileHandle upper, SafeFileHandle? lower) => Visit(upper, lower, [], 0, hasMovedOn: false, isGit: false);

    private void Visit(SafeFileHandle upper, SafeFileHandle? lower, byte[] path, int depth, bool hasMovedOn, bool isGit)
    {
        List<byte[]> names = FileAt.Names(upper);
        isGit |= IsGitDirectory(upper, lower);
        foreach (byte[] name in names)
        {
            byte[] below = Join(path, name);
            if (FileAt.Status(upper, name) is not { } now)
                continue;
            FileStatus? before = lower is null ? null : FileAt.Status(lower, name);
            bool isGitBelow = isGit || name.AsSpan().SequenceEqual(".git"u8);
            if (now.IsWhiteout)
                Remove(lower, name, before, below, isGitBelow);
            else if (now.Type == FileStatus.Directory)
                VisitDirectory(upper, lower, name, now, before, below, depth, hasMovedOn, isGitBelow);
            else
                Compare(upper, lower, name, now, before, below, hasMovedOn, isGit);
        }

        if (lower is null || !FileAt.HasAttribute(upper, "user.overlay.opaque"u8))
            return;
        foreach (byte[] name in FileAt.Names(lower))
            if (names.BinarySearch(name, ByBytes) < 0)
                Remove(lower, name, FileAt.Status(lower, name), Join(path, name), isGit || name.AsSpan().SequenceEqual(".git"u8));
    }

    private void VisitDirectory(
        SafeFileHandle upper, SafeFileHandle? lower, byte[] name, FileStatus now, FileStatus? before, byte[] path, int depth, bool hasMovedOn, bool isGit)
    {
        if (depth >= Deepest)
        {
            Add(new WorkspaceChange(UnixPath.FromBytes(path), ChangeKind.Added, ChangeType.Other) { Hold = ChangeHold.NotAFile }, isGit);
            return;
        }

        using SafeFileHandle child = FileAt.OpenOurs(upper, name, isDirectory: true);
        using SafeFileHandle? same = before is { Type: FileStatus.Directory } ? FileAt.TryOpen(lower!, name, O_RDONLY | O_DIRECTORY, 0, out _) : null;
        if (same is null)
        {
            bool isTaken = before is { } other && since.IsBefore(other);
            hasMovedOn |= isTaken;
            if (before is not null)
                Remove(lower, name, before, path, isGit);
            Add(new WorkspaceChange(UnixPath.FromBytes(path), ChangeKind.Added, ChangeType.Directory) { NewMode = Reachable(now), HasMovedOn = hasMovedOn },
                isGit);
        }
        else if (Reachable(before!.Value) != Reachable(now))
            Add(new WorkspaceChange(UnixPath.FromBytes(path), ChangeKind.Modified, ChangeType.Directory)
            {
                OldMode = (int)before.Value.Permissions,
                NewMode = Reachable(now),
                HasMovedOn = hasMovedOn
            },
                isGit);
        Visit(child, same, path, depth + 1, hasMovedOn, isGit);
    }

    private void Compare(SafeFileHandle upper, SafeFileHandle? lower, byte[] name, FileStatus now, FileStatus? before, byte[] path, bool hasMovedOn, bool isGit)
    {
        ChangeType type = TypeOf(now);
        bool isSameType = before is { } was && was.Type == now.Type;
        if (isSameType && type == ChangeType.File && before!.Value.Permissions == now.Permissions && FileContent.IsSame(upper, lower!, name, now, before.Value))
            return;
        byte[]? text = type == ChangeType.Link ? FileAt.LinkText(upper, name) : null;
        if (isSameType && text is not null && text.AsSpan().SequenceEqual(FileAt.LinkText(lower!, name)))
            return;
        if (before is not null && !isSameType)
            Remove(lower, name, before, path, isGit);
        ChangeHold hold = type == ChangeType.Other ? ChangeHold.NotAFile
            : HostObeyed.Is(path, isDirectory: false) || (isGit && HostObeyed.IsOfGit(OfGitDirectory(path))) ? ChangeHold.HostObeys
                : text is not null && LinkTarget.MayLeadOut(path, text) ? ChangeHold.LeadsOut
                    : ChangeHold.None;
        Add(
            new WorkspaceChange(UnixPath.FromBytes(path), isSameType ? ChangeKind.Modified : ChangeKind.Added, type)
            {
                OldSize = isSameType ? (long)before!.Value.Size : 0,
                NewSize = (long)now.Size,
                OldMode = isSameType ? (int)before!.Value.Permissions : 0,
                NewMode = (int)now.Permissions,
                Hold = hold,
                HasMovedOn = hasMovedOn || (before is { } old && since.IsBefore(old)),
            },
            isGit);
    }

    private void Remove(SafeFileHandle? lower, byte[] name, FileStatus? before, byte[] path, bool isGit)
    {
        if (before is not { } old || IsCut)
            return;
        if (old.Type == FileStatus.Directory)
        {
            using SafeFileHandle? child = FileAt.TryOpen(lower!, name, O_RDONLY | O_DIRECTORY, 0, out _);
            foreach (byte[] below in child is null ? [] : FileAt.Names(child))
                Remove(child, below, FileAt.Status(child!, below), Join(path, below), isGit || below.AsSpan().SequenceEqual(".git"u8));
        }

        Add(
            new WorkspaceChange(UnixPath.FromBytes(path), ChangeKind.Removed, TypeOf(old))
            {
                OldSize = (long)old.Size,
                OldMode = (int)old.Permissions,
                Hold = HostObeyed.Is(path, old.Type == FileStatus.Directory) ? ChangeHold.HostObeys : ChangeHold.None,

                // A directory's own change time also means what was applied in it; that it is empty is asked when it is removed.
                HasMovedOn = old.Type != FileStatus.Directory && since.IsBefore(old),
            },
            isGit);
    }

    private void Add(WorkspaceChange change, bool isGit)
    {
        if (isGit && change.Hold != ChangeHold.HostObeys)
        {
            int files = change.Type == ChangeType.Directory ? 0 : 1;
            if (!change.Path.IsAtOrBelow(Repository))
                OtherMetadata += files;
            else if (!settled.Contains(Repository))
                Metadata += files;
            return;
        }

        if (settled.Contains(change.Path))
            return;
        if (_changes.Count >= Most)
            IsCut = true;
        else
            _changes.Add(change);
    }

    /// <summary>Whether a directory is one that git takes for a repository, by what stands in both layers together.</summary>
    private static bool IsGitDirectory(SafeFileHandle upper, SafeFileHandle? lower)
    {
        bool Has(ReadOnlySpan<byte> name) =>
            FileAt.Status(upper, name) is { } now ? !now.IsWhiteout : lower is not null && FileAt.Status(lower, name) is not null;
        return Has("HEAD"u8) && Has("objects"u8) && Has("refs"u8);
    }

    /// <summary>The part of a path that lies within the git directory; of a bare repository, by trying each part.</summary>
    private static ReadOnlySpan<byte> OfGitDirectory(ReadOnlySpan<byte> path)
    {
        for (int start = 0; start < path.Length;)
        {
            if (HostObeyed.IsOfGit(path[start..]))
                return path[start..];
            int slash = path[start..].IndexOf((byte)'/');
            if (slash < 0)
                break;
            start += slash + 1;
        }

        return path;
    }

    private static ChangeType TypeOf(FileStatus status) => status.Type switch
    {
        FileStatus.Regular => ChangeType.File,
        FileStatus.Directory => ChangeType.Directory,
        FileStatus.Link => ChangeType.Link,
        _ => ChangeType.Other,
    };

    /// <summary>A directory's permissions, the owner's always among them: without them nothing in it could be applied, or looked at.</summary>
    private static int Reachable(FileStatus directory) => (int)(directory.Permissions | 0x1C0);

    private static readonly Comparer<byte[]> ByBytes = Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b));

    private static byte[] Join(byte[] path, byte[] name) => path.Length == 0 ? name : [.. path, (byte)'/', .. name];
}
