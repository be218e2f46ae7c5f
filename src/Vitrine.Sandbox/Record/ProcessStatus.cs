using System.Buffers.Text;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Record;

/// <summary>Who a thread is: its process and that process's parent, as /proc/N/status says. Zeros when the thread is gone.</summary>
internal readonly record struct ProcessStatus(int Group, int Parent)
{
    /// <summary>Reads it.</summary>
    public static unsafe ProcessStatus Read(int thread)
    {
        Span<byte> path = stackalloc byte[32];
        "/proc/"u8.CopyTo(path);
        Utf8Formatter.TryFormat(thread, path[6..], out int written);
        "/status\0"u8.CopyTo(path[(6 + written)..]);
        Span<byte> text = stackalloc byte[1024];
        fixed (byte* from = path, to = text)
        {
            int fd = Libc.open(from, O_RDONLY | O_CLOEXEC, 0);
            if (fd < 0)
                return default;
            nint count = Libc.read(fd, to, text.Length);
            _ = Libc.close(fd);
            if (count <= 0)
                return default;
            text = text[..(int)count];
        }

        return new ProcessStatus(Number(text, "\nTgid:\t"u8), Number(text, "\nPPid:\t"u8));
    }

    private static int Number(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        // The name of the program comes first and may hold anything but a line feed (the kernel escapes it), so the labels are found from line starts.
        int at = text.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(text[(at + name.Length)..], out int value, out _) ? value : 0;
    }
}
