using System.Buffers.Binary;
using System.ComponentModel;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Plan;

/// <summary>
/// Finds git repositories below the top of a workspace whose configuration, hooks or pointer was made or changed in the session: git runs what they name as
/// soon as the person's shell or editor asks it for a status there (core.fsmonitor; CVE-2026-26268, CVE-2026-45033). What is new is told from the inode's
/// change time, which no program can set back. Walks by descriptor and follows no link; meant for after the box's end, when nothing of it changes the tree any
/// more.
/// </summary>
internal sealed unsafe class NestedRepositories
{
    private const int O_NOFOLLOW = 0x20000, SYS_getdents64 = 217, SYS_statx = 332, AT_SYMLINK_NOFOLLOW = 0x100, Deepest = 256, ENOTDIR = 20, ELOOP = 40,
        ENAMETOOLONG = 36;
    private const uint STATX_CTIME = 0x80;
    private const byte DirectoryType = 4, UnknownType = 0;
    private static readonly string[] Obeyed = ["config", "config.worktree", "commondir", "hooks", "info/attributes", "rebase-merge", "rebase-apply"];
    private readonly DateTimeOffset _since;
    private readonly List<UnixPath> _found = [];

    private NestedRepositories(DateTimeOffset since) => _since = since;

    /// <summary>Walks the tree below the directory.</summary>
    /// <returns>Paths relative to it that are new or changed since then and that git would obey, those of the top's own repository left out.</returns>
    /// <exception cref="Win32Exception">A directory can't be read: what is in it can't be vouched for.</exception>
    public static IReadOnlyList<UnixPath> Find(UnixPath top, DateTimeOffset since)
    {
        var walk = new NestedRepositories(since);
        using SafeFileHandle root = Open(AT_FDCWD, top.ToBytes()) ?? throw new Win32Exception(ENOENT);
        walk.Visit(root, [], 0);
        return walk._found;
    }

    private void Visit(SafeFileHandle directory, byte[] path, int depth)
    {
        if (depth > Deepest)
            throw new Win32Exception(ENAMETOOLONG);
        bool head = false, objects = false, refs = false;
        List<byte[]> below = [];
        foreach ((byte[] name, byte type) in Entries(directory))
        {
            if (name.AsSpan().SequenceEqual(".git"u8))
            {
                // The top's own is guarded by mounts.
                if (path.Length > 0)
                    Judge(directory, Join(path, name), name);
                continue;
            }

            head |= name.AsSpan().SequenceEqual("HEAD"u8);
            objects |= name.AsSpan().SequenceEqual("objects"u8);
            refs |= name.AsSpan().SequenceEqual("refs"u8);
            if (type is DirectoryType or UnknownType)
                below.Add(name);
        }

        if (head && objects && refs && path.Length > 0)
            JudgeRepository(directory, path);
        foreach (byte[] name in below)
        {
            using SafeFileHandle? child = Open(Number(directory), name);
            if (child is not null)
                Visit(child, Join(path, name), depth + 1);
        }
    }

    /// <summary>A <c>.git</c>: a repository, or a file or link that points to one.</summary>
    private void Judge(SafeFileHandle parent, byte[] path, byte[] name)
    {
        using SafeFileHandle? repository = Open(Number(parent), name);
        if (repository is not null)
            JudgeRepository(repository, path);
        else if (IsNew(parent, name))
            _found.Add(UnixPath.FromBytes(path));
    }

    private void JudgeRepository(SafeFileHandle repository, byte[] path)
    {
        foreach (string obeyed in Obeyed)
        {
            byte[] name = Encoding.ASCII.GetBytes(obeyed);
            using SafeFileHandle? inside = Open(Number(repository), name);
            bool isNew = IsNew(repository, name) || (inside is not null && Entries(inside).Any(entry => IsNew(inside, entry.Name)));
            if (isNew)
                _found.Add(UnixPath.FromBytes(Join(path, name)));
        }
    }

    private bool IsNew(SafeFileHandle directory, byte[] name)
    {
        byte* status = stackalloc byte[256];
        byte[] ended = [.. name, 0];
        fixed (byte* at = ended)
            if (Libc.syscall(SYS_statx, Number(directory), (nint)at, AT_SYMLINK_NOFOLLOW, (nint)STATX_CTIME, (nint)status, 0) < 0)
                return Libc.Errno == ENOENT || Libc.Errno == ENOTDIR ? false : throw new Win32Exception(Libc.Errno);

        // struct statx: stx_ctime at 96, seconds and nanoseconds. The kernel's clock of files ticks a little behind; a second of grace errs to the safe side.
        long seconds = *(long*)(status + 96);
        return seconds >= _since.ToUnixTimeSeconds() - 1;
    }

    /// <summary>
    /// A directory, never by a link; null where the name is none, or is one that we may not read and do not own: then the agent could not write there either.
    /// </summary>
    private static SafeFileHandle? Open(int parent, byte[] name)
    {
        SafeFileHandle? directory = Open(parent, name, O_RDONLY, out int error);
        if (error != EACCES)
            return error is 0 or ENOENT or ENOTDIR or ELOOP ? directory : throw new Win32Exception(error);

        // One that can be entered and not listed still has its repository for whoever knows the name. It is opened for the look, and then as it was.
        using SafeFileHandle? closed = Open(parent, name, O_PATH, out _);
        if (closed is null)
            return null;
        string itself = $"/proc/self/fd/{Number(closed)}";
        UnixFileMode mode = File.GetUnixFileMode(itself);
        try
        {
            File.SetUnixFileMode(itself, mode | UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }

        directory = Open(parent, name, O_RDONLY, out _);
        File.SetUnixFileMode(itself, mode);
        return directory;
    }

    private static SafeFileHandle? Open(int parent, byte[] name, int access, out int error)
    {
        const int SYS_openat = 257;
        byte[] ended = [.. name, 0];
        fixed (byte* at = ended)
        {
            nint fd = Libc.syscall(SYS_openat, parent, (nint)at, access | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0, 0, 0);
            error = fd >= 0 ? 0 : Libc.Errno;
            return fd >= 0 ? new SafeFileHandle(fd, true) : null;
        }
    }

    private static List<(byte[] Name, byte Type)> Entries(SafeFileHandle directory)
    {
        var entries = new List<(byte[], byte)>();
        byte[] buffer = new byte[32 * 1024];
        while (true)
        {
            int length;
            fixed (byte* at = buffer)
                length = (int)Libc.syscall(SYS_getdents64, Number(directory), (nint)at, buffer.Length, 0, 0, 0);
            if (length < 0)
                throw new Win32Exception(Libc.Errno);
            if (length == 0)
                return entries;

            // struct linux_dirent64: inode, offset, length of the record at 16, type at 18, name from 19 up to a NUL.
            for (int start = 0; start < length;)
            {
                int size = BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(start + 16));
                ReadOnlySpan<byte> name = buffer.AsSpan(start + 19, size - 19);
                name = name[..name.IndexOf((byte)0)];
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                    entries.Add((name.ToArray(), buffer[start + 18]));
                start += size;
            }
        }
    }

    private static byte[] Join(byte[] path, byte[] name) => path.Length == 0 ? name : [.. path, (byte)'/', .. name];

    private static int Number(SafeFileHandle handle) => handle.DangerousGetHandle().ToInt32();
}
