using Microsoft.Win32.SafeHandles;
using Vitrine.Audit.Reading;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Review;

namespace Vitrine.Audit.Targets;

/// <summary>Copies a package's tree: files, directories, and links as they are, none of which is followed. Pipes, sockets and devices are left out.</summary>
internal static class PackageCopy
{
    private const int Deepest = 64;

    /// <summary>Copies.</summary>
    /// <param name="from">The package.</param>
    /// <param name="to">A directory that is not there yet.</param>
    /// <param name="limits">How much it may be.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">It can't be read or written, or is more.</exception>
    public static void Copy(string from, string to, UnpackLimits limits, CancellationToken cancellationToken)
    {
        (long bytes, int names) = (limits.MaxBytes, limits.MaxEntries);
        // The copy may lie within: somebody audits the directory that he is in.
        Copy(new DirectoryInfo(from), to, to, 0, ref bytes, ref names, cancellationToken);
    }

    /// <summary>Removes such a copy, or what is left of one.</summary>
    /// <exception cref="IOException">Something of it stays.</exception>
    public static void Remove(string directory) => TreeRemoval.Remove(new UnixPath(Path.GetDirectoryName(directory)!), Path.GetFileName(directory));

    private static void Copy(DirectoryInfo from, string to, string copy, int depth, ref long bytes, ref int names, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(to);
        if (depth > Deepest)
            throw new IOException("The package's directories are too deep.");
        foreach (FileSystemInfo one in from.EnumerateFileSystemInfos())
        {
            if (one.FullName == copy)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            if (--names < 0)
                throw new IOException("The package has too many files.");
            string target = Path.Combine(to, one.Name);
            if (one.LinkTarget is { } link)
                File.CreateSymbolicLink(target, link);
            else if (one is DirectoryInfo directory)
                Copy(directory, target, copy, depth + 1, ref bytes, ref names, cancellationToken);
            else
                CopyFile(one.FullName, target, ref bytes);
        }
    }

    private static void CopyFile(string from, string to, ref long bytes)
    {
        using SafeFileHandle? handle = RegularFile.Open(from, out long length);
        if (handle is null)
            return;
        if ((bytes -= length) < 0)
            throw new IOException("The package is too large.");
        handle.Dispose();
        File.Copy(from, to);
        File.SetUnixFileMode(to, File.GetUnixFileMode(to) | UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
