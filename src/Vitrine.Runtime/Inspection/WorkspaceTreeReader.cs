using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Runtime.Inspection;

/// <summary>
/// Opens files below the workspace for reading. Every name is looked up by openat2(2) from the workspace's own descriptor, without following any link and
/// without leaving it, so what the agent swaps meanwhile can't lead outside. A pipe does not block, and what is no regular file is not read.
/// </summary>
internal sealed unsafe partial class WorkspaceTreeReader : IDisposable
{
    private const int O_NOFOLLOW = 0x20000, O_NONBLOCK = 0x800, O_CLOEXEC = 0x80000, O_PATH = 0x200000, O_DIRECTORY = 0x10000, SYS_openat2 = 437, EAGAIN = 11;
    private const ulong RESOLVE_NO_XDEV = 1, RESOLVE_NO_MAGICLINKS = 2, RESOLVE_NO_SYMLINKS = 4, RESOLVE_BENEATH = 8;
    private const int AT_FDCWD = -100, MostAttempts = 100;
    private readonly SafeFileHandle _top;

    /// <exception cref="Win32Exception">The workspace can't be opened.</exception>
    public WorkspaceTreeReader(string workspace) =>
        _top = OpenAt(AT_FDCWD, workspace, O_PATH | O_DIRECTORY, 0, out int error) ?? throw new Win32Exception(error);

    /// <summary>Opens a regular file; null where there is none that may be read at this name.</summary>
    /// <param name="path">Relative to the workspace.</param>
    /// <param name="stamp">What tells this state of the file from another.</param>
    public SafeFileHandle? Open(string path, out FileStamp stamp)
    {
        stamp = default;
        SafeFileHandle? file = OpenAt(
            (int)_top.DangerousGetHandle(), path, O_NOFOLLOW | O_NONBLOCK, RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH,
                out _);
        if (file is null || IsRegular(file, out stamp))
            return file;
        file.Dispose();
        return null;
    }

    /// <summary>Whether an open file is a regular one.</summary>
    public static bool IsRegular(SafeFileHandle file) => IsRegular(file, out _);

    private static bool IsRegular(SafeFileHandle file, out FileStamp stamp)
    {
        // struct statx of linux/stat.h: mode at 28, inode at 32, size at 40, change time at 96, modification time at 112.
        const int SYS_statx = 332, AT_EMPTY_PATH = 0x1000, STATX_BASIC_STATS = 0x7FF, S_IFMT = 0xF000, S_IFREG = 0x8000;
        byte* status = stackalloc byte[256];
        byte empty = 0;
        stamp = default;
        if (syscall(SYS_statx, file.DangerousGetHandle(), &empty, AT_EMPTY_PATH, STATX_BASIC_STATS, status) != 0
            || (*(ushort*)(status + 28) & S_IFMT) != S_IFREG)
            return false;
        stamp = new FileStamp(*(ulong*)(status + 32), *(long*)(status + 40), Time(status + 96), Time(status + 112));
        return true;
    }

    private static Int128 Time(byte* at) => ((Int128)(*(long*)at) * 1_000_000_000) + *(uint*)(at + 8);

    private static SafeFileHandle? OpenAt(int directory, string path, int flags, ulong resolve, out int error)
    {
        byte[] name = Encoding.UTF8.GetBytes(path + '\0');
        ulong* how = stackalloc ulong[3];
        (how[0], how[1], how[2]) = ((ulong)(uint)(flags | O_CLOEXEC), 0, resolve);
        error = 0;
        fixed (byte* at = name)
            for (int attempt = 0; attempt < MostAttempts; attempt++)
            {
                nint fd = syscall(SYS_openat2, directory, at, (nint)how, 24, null);
                if (fd >= 0)
                    return new SafeFileHandle(fd, ownsHandle: true);
                error = Marshal.GetLastPInvokeError();
                if (error != EAGAIN)
                    break;
            }

        return null;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint descriptor, byte* path, nint third, nint fourth, byte* fifth);

    /// <inheritdoc/>
    public void Dispose() => _top.Dispose();
}

/// <summary>What tells one state of a file from another.</summary>
/// <param name="Inode">Which file.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Changed">Time of the last change of content, mode or links, in nanoseconds; a program can't set it back.</param>
/// <param name="Written">Time of the last change of content, in nanoseconds.</param>
internal readonly record struct FileStamp(ulong Inode, long Length, Int128 Changed, Int128 Written);
