using System.Buffers.Binary;
using System.ComponentModel;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Native;

/// <summary>What statx(2) says of a name. Change time is the kernel's own: no program can set it back.</summary>
internal readonly record struct FileStatus(uint Type, uint Mode, uint Links, ulong Size, ulong Inode, ulong Device, long ChangedSeconds,
    uint ChangedNanoseconds, uint SpecialMajor, uint SpecialMinor)
{
    public const uint Regular = 0x8000, Directory = 0x4000, Link = 0xA000, CharacterDevice = 0x2000;

    /// <summary>How overlayfs marks a removed name: a character device 0/0.</summary>
    public bool IsWhiteout => Type == CharacterDevice && SpecialMajor == 0 && SpecialMinor == 0;

    /// <summary>Read, write and execute of owner, group and others; no set-id, no sticky bit.</summary>
    public uint Permissions => Mode & 0x1FF;
}

/// <summary>
/// Calls on a name relative to an open directory. Nothing here follows a link, at the end of a path or on its way. Each fails with
/// <see cref="Win32Exception"/>, which holds the errno.
/// </summary>
internal static unsafe class FileAt
{
    public const int O_NOFOLLOW = 0x20000, O_NONBLOCK = 0x800, O_EXCL = 0x80, EEXIST = 17, EXDEV = 18, ELOOP = 40, ENOTEMPTY = 39, ENODATA = 61, EROFS = 30,
        EISDIR = 21;
    private const ulong RESOLVE_NO_MAGICLINKS = 2, RESOLVE_NO_SYMLINKS = 4, RESOLVE_BENEATH = 8;
    private const int SYS_getdents64 = 217, SYS_mkdirat = 258, SYS_unlinkat = 263, SYS_symlinkat = 266, SYS_renameat2 = 316, SYS_statx = 332, SYS_fsync = 74,
        SYS_fchmod = 91, SYS_syncfs = 306;
    private const int SYS_getxattr = 191, AT_SYMLINK_NOFOLLOW = 0x100, AT_REMOVEDIR = 0x200, RENAME_NOREPLACE = 1;
    private const uint STATX_BASIC_STATS = 0x7ff, OwnerAll = 0x1C0;

