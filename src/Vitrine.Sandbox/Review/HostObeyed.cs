using System.Text;
using Vitrine.Sandbox.Plan;

namespace Vitrine.Sandbox.Review;

/// <summary>Whether a path is one that the host's own tools execute or obey, at whatever depth: an editor or a shell may be opened in any directory.</summary>
internal static class HostObeyed
{
    private static readonly byte[][] Names = [.. ProtectedFiles.Paths.Where(path => !path.StartsWith(".git/", StringComparison.Ordinal))
        .Select(Encoding.ASCII.GetBytes)];
    private static readonly byte[][] OfGit = [.. ProtectedFiles.OfBareRepository.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Judges a path below the workspace.</summary>
    /// <param name="path">Components parted by slashes.</param>
    /// <param name="isDirectory">A directory by itself is never obeyed; what lies in it may be.</param>
    public static bool Is(ReadOnlySpan<byte> path, bool isDirectory)
    {
        if (isDirectory)
            return false;
        for (int start = 0; start >= 0 && start < path.Length; start = Next(path, start))
        {
            ReadOnlySpan<byte> rest = path[start..];

            // A file or link that stands for a git directory.
            if (rest.SequenceEqual(".git"u8))
                return true;
            if (rest.StartsWith(".git/"u8))
                return IsOfGit(rest[5..]);
            foreach (byte[] name in Names)
                if (IsAtOrBelow(rest, name) || IsAtOrBelow(name, rest))
                    return true;
        }

        return false;
    }

    /// <summary>Whether a path within a git directory is one that git obeys.</summary>
    public static bool IsOfGit(ReadOnlySpan<byte> path)
    {
        foreach (byte[] name in OfGit)
            if (IsAtOrBelow(path, name) || IsAtOrBelow(name, path))
                return true;
        return false;
    }

    private static int Next(ReadOnlySpan<byte> path, int start)
    {
        int slash = path[start..].IndexOf((byte)'/');
        return slash < 0 ? -1 : start + slash + 1;
    }

    private static bool IsAtOrBelow(ReadOnlySpan<byte> path, ReadOnlySpan<byte> name) =>
        path.StartsWith(name) && (path.Length == name.Length || path[name.Length] == (byte)'/');
}
