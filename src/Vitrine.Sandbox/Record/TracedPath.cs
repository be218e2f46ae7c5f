using System.Buffers.Text;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Record;

/// <summary>Reads the path arguments of a waiting thread, made absolute by what /proc says of its directories.</summary>
internal static unsafe class TracedPath
{
    /// <summary>The longest path that the kernel takes (PATH_MAX).</summary>
    public const int Maximum = 4096;

    private const int MostLinks = 4;

    /// <summary>Reads the path at the address, relative to the directory descriptor (or AT_FDCWD), into the buffer.</summary>
    /// <returns>The length, or -1 if it can't be read.</returns>
    public static int Read(int thread, long directory, ulong address, Span<byte> buffer)
    {
        if (address == 0)
            return ReadDescriptor(thread, (int)directory, buffer);
        Span<byte> asked = stackalloc byte[Maximum];
        int length = TracedMemory.ReadText(thread, address, asked);
        if (length < 0)
            return -1;
        if (length == 0)
            return ReadDescriptor(thread, (int)directory, buffer);
        if (asked[0] == (byte)'/')
        {
            length = Tidy(asked, length);
            asked[..length].CopyTo(buffer);
            return ThroughOwnLinks(thread, buffer, length);
        }

        int start = ReadDescriptor(thread, (int)directory, buffer);
        if (start < 0 || start + 1 + length > buffer.Length)
            return -1;
        if (start > 0 && buffer[start - 1] != (byte)'/')
            buffer[start++] = (byte)'/';
        asked[..length].CopyTo(buffer[start..]);
        return ThroughOwnLinks(thread, buffer, Tidy(buffer, start + length));
    }

    /// <summary>
    /// A name that begins with one of the process's own links in /proc says nothing later on: it becomes the name of what it leads to now. Some programs open
    /// everything by <c>/proc/self/fd/N/…</c>. Those that lead to no file (a pipe) stay as they are.
    /// </summary>
    private static int ThroughOwnLinks(int thread, Span<byte> path, int length)
    {
        Span<byte> target = stackalloc byte[Maximum + 256];
        for (int i = 0; i < MostLinks; i++)
        {
            ReadOnlySpan<byte> rest = path[..length];
            int found = FollowOwnLink(thread, ref rest, target);
            if (found < 0 || (found > 0 && target[0] != (byte)'/') || found + rest.Length > path.Length)
                return length;

            // A root or a directory that is the root itself, and what follows begins with a slash of its own.
            if (found == 1)
                found = rest.IsEmpty ? 1 : 0;
            rest.CopyTo(target[found..]);
            length = found + rest.Length;
            target[..length].CopyTo(path);
        }

        return length;
    }

    /// <summary>Reads the link at the beginning of the path, and leaves what follows it.</summary>
    private static int FollowOwnLink(int thread, ref ReadOnlySpan<byte> rest, scoped Span<byte> target)
    {
        if (!Skip(ref rest, "/proc/self"u8) && !Skip(ref rest, "/proc/thread-self"u8))
        {
            if (!rest.StartsWith("/dev/fd/"u8))
                return -1;
            rest = rest["/dev"u8.Length..];
        }

        if (Skip(ref rest, "/cwd"u8))
            return ReadDescriptor(thread, AT_FDCWD, target);
        if (Skip(ref rest, "/exe"u8))
            return ReadProgram(thread, target);
        if (Skip(ref rest, "/root"u8))
        {
            target[0] = (byte)'/';
            return 1;
        }

        if (!Skip(ref rest, "/fd"u8)
            || rest.IsEmpty
            || !Utf8Parser.TryParse(rest[1..], out int number, out int used)
            || number < 0
            || (used + 1 < rest.Length && rest[used + 1] != (byte)'/'))
            return -1;
        rest = rest[(used + 1)..];
        return ReadDescriptor(thread, number, target);
    }

    private static bool Skip(ref ReadOnlySpan<byte> path, scoped ReadOnlySpan<byte> part)
    {
        if (!path.StartsWith(part) || (path.Length > part.Length && path[part.Length] != (byte)'/'))
            return false;
        path = path[part.Length..];
        return true;
    }

    /// <summary>What a descriptor of the thread, or its working directory, is.</summary>
    public static int ReadDescriptor(int thread, int descriptor, Span<byte> buffer) => ReadLink(thread, descriptor, buffer);

    /// <summary>The program that the thread runs.</summary>
    public static int ReadProgram(int thread, Span<byte> buffer) => ReadLink(thread, null, buffer);

    private static int ReadLink(int thread, int? descriptor, Span<byte> buffer)
    {
        Span<byte> link = stackalloc byte[64];
        "/proc/"u8.CopyTo(link);
        int at = 6;
        Utf8Formatter.TryFormat(thread, link[at..], out int written);
        at += written;
        if (descriptor is not { } number)
        {
            "/exe\0"u8.CopyTo(link[at..]);
        }
        else if (number == AT_FDCWD)
        {
            "/cwd\0"u8.CopyTo(link[at..]);
        }
        else
        {
            "/fd/"u8.CopyTo(link[at..]);
            Utf8Formatter.TryFormat(number, link[(at + 4)..], out written);
            link[at + 4 + written] = 0;
        }

        fixed (byte* from = link, to = buffer)
            return (int)Libc.readlink(from, to, buffer.Length);
    }

    /// <summary>Takes out empty and <c>.</c> parts. <c>..</c> stays: what it means depends on links.</summary>
    internal static int Tidy(Span<byte> path, int length)
    {
        int to = 0;
        for (int from = 0; from < length; from++)
        {
            if (path[from] == (byte)'/')
            {
                if (from + 1 < length && path[from + 1] == (byte)'/')
                    continue;
                if (from + 1 < length && path[from + 1] == (byte)'.' && (from + 2 == length || path[from + 2] == (byte)'/'))
                {
                    from++;
                    continue;
                }
            }

            path[to++] = path[from];
        }

        if (to == 0 && length > 0)
            path[to++] = (byte)'/';
        return to;
    }
}
