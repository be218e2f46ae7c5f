using System.Text;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Determinism;

/// <summary>A file of /proc that is shorter than a page: what the kernel says of a thread.</summary>
internal static unsafe class SmallFile
{
    /// <summary>Reads it in one piece; empty when the thread is gone.</summary>
    public static string Read(string path)
    {
        Span<byte> text = stackalloc byte[4096];
        nint count;
        fixed (byte* name = Encoding.ASCII.GetBytes(path + "\0"), to = text)
        {
            int fd = Libc.open(name, O_RDONLY | O_CLOEXEC, 0);
            if (fd < 0)
                return "";
            count = Libc.read(fd, to, text.Length);
            _ = Libc.close(fd);
        }

        return count <= 0 ? "" : Encoding.UTF8.GetString(text[..(int)count]);
    }
}
