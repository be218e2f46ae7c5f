using System.ComponentModel;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Plan;

/// <summary>
/// Finds what of a workspace a policy hides or makes read-only, at the start of a session. A mount decides, so what matches and is made later is not covered:
/// it is the agent's own. A second name (hard link) of a hidden file is covered too.
/// </summary>
public static class WorkspaceMasks
{
    /// <summary>Most covered places; a policy that matches more is better written with the directory's name.</summary>
    public const int Most = 4096;

    /// <summary>Walks the workspace, not into what is hidden and through no link.</summary>
    /// <param name="workspace">Its real path.</param>
    /// <param name="isHidden">Asked for absolute paths.</param>
    /// <param name="isReadOnly">Asked for absolute paths that are not hidden.</param>
    /// <exception cref="IOException">There are too many, or a directory can't be read: nobody could vouch for what is in it.</exception>
    public static IReadOnlyList<BoxMask> Find(UnixPath workspace, Func<UnixPath, bool> isHidden, Func<UnixPath, bool> isReadOnly)
    {
        ArgumentNullException.ThrowIfNull(isHidden);
        ArgumentNullException.ThrowIfNull(isReadOnly);
        var walk = new Walk(workspace, isHidden, isReadOnly);
        try
        {
            using SafeFileHandle top = FileAt.OpenTop(workspace);
            walk.Visit(top, workspace.ToBytes(), 0, isCovered: false);
            return walk.Masks();
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"The workspace can't be looked through for what the policy hides: {failure.Message}", failure);
        }
    }

    private sealed class Walk(UnixPath workspace, Func<UnixPath, bool> isHidden, Func<UnixPath, bool> isReadOnly)
    {
        private const int Deepest = 256, ENAMETOOLONG = 36;
        private readonly List<BoxMask> _masks = [];
        private readonly HashSet<(ulong Device, ulong Inode)> _hiddenNodes = [];
        private readonly List<(UnixPath Path, ulong Device, ulong Inode)> _otherNames = [];

        public void Visit(SafeFileHandle directory, byte[] path, int depth, bool isCovered)
        {
            if (depth > Deepest)
                throw new Win32Exception(ENAMETOOLONG);
            foreach (byte[] name in FileAt.Names(directory))
            {
                UnixPath below = UnixPath.FromBytes([.. path, (byte)'/', .. name]);
                if (FileAt.Status(directory, name) is not { } status)
                    continue;

                // A link shows its text and nothing of what it leads to; that has a mount of its own, or none.
                if (status.Type == FileStatus.Link)
                    continue;
                bool hides = isHidden(below), seals = !hides && !isCovered && isReadOnly(below);
                if (hides)
                    Add(new BoxMask(MaskKind.Hidden, below, workspace));
                else if (seals)
                    Add(new BoxMask(MaskKind.ReadOnly, below, workspace));
                if (status.Type != FileStatus.Directory)
                {
                    if (status.Links > 1 && hides)
                        _hiddenNodes.Add((status.Device, status.Inode));
                    else if (status.Links > 1)
                        _otherNames.Add((below, status.Device, status.Inode));
                    continue;
                }

                if (hides)
                    continue;
                using SafeFileHandle? child = FileAt.TryOpen(directory, name, O_RDONLY | O_DIRECTORY, 0, out int error);
                if (child is not null)
                    Visit(child, below.ToBytes(), depth + 1, isCovered || seals);
                else if (error is not (ENOENT or ENOTDIR or FileAt.ELOOP))
                    throw new Win32Exception(error);
            }
        }

        public List<BoxMask> Masks()
        {
            foreach ((UnixPath path, ulong device, ulong inode) in _otherNames)
                if (_hiddenNodes.Contains((device, inode)))
                    Add(new BoxMask(MaskKind.Hidden, path, workspace));
            return _masks;
        }

        private void Add(BoxMask mask)
        {
            if (_masks.Count == Most)
                throw new IOException($"The policy's rules for files match more than {Most} places of the workspace one by one; name a directory that holds them.");
            _masks.Add(mask);
        }
    }
}
