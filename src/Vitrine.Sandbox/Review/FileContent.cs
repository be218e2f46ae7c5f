using System.ComponentModel;
using Microsoft.Win32.SafeHandles;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Review;

/// <summary>Compares and copies regular files by descriptor.</summary>
internal static class FileContent
{
    private const int BlockSize = 256 * 1024;

    /// <summary>Whether two files of one name have the same bytes. One that can't be read is not the same.</summary>
    public static bool IsSame(SafeFileHandle upper, SafeFileHandle lower, byte[] name, FileStatus now, FileStatus before)
    {
        if (now.Size != before.Size)
            return false;
        using SafeFileHandle? left = FileAt.TryOpen(lower, name, O_RDONLY | FileAt.O_NONBLOCK, 0, out _);
        if (left is null)
            return false;
        using SafeFileHandle right = FileAt.OpenOurs(upper, name, isDirectory: false);
        byte[] a = new byte[BlockSize], b = new byte[BlockSize];
        for (long offset = 0; ;)
        {
            int count = Fill(left, a, offset);
            if (count != Fill(right, b, offset) || !a.AsSpan(0, count).SequenceEqual(b.AsSpan(0, count)))
                return false;
            if (count == 0)
                return true;
            offset += count;
        }
    }

    /// <summary>Copies all of a file, holes as holes: the agent may have made one of any length without writing it.</summary>
    /// <exception cref="IOException">It can't be read or written.</exception>
    public static void Copy(SafeFileHandle from, SafeFileHandle to)
    {
        const int SEEK_DATA = 3, SEEK_HOLE = 4, ENXIO = 6;
        int source = from.DangerousGetHandle().ToInt32();
        byte[] block = new byte[BlockSize];
        long length = RandomAccess.GetLength(from);
        for (long offset = 0; offset < length;)
        {
            long data = Libc.lseek(source, offset, SEEK_DATA);
            if (data < 0 && Libc.Errno == ENXIO)
                break;
            long end = data < 0 ? -1 : Libc.lseek(source, data, SEEK_HOLE);
            if (data < 0 || end <= data)
                throw new Win32Exception(Libc.Errno);
            for (offset = data; offset < end;)
            {
                int count = RandomAccess.Read(from, block.AsSpan(0, (int)Math.Min(block.Length, end - offset)), offset);
                if (count == 0)
                    break;
                RandomAccess.Write(to, block.AsSpan(0, count), offset);
                offset += count;
            }

            offset = end;
        }

        RandomAccess.SetLength(to, length);
    }

    private static int Fill(SafeFileHandle file, byte[] block, long offset)
    {
        int total = 0;
        while (total < block.Length && RandomAccess.Read(file, block.AsSpan(total), offset + total) is > 0 and int count)
            total += count;
        return total;
    }
}
