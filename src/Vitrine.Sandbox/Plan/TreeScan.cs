using System.ComponentModel;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Plan;

/// <summary>What a <see cref="TreeScan"/> looks at, at most.</summary>
public sealed record TreeScanLimits
{
    /// <summary>Names.</summary>
    public int Names { get; init; } = 20_000;

    /// <summary>Directories within one another.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>Bytes of a file that are kept; the digest is of these.</summary>
    public int Content { get; init; } = 256 * 1024;

    /// <summary>Bytes that are read of all files together.</summary>
    public long AllContent { get; init; } = 64L << 20;
}

/// <summary>One name of a tree.</summary>
/// <param name="Path">Relative to the top.</param>
/// <param name="Type"><c>f</c> a file, <c>d</c> a directory, <c>l</c> a link, <c>o</c> something else.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Identity">Which file it is and when it was last changed; the kernel's own, so that a program cannot set it back.</param>
public sealed record TreeName(UnixPath Path, char Type, int Mode, long Size, (ulong Inode, long Seconds, uint Nanoseconds) Identity)
{
    /// <summary>The first bytes of a file, or a link's text.</summary>
    public byte[] Content { get; init; } = [];

    /// <summary>SHA-256 of <see cref="Content"/>, in hexadecimal digits.</summary>
    public string Digest { get; init; } = "";
}

/// <summary>Reads a tree that an agent wrote: through no link, and no more of it than its limits say.</summary>
public static class TreeScan
{
    private const ulong MaximumSize = long.MaxValue;

    /// <summary>All names below the top, directories before what is in them.</summary>
    /// <param name="top">The directory.</param>
    /// <param name="limits">What is looked at.</param>
    /// <param name="isUnchanged">Says of a file, whose content is not yet read, that it need not be; null reads all.</param>
    /// <param name="cut">Whether there was more.</param>
    /// <exception cref="IOException">The tree can't be read.</exception>
    public static IReadOnlyList<TreeName> Read(UnixPath top, TreeScanLimits limits, Func<TreeName, bool>? isUnchanged, out bool cut)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var walk = new Walk(limits, isUnchanged);
        try
        {
            using SafeFileHandle directory = FileAt.OpenTop(top);
            walk.Visit(directory, [], 0);
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"{top}: {failure.Message}", failure);
        }

        cut = walk.IsCut;
        return walk.Found;
    }

    /// <summary>
    /// How many bytes the files of a tree have, and how many names there are; it may be written meanwhile. What can't be opened counts as one name.
    /// </summary>
    /// <param name="top">The directory.</param>
    /// <param name="mostNames">Where it ends to count.</param>
    /// <exception cref="IOException">The tree can't be read.</exception>
    public static (long Bytes, int Names) Measure(UnixPath top, int mostNames)
    {
        (long Bytes, int Names) sum = default;
        try
        {
            using SafeFileHandle directory = FileAt.OpenTop(top);
            Measure(directory, 0, mostNames, ref sum);
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"{top}: {failure.Message}", failure);
        }

        return sum;
    }

    private static void Measure(SafeFileHandle directory, int depth, int most, ref (long Bytes, int Names) sum)
    {
        foreach (byte[] name in FileAt.Names(directory, most))
        {
            if (++sum.Names >= most)
                return;
            if (FileAt.Status(directory, name) is not { } status)
                continue;
            if (status.Type == FileStatus.Regular)
                sum.Bytes += (long)Math.Min(status.Size, MaximumSize);
            if (status.Type != FileStatus.Directory || depth > 256)
                continue;
            using SafeFileHandle? child = FileAt.TryOpen(directory, name, O_RDONLY | O_DIRECTORY, 0, out _);
            if (child is not null)
                Measure(child, depth + 1, most, ref sum);
        }
    }

    private sealed class Walk(TreeScanLimits limits, Func<TreeName, bool>? isUnchanged)
    {
        private long _left = limits.AllContent;

        public List<TreeName> Found { get; } = [];

        public bool IsCut { get; private set; }

        public void Visit(SafeFileHandle directory, byte[] path, int depth)
        {
            foreach (byte[] name in FileAt.Names(directory, limits.Names - Found.Count + 1))
            {
                if (Found.Count >= limits.Names)
                {
                    IsCut = true;
                    return;
                }

                if (FileAt.Status(directory, name) is not { } status)
                    continue;
                byte[] below = path.Length == 0 ? name : [.. path, (byte)'/', .. name];
                char type = status.Type switch { FileStatus.Regular => 'f', FileStatus.Directory => 'd', FileStatus.Link => 'l', _ => 'o' };
                var found = new TreeName(UnixPath.FromBytes(below), type, (int)(status.Mode & 0xFFF), (long)Math.Min(status.Size, MaximumSize),
                    (status.Inode, status.ChangedSeconds, status.ChangedNanoseconds));
                Found.Add(type is 'd' or 'o' || isUnchanged?.Invoke(found) == true ? found : WithContent(directory, name, found));
                if (type != 'd')
                    continue;
                if (depth + 1 >= limits.Depth)
                {
                    IsCut = true;
                    continue;
                }

                using SafeFileHandle child = FileAt.OpenOurs(directory, name, isDirectory: true);
                Visit(child, below, depth + 1);
            }
        }

        private TreeName WithContent(SafeFileHandle directory, byte[] name, TreeName found)
        {
            byte[] content = found.Type == 'l' ? FileAt.LinkText(directory, name) : ReadFile(directory, name, found.Size);
            return found with { Content = content, Digest = Convert.ToHexStringLower(SHA256.HashData(content)) };
        }

        private byte[] ReadFile(SafeFileHandle directory, byte[] name, long size)
        {
            long wanted = Math.Min(size, Math.Min(limits.Content, _left));
            IsCut |= wanted < Math.Min(size, limits.Content);
            if (wanted == 0)
                return [];
            using SafeFileHandle file = FileAt.OpenOurs(directory, name, isDirectory: false);
            byte[] content = new byte[wanted];
            int done = 0;
            for (int read; done < content.Length && (read = RandomAccess.Read(file, content.AsSpan(done), done)) > 0;)
                done += read;
            _left -= done;
            return done == content.Length ? content : content[..done];
        }
    }
}