    /// <summary>A directory by its absolute path.</summary>
    /// <param name="followsLinks">Whether links on the way are followed: of places that are the person's own. A workspace may lie in one that another agent
    /// writes to.</param>
    public static SafeFileHandle OpenTop(UnixPath path, bool followsLinks = false)
    {
        byte[] ended = Ended(path.ToBytes());
        ulong* how = stackalloc ulong[3];
        how[0] = (ulong)(uint)(O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        how[1] = 0;
        how[2] = followsLinks ? 0 : RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
        fixed (byte* at = ended)
        {
            nint fd = Libc.syscall(SYS_openat2, AT_FDCWD, (nint)at, (nint)how, 24, 0, 0);
            return fd >= 0 ? new SafeFileHandle(fd, true) : throw new Win32Exception(Libc.Errno);
        }
    }

    /// <summary>Opens a path below the directory (openat2(2), RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS).</summary>
    /// <returns>The file, or null and the errno.</returns>
    public static SafeFileHandle? TryOpen(SafeFileHandle directory, ReadOnlySpan<byte> path, int flags, uint mode, out int error)
    {
        byte[] ended = Ended(path);
        ulong* how = stackalloc ulong[3];
        how[0] = (ulong)(uint)(flags | O_CLOEXEC | O_NOFOLLOW);
        how[1] = mode;
        how[2] = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
        int attempts = 0;
        fixed (byte* at = ended)
        {
            do
            {
                nint fd = Libc.syscall(SYS_openat2, Number(directory), (nint)at, (nint)how, 24, 0, 0);
                error = fd >= 0 ? 0 : Libc.Errno;
                if (fd >= 0)
                    return new SafeFileHandle(fd, true);
            }
            while (error == EINTR || (error == EAGAIN && ++attempts < 100));
        }

        return null;
    }

    /// <summary>The status of a name in the directory itself (not a path); null when there is none.</summary>
    public static FileStatus? Status(SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        byte* status = stackalloc byte[256];
        byte[] ended = Ended(name);
        int flags = name.IsEmpty ? AT_EMPTY_PATH : AT_SYMLINK_NOFOLLOW;
        fixed (byte* at = ended)
            if (Libc.syscall(SYS_statx, Number(directory), (nint)at, flags, (nint)STATX_BASIC_STATS, (nint)status, 0) < 0)
                return Libc.Errno is ENOENT or ENOTDIR ? null : throw new Win32Exception(Libc.Errno);

        // struct statx: nlink 16, mode 28, ino 32, size 40, ctime 96, rdev 128 and 132, dev 136 and 140.
        var bytes = new ReadOnlySpan<byte>(status, 256);
        ushort mode = BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]);
        return new FileStatus(
            mode & 0xF000u, mode & 0xFFFu, BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]),
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]),
            ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[136..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(bytes[140..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[96..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[104..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[128..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[132..]));
    }

    /// <summary>The names in a directory, sorted by bytes.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="most">Where it ends to look; some more may come.</param>
    public static List<byte[]> Names(SafeFileHandle directory, int most = int.MaxValue)
    {
        var names = new List<byte[]>();
        byte[] buffer = new byte[32 * 1024];
        _ = Libc.lseek(Number(directory), 0, 0);
        while (names.Count < most)
        {
            int length;
            fixed (byte* at = buffer)
                length = (int)Libc.syscall(SYS_getdents64, Number(directory), (nint)at, buffer.Length, 0, 0, 0);
            if (length < 0)
                throw new Win32Exception(Libc.Errno);
            if (length == 0)
                break;

            // struct linux_dirent64: length of the record at 16, name from 19 up to a NUL.
            for (int start = 0; start < length;)
            {
                int size = BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(start + 16));
                ReadOnlySpan<byte> name = buffer.AsSpan(start + 19, size - 19);
                name = name[..name.IndexOf((byte)0)];
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                    names.Add(name.ToArray());
                start += size;
            }
        }

        names.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
        return names;
    }

    /// <summary>A link's text.</summary>
    public static byte[] LinkText(SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        byte[] text = new byte[4096];
        byte[] ended = Ended(name);
        nint length;
        fixed (byte* at = ended, to = text)
            length = Libc.syscall(SYS_readlinkat, Number(directory), (nint)at, (nint)to, text.Length, 0, 0);
        return length < 0 ? throw new Win32Exception(Libc.Errno) : text[..(int)length];
    }

    /// <summary>Whether an open file has an extended attribute of this name.</summary>
    public static bool HasAttribute(SafeFileHandle file, ReadOnlySpan<byte> attribute)
    {
        byte[] ended = Ended(attribute);

        // By the magic link: fgetxattr(2) refuses O_PATH descriptors.
        byte[] itself = Encoding.ASCII.GetBytes($"/proc/self/fd/{Number(file)}\0");
        fixed (byte* path = itself, name = ended)
            return Libc.syscall(SYS_getxattr, (nint)path, (nint)name, 0, 0, 0, 0) >= 0;
    }

    public static void MakeDirectory(SafeFileHandle directory, ReadOnlySpan<byte> name, uint mode) => Call(SYS_mkdirat, directory, name, (nint)mode);

    public static void RemoveDirectory(SafeFileHandle directory, ReadOnlySpan<byte> name) => Call(SYS_unlinkat, directory, name, AT_REMOVEDIR);

    public static void Unlink(SafeFileHandle directory, ReadOnlySpan<byte> name) => Call(SYS_unlinkat, directory, name, 0);

    public static void MakeLink(ReadOnlySpan<byte> text, SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        byte[] target = Ended(text), ended = Ended(name);
        fixed (byte* to = target, at = ended)
            if (Libc.syscall(SYS_symlinkat, (nint)to, Number(directory), (nint)at, 0, 0, 0) < 0)
                throw new Win32Exception(Libc.Errno);
    }

    /// <summary>Renames within one directory, over what stands there if <paramref name="replace"/> says so.</summary>
    public static void Rename(SafeFileHandle directory, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool replace)
    {
        byte[] source = Ended(from), target = Ended(to);
        fixed (byte* a = source, b = target)
            if (Libc.syscall(SYS_renameat2, Number(directory), (nint)a, Number(directory), (nint)b, replace ? 0 : RENAME_NOREPLACE, 0) < 0)
                throw new Win32Exception(Libc.Errno);
    }

    /// <summary>Moves a name into another directory, over nothing.</summary>
    public static void Move(SafeFileHandle from, ReadOnlySpan<byte> name, SafeFileHandle to, ReadOnlySpan<byte> newName)
    {
        byte[] source = Ended(name), target = Ended(newName);
        fixed (byte* a = source, b = target)
            if (Libc.syscall(SYS_renameat2, Number(from), (nint)a, Number(to), (nint)b, RENAME_NOREPLACE, 0) < 0)
                throw new Win32Exception(Libc.Errno);
    }

    public static void SetMode(SafeFileHandle file, uint mode) => Call(SYS_fchmod, file, (nint)mode);

    public static void Sync(SafeFileHandle file) => Call(SYS_fsync, file, 0);

    /// <summary>Makes all of the file system durable that this file lies on.</summary>
    public static void SyncFileSystem(SafeFileHandle file) => Call(SYS_syncfs, file, 0);

    /// <summary>
    /// Opens for reading a directory or file of a tree that is ours, also where the agent took its owner's rights away. A directory gets them back for good,
    /// since what is in it can't be reached otherwise; a file is left as it was.
    /// </summary>
    public static SafeFileHandle OpenOurs(SafeFileHandle directory, ReadOnlySpan<byte> name, bool isDirectory)
    {
        int flags = O_RDONLY | O_NONBLOCK | (isDirectory ? O_DIRECTORY : 0);
        SafeFileHandle? opened = TryOpen(directory, name, flags, 0, out int error);
        bool isClosed = opened is null ? error == EACCES : isDirectory && (Status(opened, [])!.Value.Mode & OwnerAll) != OwnerAll;
        if (!isClosed)
            return opened ?? throw new Win32Exception(error);
        opened?.Dispose();
        using SafeFileHandle closed = TryOpen(directory, name, O_PATH | (isDirectory ? O_DIRECTORY : 0), 0, out error) ?? throw new Win32Exception(error);
        string itself = $"/proc/self/fd/{Number(closed)}";
        try
        {
            UnixFileMode mode = File.GetUnixFileMode(itself);
            File.SetUnixFileMode(itself, mode | UnixFileMode.UserRead | (isDirectory ? UnixFileMode.UserWrite | UnixFileMode.UserExecute : 0));
            opened = TryOpen(directory, name, flags, 0, out error);
            if (!isDirectory)
                File.SetUnixFileMode(itself, mode);
        }
        catch (UnauthorizedAccessException)
        {
            throw new Win32Exception(EACCES);
        }

        return opened ?? throw new Win32Exception(error);
    }

    private static void Call(nint number, SafeFileHandle directory, ReadOnlySpan<byte> name, nint argument)
    {
        byte[] ended = Ended(name);
        fixed (byte* at = ended)
            if (Libc.syscall(number, Number(directory), (nint)at, argument, 0, 0, 0) < 0)
                throw new Win32Exception(Libc.Errno);
    }

    private static void Call(nint number, SafeFileHandle file, nint argument)
    {
        if (Libc.syscall(number, Number(file), argument, 0, 0, 0, 0) < 0)
            throw new Win32Exception(Libc.Errno);
    }

    private static byte[] Ended(ReadOnlySpan<byte> name) => name.Contains((byte)0) ? throw new ArgumentException("A name holds no NUL.") : [.. name, 0];

    private static int Number(SafeFileHandle handle) => handle.DangerousGetHandle().ToInt32();
}
