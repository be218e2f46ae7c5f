using System.Runtime.InteropServices;
using Vitrine.Sandbox.Native;

namespace Vitrine.Sandbox.Record;

/// <summary>
/// Reads the memory of a thread that waits in a system call (process_vm_readv(2)). What is read is the agent's and may be anything, or change while it is read:
/// it serves the record, never a decision that must hold.
/// </summary>
internal static unsafe class TracedMemory
{
    private const ulong Page = 4096;

    /// <summary>Reads exactly as many bytes as the buffer holds; false if not all of them can be read.</summary>
    public static bool TryRead(int thread, ulong address, Span<byte> buffer) => Read(thread, address, buffer) == buffer.Length;

    /// <summary>
    /// Writes all of the bytes; false if not all of them can be written. The thread must be one that waits for us: else its number may be another's by now.
    /// </summary>
    public static bool TryWrite(int thread, ulong address, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* from = bytes)
        {
            var local = new IoVector { Base = from, Length = (nuint)bytes.Length };
            var remote = new IoVector { Base = (void*)(nuint)address, Length = (nuint)bytes.Length };
            return Libc.process_vm_writev(thread, &local, 1, &remote, 1, 0) == bytes.Length;
        }
    }

    /// <summary>Reads a text that ends in NUL.</summary>
    /// <returns>Its length without the NUL; the buffer's length if it is longer; -1 if it can't be read.</returns>
    public static int ReadText(int thread, ulong address, Span<byte> buffer)
    {
        // Not past the page's end at once: the next page may be none of the thread's. A short first bite, because most paths are short.
        int done = 0;
        int bite = 256;
        while (done < buffer.Length)
        {
            int toPageEnd = (int)(Page - (address & (Page - 1)));
            Span<byte> part = buffer.Slice(done, Math.Min(Math.Min(bite, toPageEnd), buffer.Length - done));
            int count = Read(thread, address, part);
            if (count <= 0)
                return -1;
            int end = part[..count].IndexOf((byte)0);
            if (end >= 0)
                return done + end;
            done += count;
            address += (ulong)count;
            bite = (int)Page;
        }

        return buffer.Length;
    }

    private static int Read(int thread, ulong address, Span<byte> buffer)
    {
        fixed (byte* to = buffer)
        {
            var local = new IoVector { Base = to, Length = (nuint)buffer.Length };
            var remote = new IoVector { Base = (void*)(nuint)address, Length = (nuint)buffer.Length };
            return (int)Libc.process_vm_readv(thread, &local, 1, &remote, 1, 0);
        }
    }
}
