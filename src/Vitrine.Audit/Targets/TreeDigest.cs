using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Vitrine.Audit.Reading;

namespace Vitrine.Audit.Targets;

/// <summary>
/// Digests of a directory, by which it is known again. <c>sha256</c> is over a list of its files and links: <c>MODE SHA-256 SPACE SPACE PATH NUL</c> in the
/// order of the paths' bytes, with git's modes and a link's target in place of content. <c>dirHash</c> is what in-toto's DigestSet takes from Go
/// (<c>dirhash.Hash1</c> without its <c>h1:</c>, in hexadecimal): over <c>SHA-256 SPACE SPACE PATH NEWLINE</c> of the files; there is none where a path holds a
/// newline.
/// </summary>
internal static class TreeDigest
{
    private const int MostEntries = 1_000_000;
    private const string Link = "120000", Program = "100755", Plain = "100644", Other = "000000";

    /// <summary>The digests.</summary>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Of(string directory, CancellationToken cancellationToken)
    {
        var entries = new SortedDictionary<byte[], (string Mode, string Digest)>(Comparer<byte[]>.Create(static (left, right) => left.AsSpan()
            .SequenceCompareTo(right)));
        foreach (FileSystemInfo entry in new DirectoryInfo(directory).EnumerateFileSystemInfos("*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false, MaxRecursionDepth = 1000 }))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.LinkTarget is null && entry is DirectoryInfo)
                continue;
            if (entries.Count == MostEntries)
                throw new IOException($"{directory} holds more than {MostEntries} files.");
            entries[Encoding.UTF8.GetBytes(Path.GetRelativePath(directory, entry.FullName))] = Of(entry);
        }

        using var list = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var files = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        bool hasNewline = false;
        foreach ((byte[] path, (string mode, string digest)) in entries)
        {
            list.AppendData([.. Encoding.ASCII.GetBytes($"{mode} {digest}  "), .. path, 0]);
            if (mode is not (Program or Plain))
                continue;
            hasNewline |= path.Contains((byte)'\n');
            files.AppendData([.. Encoding.ASCII.GetBytes($"{digest}  "), .. path, (byte)'\n']);
        }

        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["sha256"] = Convert.ToHexStringLower(list.GetHashAndReset()) };
        if (!hasNewline)
            digests["dirHash"] = Convert.ToHexStringLower(files.GetHashAndReset());
        return digests;
    }

    /// <summary>The digest of one file.</summary>
    public static IReadOnlyDictionary<string, string> OfFile(string path)
    {
        using FileStream file = File.OpenRead(path);
        return new Dictionary<string, string> { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file)) };
    }

    private static (string Mode, string Digest) Of(FileSystemInfo entry)
    {
        if (entry.LinkTarget is { } target)
            return (Link, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target))));
        using SafeFileHandle? handle = RegularFile.Open(entry.FullName, out _);
        // A pipe, a socket or a device has no content of its own.
        if (handle is null)
            return (Other, new string('0', 64));
        using var file = new FileStream(handle, FileAccess.Read, 1 << 16);
        bool isProgram = (entry.UnixFileMode & UnixFileMode.UserExecute) != 0;
        return (isProgram ? Program : Plain, Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}
