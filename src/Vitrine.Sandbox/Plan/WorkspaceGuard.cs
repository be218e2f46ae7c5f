using System.ComponentModel;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Native;

namespace Vitrine.Sandbox.Plan;

/// <summary>
/// Keeps the <see cref="ProtectedFiles"/> of a workspace. Those that exist are read-only in the box, and each directory on the way to them is a mount of its
/// own, so that none can be moved aside and replaced. What is new or another at the end, a link on the way included, is moved out of the workspace, where a
/// person can look at it.
/// </summary>
public sealed partial class WorkspaceGuard : IDisposable
{
    private readonly WorkspaceTree _tree;
    private readonly Dictionary<string, NameState> _before;
    private readonly bool _isBare;

    private WorkspaceGuard(WorkspaceTree tree)
    {
        (_tree, _before) = (tree, []);
        foreach (string name in ProtectedFiles.Paths.Concat(ProtectedFiles.OfBareRepository).Append(ProtectedFiles.BareHead).SelectMany(Steps))
            if (!_before.ContainsKey(name))
                _before.Add(name, tree.Look(name));
        _isBare = IsBare();
    }

    private WorkspaceGuard(WorkspaceTree tree, Dictionary<string, NameState> before, bool isBare) => (_tree, _before, _isBare) = (tree, before, isBare);

    /// <summary>Looks at what is there, before anything runs.</summary>
    /// <exception cref="IOException">The workspace can't be read.</exception>
    public static WorkspaceGuard Open(UnixPath workspace)
    {
        try
        {
            return new WorkspaceGuard(WorkspaceTree.Open(workspace));
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"The workspace can't be read: {failure.Message}", failure);
        }
    }

    /// <summary>The workspace itself, read-only: where the box may not write, or writes to an overlay.</summary>
    public BoxMount ReadOnlyMount() => Mount(MountKind.ReadOnly, _tree.Path, _tree.Identity);

    /// <summary>The workspace itself, and what of it is read-only.</summary>
    public IEnumerable<BoxMount> Mounts()
    {
        yield return Mount(MountKind.ReadWrite, _tree.Path, _tree.Identity);
        var pinned = new HashSet<UnixPath> { _tree.Path };
        IEnumerable<string> names = _isBare ? ProtectedFiles.Paths.Concat(ProtectedFiles.OfBareRepository) : ProtectedFiles.Paths;
        if (_before[ProtectedFiles.GitFile] is { IsThere: true } git && git.Identity.Type != FileIdentity.Directory)
            names = names.Prepend(ProtectedFiles.GitFile);
        foreach (string name in names)
        {
            // By its real place: a bind mount follows links, and those of the workspace may be the agent's. Links that lead out lead to nothing in the box.
            if (!_before[name].IsThere || _tree.RealPlace(name) is not { } place)
                continue;
            foreach (UnixPath parent in ParentsOf(place.Path))
                if (!pinned.Contains(parent) && _tree.RealPlace(Below(parent)) is { } real && real.Path == parent)
                {
                    pinned.Add(parent);
                    yield return Mount(MountKind.ReadWrite, parent, real.Identity);
                }

            if (pinned.Add(place.Path))
                yield return Mount(MountKind.ReadOnly, place.Path, place.Identity);
        }
    }

    /// <summary>Moves what is new to the directory, and says what that was.</summary>
    /// <param name="directory">Where to; outside the box.</param>
    /// <param name="mark">Names what must stay in the workspace because the directory is on another file system.</param>
    /// <param name="changedSince">The session's start, for repositories below the top (<see cref="NestedRepositories"/>); null where the box can't have written
    /// anything.</param>
    /// <exception cref="IOException">A file can't be moved: it is then still in the workspace, and the caller must say so.</exception>
    public IEnumerable<FileHeldBack> Close(string directory, string mark, DateTimeOffset? changedSince)
    {
        IEnumerable<string> names = ProtectedFiles.Paths;
        if (IsBare())
            names = names.Concat(_isBare ? ProtectedFiles.OfBareRepository : [ProtectedFiles.BareHead]);
        foreach (string name in names)
            if (FirstNew(name) is { } found)
                yield return new FileHeldBack(_tree.PathOf(found), "the host's own tools would execute or obey it", MoveOut(found, directory, mark));
        foreach (UnixPath nested in changedSince is { } since ? Nested(since) : [])
        {
            if (!nested.IsText)
                throw new IOException($"{nested} belongs to a repository that was made or changed, and its name is not UTF-8.");
            yield return new FileHeldBack(_tree.PathOf(nested.ToString()), "git would obey it in a repository that was made or changed",
                MoveOut(nested.ToString(), directory, mark));
        }
    }

    private IReadOnlyList<UnixPath> Nested(DateTimeOffset since)
    {
        try
        {
            return NestedRepositories.Find(_tree.Path, since);
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"The workspace can't be looked through: {failure.Message}", failure);
        }
    }

    private UnixPath MoveOut(string name, string directory, string mark)
    {
        try
        {
            return _tree.MoveOut(name, directory, mark);
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"{_tree.PathOf(name)}: {failure.Message}", failure);
        }
    }

    /// <summary>
    /// The first step of the way that leads elsewhere than before: a link, a <c>.git</c> that is a file, or the file itself; null when all is as it was. A file
    /// of the same kind is as it was, since the agent could not touch it; the person's own tools, which write by renaming, may have.
    /// </summary>
    private string? FirstNew(string name)
    {
        bool isElsewhere = false;
        foreach (string step in Steps(name))
        {
            // A name that the guard did not look at, being of an earlier version, can't be judged.
            if (!_before.TryGetValue(step, out NameState before))
                return null;
            NameState now = _tree.Look(step);
            if (!now.IsThere)
                return null;
            isElsewhere |= now.Identity.Type != before.Identity.Type || now.Link != before.Link;
            if (isElsewhere && (step == name || now.Identity.Type != FileIdentity.Directory))
                return step;
        }

        return null;
    }

    private bool IsBare() => _tree.Look(ProtectedFiles.BareHead).IsThere && ProtectedFiles.BareRepository.All(name => _tree.Look(name).IsThere);

    private IEnumerable<UnixPath> ParentsOf(UnixPath path)
    {
        byte[] bytes = path.ToBytes();
        for (int i = _tree.Path.ToBytes().Length + 1; i < bytes.Length; i++)
            if (bytes[i] == (byte)'/')
                yield return UnixPath.FromBytes(bytes.AsSpan(0, i));
    }

    private string Below(UnixPath path) => System.Text.Encoding.UTF8.GetString(path.ToBytes().AsSpan(_tree.Path.ToBytes().Length + 1));

    private static IEnumerable<string> Steps(string name)
    {
        for (int slash = name.IndexOf('/'); slash >= 0; slash = name.IndexOf('/', slash + 1))
            yield return name[..slash];
        yield return name;
    }

    private static BoxMount Mount(MountKind kind, UnixPath path, FileIdentity identity) =>
        new(kind, path, path) { Identity = (identity.Device, identity.Inode) };

    /// <inheritdoc/>
    public void Dispose() => _tree.Dispose();
}
