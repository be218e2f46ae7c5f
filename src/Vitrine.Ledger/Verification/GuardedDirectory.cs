using System.IO.Enumeration;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Ledger.Verification;

/// <summary>One name in a directory.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsDirectory">Whether it is a directory, and no link to one.</param>
internal readonly record struct GuardedName(string Name, bool IsDirectory);

/// <summary>
/// Reads files below a directory whose content may come from anywhere. Every name is looked up by openat2(2) from the directory's own descriptor, through no
/// link and not out of it; a pipe does not block; nothing is read beyond the caller's bound.
/// </summary>
internal sealed unsafe partial class GuardedDirectory : IDisposable
{
    private const int O_DIRECTORY = 0x10000, O_NOFOLLOW = 0x20000, O_NONBLOCK = 0x800, O_CLOEXEC = 0x80000, O_PATH = 0x200000, AT_FDCWD = -100;
    private const int ENOENT = 2, ENXIO = 6, EAGAIN = 11, EINTR = 4, EXDEV = 18, ENODEV = 19, ENOTDIR = 20, ENAMETOOLONG = 36, ELOOP = 40;
    private const int SYS_openat2 = 437, SYS_statx = 332, AT_EMPTY_PATH = 0x1000, STATX_BASIC_STATS = 0x7FF, S_IFMT = 0xF000, S_IFREG = 0x8000;
    private const ulong RESOLVE_NO_MAGICLINKS = 2, RESOLVE_NO_SYMLINKS = 4, RESOLVE_BENEATH = 8;
    private const int MostAttempts = 100;
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };
    private readonly SafeFileHandle _top;

    private GuardedDirectory(SafeFileHandle top, string path) => (_top, Path) = (top, path);

    /// <summary>The directory; for messages.</summary>
    public string Path { get; }

    /// <summary>Opens a directory; the way to it, which the caller chose, may lead over links.</summary>
    /// <exception cref="IOException">There is none, or it may not be read.</exception>
    public static GuardedDirectory Open(string path)
    {
        SafeFileHandle? top = OpenAt(AT_FDCWD, path, O_PATH | O_DIRECTORY, 0, out int error);
        return top is not null
            ? new GuardedDirectory(top, path)
            : throw new IOException($"{path} could not be opened: {Marshal.GetPInvokeErrorMessage(error)}.", error);
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">Relative to the directory.</param>
    /// <param name="maximum">Bytes that it may have.</param>
    /// <param name="buffer">Where its bytes go; a larger one takes its place where they do not fit.</param>
    public GuardedReading Read(string path, int maximum, ref byte[] buffer)
    {
        using SafeFileHandle? file = OpenAt((int)_top.DangerousGetHandle(), path, O_NOFOLLOW | O_NONBLOCK,
            RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH, out int error);
        if (file is null)
            return OfError(error);
        if (!IsRegular(file, out long length, out error))
            return error != 0 ? OfError(error) : new GuardedReading(GuardedStatus.NotAFile);
        if (length > maximum)
            return new GuardedReading(GuardedStatus.TooLong, length);
        // One more than it should have, so that what grows meanwhile is seen.
        if (buffer.Length <= length)
            buffer = new byte[Math.Max(Math.Min((long)maximum + 1, 2 * length), length + 1)];
        int total = 0;
        while (total < buffer.Length)
        {
            nint read = pread(file, ref buffer[total], buffer.Length - total, total);
            if (read == 0)
                break;
            if (read < 0 && (error = Marshal.GetLastPInvokeError()) != EINTR)
                return OfError(error);
            total += (int)Math.Max(read, 0);
        }

        return total > maximum ? new GuardedReading(GuardedStatus.TooLong, total) : new GuardedReading(GuardedStatus.Read, total);
    }

    /// <summary>The names in a directory below, in no order; none where there is no such directory.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public IEnumerable<GuardedName> List(string path)
    {
        string full = System.IO.Path.Join(Path, path);
        return Directory.Exists(full)
            ? new FileSystemEnumerable<GuardedName>(full, (ref entry) => new GuardedName(entry.FileName.ToString(), IsDirectory(ref entry)), Everything)
            : [];
    }

    /// <inheritdoc/>
    public void Dispose() => _top.Dispose();

    private static bool IsDirectory(ref FileSystemEntry entry) => entry.IsDirectory && (entry.Attributes & FileAttributes.ReparsePoint) == 0;

    private static GuardedReading OfError(int error) => error switch
    {
        ENOENT or ENAMETOOLONG => new GuardedReading(GuardedStatus.Missing),
        // A socket, a device without a driver, a link, a way that leads out.
        ELOOP or ENOTDIR or ENXIO or ENODEV or EXDEV => new GuardedReading(GuardedStatus.NotAFile),
        _ => new GuardedReading(GuardedStatus.Unreadable, 0, error),
    };

    private static bool IsRegular(SafeFileHandle file, out long length, out int error)
    {
        // struct statx of linux/stat.h: mode at 28, size at 40.
        byte* status = stackalloc byte[256];
        byte empty = 0;
        (length, error) = (0, 0);
        if (syscall(SYS_statx, file.DangerousGetHandle(), &empty, AT_EMPTY_PATH, STATX_BASIC_STATS, status) != 0)
        {
            error = Marshal.GetLastPInvokeError();
            return false;
        }

        length = *(long*)(status + 40);
        return (*(ushort*)(status + 28) & S_IFMT) == S_IFREG;
    }

    private static SafeFileHandle? OpenAt(int directory, string path, int flags, ulong resolve, out int error)
    {
        error = ENOENT;
        // A NUL would cut the path that the kernel sees.
        if (path.Contains('\0'))
            return null;
        int size = Encoding.UTF8.GetMaxByteCount(path.Length) + 1;
        Span<byte> name = size <= 512 ? stackalloc byte[size] : new byte[size];
        name[Encoding.UTF8.GetBytes(path, name)] = 0;
        ulong* how = stackalloc ulong[3];
        (how[0], how[1], how[2]) = ((ulong)(uint)(flags | O_CLOEXEC), 0, resolve);
        fixed (byte* at = name)
        {
            // EAGAIN: something on the way was renamed while it was walked.
            for (int attempt = 0; attempt < MostAttempts; attempt++)
            {
                nint descriptor = syscall(SYS_openat2, directory, at, (nint)how, 24, null);
                if (descriptor >= 0)
                    return new SafeFileHandle(descriptor, ownsHandle: true);
                error = Marshal.GetLastPInvokeError();
                if (error is not (EAGAIN or EINTR))
                    break;
            }
        }

        return null;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint descriptor, byte* path, nint third, nint fourth, byte* fifth);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint pread(SafeFileHandle file, ref byte buffer, nint count, long offset);
}
