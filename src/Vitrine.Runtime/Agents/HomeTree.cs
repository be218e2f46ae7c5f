using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Runtime.Agents;

/// <summary>
/// A directory tree that an agent writes and the host looks into: each path is opened by openat2(2) (Linux 5.6) below the tree's top, and no link is followed,
/// not even one within the tree, so that no name in it can lead elsewhere, whatever is renamed meanwhile. A named pipe doesn't block and gives nothing.
/// </summary>
internal sealed partial class HomeTree : IDisposable
{
    private const int ENOENT = 2, ENXIO = 6, EEXIST = 17, EXDEV = 18, ENOTDIR = 20, EISDIR = 21, ELOOP = 40;
    private const int AT_FDCWD = -100;
    private const long SYS_openat2 = 437;
    private const ulong O_RDONLY = 0, O_RDWR = 2, O_CREAT = 0x40, O_EXCL = 0x80, O_NOCTTY = 0x100, O_NONBLOCK = 0x800, O_DIRECTORY = 0x10000,
        O_NOFOLLOW = 0x20000, O_CLOEXEC = 0x80000;
    private const ulong RESOLVE_NO_MAGICLINKS = 2, RESOLVE_NO_SYMLINKS = 4, RESOLVE_BENEATH = 8;

    private readonly SafeFileHandle _top;

    private HomeTree(SafeFileHandle top) => _top = top;

    /// <summary>Opens the top. It is named by the host, so links on the way to it are the host's own.</summary>
    /// <exception cref="IOException">There is no such directory, or it can't be read.</exception>
    public static HomeTree Open(string directory)
    {
        var how = new OpenHow { Flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC };
        SafeFileHandle? handle = Open(AT_FDCWD, directory, how, out int error);
        return handle is null ? throw Failure(directory, error) : new HomeTree(handle);
    }

    /// <summary>Opens a file for reading; null when there is none, or when a link or something else stands in its place.</summary>
    /// <exception cref="IOException">It is there and can't be opened.</exception>
    public SafeFileHandle? OpenToRead(string path) => OpenBelow(path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);

    /// <summary>Opens a file for reading and writing; null as for <see cref="OpenToRead"/>.</summary>
    /// <exception cref="IOException">It is there and can't be opened.</exception>
    public SafeFileHandle? OpenToWrite(string path) => OpenBelow(path, O_RDWR | O_NONBLOCK | O_NOCTTY, 0);

    /// <summary>
    /// Creates a file that isn't there, with the directories above it, for its owner alone; null when something stands in its place or on the way.
    /// </summary>
    /// <exception cref="IOException">It can't be created.</exception>
    public SafeFileHandle? Create(string path)
    {
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
            if (!CreateDirectory(path[..slash]))
                return null;
        return OpenBelow(path, O_RDWR | O_CREAT | O_EXCL, 0x180);
    }

    /// <summary>Reads a whole file of at most <paramref name="longest"/> bytes; null when there is none, it is longer, or it is no file.</summary>
    /// <exception cref="IOException">It is there and can't be read.</exception>
    public byte[]? Read(string path, int longest)
    {
        using SafeFileHandle? file = OpenToRead(path);
        return file is null ? null : Read(file, longest);
    }

    /// <summary>As <see cref="Read(string, int)"/>, of an open file.</summary>
    public static byte[]? Read(SafeFileHandle file, int longest)
    {
        byte[] bytes = new byte[longest + 1];
        int length = 0;
        try
        {
            while (length < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(length), length) is > 0 and int read)
                length += read;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // A directory, a pipe that somebody holds open, a socket: no file.
            return null;
        }

        return length > longest ? null : bytes[..length];
    }

    /// <inheritdoc/>
    public void Dispose() => _top.Dispose();

    private bool CreateDirectory(string path)
    {
        int slash = path.LastIndexOf('/');
        using SafeFileHandle? parent = OpenBelow(slash < 0 ? "." : path[..slash], O_RDONLY | O_DIRECTORY, 0);
        if (parent is null)
            return false;
        bool kept = false;
        try
        {
            parent.DangerousAddRef(ref kept);
            if (mkdirat((int)parent.DangerousGetHandle(), path[(slash + 1)..], 0x1C0) != 0 && Marshal.GetLastPInvokeError() is not EEXIST and int error)
                throw Failure(path, error);
        }
        finally
        {
            if (kept)
                parent.DangerousRelease();
        }

        return true;
    }

    private SafeFileHandle? OpenBelow(string path, ulong flags, ulong mode)
    {
        var how = new OpenHow { Flags = flags | O_NOFOLLOW | O_CLOEXEC, Mode = mode, Resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS };
        bool kept = false;
        try
        {
            _top.DangerousAddRef(ref kept);
            SafeFileHandle? handle = Open((int)_top.DangerousGetHandle(), path, how, out int error);
            return handle is null && error is not (ENOENT or ENXIO or EEXIST or EXDEV or ENOTDIR or EISDIR or ELOOP) ? throw Failure(path, error) : handle;
        }
        finally
        {
            if (kept)
                _top.DangerousRelease();
        }
    }

    private static unsafe SafeFileHandle? Open(int directory, string path, OpenHow how, out int error)
    {
        byte[] name = Encoding.UTF8.GetBytes(path + '\0');
        fixed (byte* pointer = name)
        {
            long descriptor = syscall(SYS_openat2, directory, pointer, &how, sizeof(OpenHow));
            error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
            return descriptor < 0 ? null : new SafeFileHandle((nint)descriptor, ownsHandle: true);
        }
    }

    private static IOException Failure(string path, int error) => new($"{path}: {new Win32Exception(error).Message}");

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial long syscall(long number, long directory, byte* path, OpenHow* how, long size);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkdirat(int directory, string path, uint mode);
}
