using System.Buffers.Text;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Record;

/// <summary>Reads the path arguments of a waiting thread, made absolute by what /proc says of its directories.</summary>
internal static unsafe class TracedPath
{
    /// <summary>The longest path that the kernel takes (PATH_MAX).</summary>
    public const int Maximum = 4096;

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
            asked[..length].CopyTo(buffer);
            return Tidy(buffer, length);
        }

        int start = ReadDescriptor(thread, (int)directory, buffer);
        if (start < 0 || start + 1 + length > buffer.Length)
            return -1;
        if (start > 0 && buffer[start - 1] != (byte)'/')
            buffer[start++] = (byte)'/';
        asked[..length].CopyTo(buffer[start..]);
        return Tidy(buffer, start + length);
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
