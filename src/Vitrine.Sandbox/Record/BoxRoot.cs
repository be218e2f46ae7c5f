using Microsoft.Win32.SafeHandles;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;
using static Vitrine.Sandbox.Native.FileAt;

namespace Vitrine.Sandbox.Record;

/// <summary>
/// The box's file tree as seen from outside: looks names up as the box would (openat2(2), RESOLVE_IN_ROOT), so that no link in it leads to a file of the host.
/// </summary>
internal sealed unsafe class BoxRoot : IDisposable
{
    private const ulong RESOLVE_NO_MAGICLINKS = 2, RESOLVE_IN_ROOT = 16;
    private readonly SafeFileHandle _root, _namespace;

    private BoxRoot(SafeFileHandle root, SafeFileHandle mounts) => (_root, _namespace) = (root, mounts);

    /// <summary>The root of a process in the box.</summary>
    /// <returns>Null when the process is gone.</returns>
    public static BoxRoot? Of(int process)
    {
        // The mount namespace too: while it is held, the tree stays as it was when the last process of the box is gone, and the journal can finish its work.
        SafeFileHandle? mounts = Open($"/proc/{process}/ns/mnt", O_RDONLY), root = Open($"/proc/{process}/root", O_PATH | O_DIRECTORY);
        if (mounts is not null && root is not null)
            return new BoxRoot(root, mounts);
        mounts?.Dispose();
        root?.Dispose();
        return null;
    }

    private static SafeFileHandle? Open(string path, int flags)
    {
        byte[] ended = System.Text.Encoding.ASCII.GetBytes(path + "\0");
        fixed (byte* at = ended)
        {
            int fd = Libc.open(at, flags | O_CLOEXEC, 0);
            return fd < 0 ? null : new SafeFileHandle(fd, true);
        }
    }

    /// <summary>The path with links and <c>..</c> resolved; -1 where nothing is there.</summary>
    public int Resolve(ReadOnlySpan<byte> path, Span<byte> resolved)
    {
        using SafeFileHandle? file = OpenItself(path);
        return file is null ? -1 : Resolve(path, file, resolved);
    }

    /// <summary>Opens a name, O_PATH; of a link the link.</summary>
    internal SafeFileHandle? OpenItself(ReadOnlySpan<byte> path) => Open(path, O_NOFOLLOW, out _);

    /// <summary>
    /// The same of a name that was opened (<see cref="OpenItself"/>) and may have been renamed or removed since: whoever opened it did so under the name it had
    /// then.
    /// </summary>
    internal int Resolve(ReadOnlySpan<byte> path, SafeFileHandle file, Span<byte> resolved)
    {
        if (IsLink(file))
        {
            using SafeFileHandle? followed = Open(path, 0, out _);
            return followed is null ? -1 : NameOf(followed, resolved);
        }

        int length = NameOf(file, resolved), slash = path.LastIndexOf((byte)'/');
        ReadOnlySpan<byte> name = path[(slash + 1)..];
        if (length <= 0 || name.IsEmpty || name.SequenceEqual(".."u8) || name.SequenceEqual(resolved[(resolved[..length].LastIndexOf((byte)'/') + 1)..length]))
            return length;
        using SafeFileHandle? parent = Open(path[..Math.Max(slash, 1)], 0, out _);
        length = parent is null ? -1 : NameOf(parent, resolved);
        if (length <= 0 || length + 1 + name.Length > resolved.Length)
            return -1;
        if (resolved[length - 1] != (byte)'/')
            resolved[length++] = (byte)'/';
        name.CopyTo(resolved[length..]);
        return length + name.Length;
    }

    // The name that the kernel knows the file by now.
    private static int NameOf(SafeFileHandle file, Span<byte> name)
    {
        Span<byte> link = stackalloc byte[40];
        "/proc/self/fd/"u8.CopyTo(link);
        System.Buffers.Text.Utf8Formatter.TryFormat((int)file.DangerousGetHandle(), link[14..], out int written);
        link[14 + written] = 0;
        fixed (byte* from = link, to = name)
            return (int)Libc.readlink(from, to, name.Length);
    }

    // What a link leads to is read from it only (readlinkat(2), an empty name).
    private static bool IsLink(SafeFileHandle file)
    {
        byte name = 0, target = 0;
        return Libc.syscall(SYS_readlinkat, file.DangerousGetHandle(), (nint)(&name), (nint)(&target), 1, 0, 0) >= 0;
    }

    /// <summary>Opens a name, O_PATH, links followed.</summary>
    /// <returns>Null with the errno when that can't be.</returns>
    /// <exception cref="ObjectDisposedException">The session is over.</exception>
    public SafeFileHandle? Open(ReadOnlySpan<byte> path, out int errno) => Open(path, 0, out errno);

    private SafeFileHandle? Open(ReadOnlySpan<byte> path, int flags, out int errno)
    {
        bool isHeld = false;
        try
        {
            _root.DangerousAddRef(ref isHeld);
            int fd = Open(path, flags);
            errno = fd < 0 ? Libc.Errno : 0;
            return fd < 0 ? null : new SafeFileHandle(fd, true);
        }
        finally
        {
            if (isHeld)
                _root.DangerousRelease();
        }
    }

    private int Open(ReadOnlySpan<byte> path, int flags)
    {
        Span<byte> ended = stackalloc byte[TracedPath.Maximum + 1];
        if (path.Length > TracedPath.Maximum)
            return -1;
        path.CopyTo(ended);
        ended[path.Length] = 0;
        ulong* how = stackalloc ulong[3];
        how[0] = (ulong)(uint)(O_PATH | O_CLOEXEC | flags);
        how[1] = 0;
        how[2] = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
        fixed (byte* at = ended)
            return (int)Libc.syscall(SYS_openat2, _root.DangerousGetHandle(), (nint)at, (nint)how, 24, 0, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _root.Dispose();
        _namespace.Dispose();
    }
}
