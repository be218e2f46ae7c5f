using Microsoft.Win32.SafeHandles;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Record;

/// <summary>
/// The box's file tree as seen from outside: looks names up as the box would (openat2(2), RESOLVE_IN_ROOT), so that no link in it leads to a file of the host.
/// </summary>
internal sealed unsafe class BoxRoot : IDisposable
{
    private const ulong RESOLVE_NO_MAGICLINKS = 2, RESOLVE_IN_ROOT = 16;
    private readonly SafeFileHandle _root;

    private BoxRoot(SafeFileHandle root) => _root = root;

    /// <summary>The root of a process in the box.</summary>
    /// <returns>Null when the process is gone.</returns>
    public static BoxRoot? Of(int process)
    {
        byte[] path = System.Text.Encoding.ASCII.GetBytes($"/proc/{process}/root\0");
        fixed (byte* at = path)
        {
            int fd = Libc.open(at, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
            return fd < 0 ? null : new BoxRoot(new SafeFileHandle(fd, true));
        }
    }

    /// <summary>Whether there is something of that name, links followed.</summary>
    public bool Exists(ReadOnlySpan<byte> path)
    {
        int fd = Open(path);
        if (fd >= 0)
            _ = Libc.close(fd);
        return fd >= 0;
    }

    /// <summary>The path with links and <c>..</c> resolved, or -1.</summary>
    public int Resolve(ReadOnlySpan<byte> path, Span<byte> resolved)
    {
        int fd = Open(path);
        if (fd < 0)
            return -1;
        Span<byte> link = stackalloc byte[40];
        "/proc/self/fd/"u8.CopyTo(link);
        System.Buffers.Text.Utf8Formatter.TryFormat(fd, link[14..], out int written);
        link[14 + written] = 0;
        nint length;
        fixed (byte* from = link, to = resolved)
            length = Libc.readlink(from, to, resolved.Length);
        _ = Libc.close(fd);
        return (int)length;
    }

    private int Open(ReadOnlySpan<byte> path)
    {
        Span<byte> ended = stackalloc byte[TracedPath.Maximum + 1];
        if (path.Length > TracedPath.Maximum)
            return -1;
        path.CopyTo(ended);
        ended[path.Length] = 0;
        ulong* how = stackalloc ulong[3];
        how[0] = O_PATH | O_CLOEXEC;
        how[1] = 0;
        how[2] = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
        fixed (byte* at = ended)
            return (int)Libc.syscall(SYS_openat2, _root.DangerousGetHandle(), (nint)at, (nint)how, 24, 0, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();
}
