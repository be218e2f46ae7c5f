using System.Text;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Native;

namespace Vitrine.Sandbox.Plan;

/// <summary>Why a directory cannot be the workspace.</summary>
public enum WorkspaceProblem
{
    /// <summary>It can.</summary>
    None,

    /// <summary>It is not there, or is no directory.</summary>
    NotADirectory,

    /// <summary>It is the home directory or holds it: the agent would get all of it.</summary>
    HoldsHome,

    /// <summary>It is a system directory or holds one.</summary>
    IsSystem,

    /// <summary>It holds Vitrine's own state, or lies in it.</summary>
    HoldsState,
}

/// <summary>The directory that the agent works in, by its real path: links are followed once, here, and never again.</summary>
/// <param name="Path">Absolute, without links.</param>
/// <param name="Problem">Why it cannot be used, or <see cref="WorkspaceProblem.None"/>.</param>
public readonly record struct Workspace(UnixPath Path, WorkspaceProblem Problem)
{
    private static readonly string[] SystemTrees = ["/usr", "/etc", "/bin", "/sbin", "/lib", "/lib64", "/proc", "/sys", "/dev", "/boot", "/run", "/var/run",
        "/var/lib", "/nix", "/.vitrine"];

    /// <summary>Finds the real path of the directory (null: the working directory) and judges it.</summary>
    public static Workspace Find(UnixPath? directory, UnixPath home, UnixPath state)
    {
        UnixPath? real = RealPath(directory ?? new UnixPath("."));
        if (real is not { } path || !IsDirectory(path))
            return new Workspace(directory ?? new UnixPath("."), WorkspaceProblem.NotADirectory);
        if (RealPath(home) is { } realHome && realHome.IsAtOrBelow(path))
            return new Workspace(path, WorkspaceProblem.HoldsHome);
        foreach (string tree in SystemTrees)
            if (path.IsAtOrBelow(new UnixPath(tree)) || new UnixPath(tree).IsAtOrBelow(path))
                return new Workspace(path, WorkspaceProblem.IsSystem);
        UnixPath realState = RealPath(state) ?? state;
        return new Workspace(path, realState.IsAtOrBelow(path) || path.IsAtOrBelow(realState) ? WorkspaceProblem.HoldsState : WorkspaceProblem.None);
    }

    /// <summary>realpath(3) on bytes; null if there is no such file.</summary>
    public static unsafe UnixPath? RealPath(UnixPath path)
    {
        byte[] ended = [.. path.ToBytes(), 0];
        byte* buffer = stackalloc byte[4097];
        fixed (byte* at = ended)
        {
            const int O_PATH = Constants.O_PATH | Constants.O_CLOEXEC;
            int fd = Libc.open(at, O_PATH, 0);
            if (fd < 0)
                return null;
            byte[] link = Encoding.ASCII.GetBytes($"/proc/self/fd/{fd}\0");
            nint length;
            fixed (byte* name = link)
                length = Libc.readlink(name, buffer, 4096);
            _ = Libc.close(fd);
            return length > 0 ? UnixPath.FromBytes(new ReadOnlySpan<byte>(buffer, (int)length)) : null;
        }
    }

    private static unsafe bool IsDirectory(UnixPath path)
    {
        byte[] ended = [.. path.ToBytes(), 0];
        fixed (byte* at = ended)
        {
            int fd = Libc.open(at, Constants.O_PATH | Constants.O_DIRECTORY | Constants.O_CLOEXEC, 0);
            if (fd >= 0)
                _ = Libc.close(fd);
            return fd >= 0;
        }
    }
}
