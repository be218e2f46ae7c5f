using Vitrine.Core.Model;
using Vitrine.Sandbox.Plan;

namespace Vitrine.Runtime.Sessions;

/// <summary>
/// Looks at the end for files that the host would execute or obey and that were not there at the start: a new git hook, a new editor task. They are moved out
/// of the workspace, where a person can look at them, before anything outside the box finds them. Those that existed were read-only mounts.
/// </summary>
internal sealed class ExitGate
{
    private readonly string? _workspace;
    private readonly HashSet<string> _present;

    private ExitGate(string? workspace, HashSet<string> present) => (_workspace, _present) = (workspace, present);

    /// <summary>Remembers what is there. A workspace whose own path is not UTF-8 has no gate, and the session says so.</summary>
    public static ExitGate Remember(UnixPath workspace)
    {
        if (!workspace.IsText)
            return new ExitGate(null, []);
        string top = workspace.ToString();
        return new ExitGate(top, [.. ProtectedFiles.Paths.Where(path => IsThere(Path.Combine(top, path)))]);
    }

    /// <summary>Moves what is new to the directory, and says what that was.</summary>
    /// <exception cref="IOException">A file can't be moved: it is then still in the workspace, and the caller must say so.</exception>
    public IEnumerable<FileHeldBack> Close(string directory)
    {
        if (_workspace is null)
            yield break;
        foreach (string path in ProtectedFiles.Paths)
        {
            string full = Path.Combine(_workspace, path);
            if (_present.Contains(path) || !IsThere(full) || !HasOwnParents(_workspace, path))
                continue;
            string kept = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(kept)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Move(full, kept);
            yield return new FileHeldBack(new UnixPath(full), "the host's own tools would execute or obey it", new UnixPath(kept));
        }
    }

    private static bool IsThere(string path) => File.Exists(path) || Directory.Exists(path) || new FileInfo(path).LinkTarget is not null;

    // The agent may have made a parent a link to a place outside; what lies there is the host's and not for us to move.
    private static bool HasOwnParents(string top, string path)
    {
        string at = top;
        foreach (string part in path.Split('/')[..^1])
        {
            at = Path.Combine(at, part);
            if (new DirectoryInfo(at).LinkTarget is not null)
                return false;
        }

        return true;
    }

    private static void Move(string from, string to)
    {
        if (new FileInfo(from).LinkTarget is { } link)
        {
            File.CreateSymbolicLink(to, link);
            File.Delete(from);
        }
        else if (Directory.Exists(from))
        {
            MoveDirectory(from, to);
        }
        else
        {
            File.Move(from, to);
        }
    }

    private static void MoveDirectory(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
        }
        catch (IOException)
        {
            // Another file system: name by name, links as links.
            Directory.CreateDirectory(to);
            foreach (string entry in Directory.GetFileSystemEntries(from))
                Move(entry, Path.Combine(to, Path.GetFileName(entry)));
            Directory.Delete(from);
        }
    }
}
