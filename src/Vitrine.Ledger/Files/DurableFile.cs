using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Ledger.Files;

/// <summary>
/// One file whose writes and flushes report every error. The members that touch the disk are virtual so that a test can let any one of them
/// fail: EIO and a full disk cannot be had on demand from a real file system by an ordinary user.
/// </summary>
internal class DurableFile(SafeFileHandle handle, string path) : IDisposable
{
    private const uint OwnerReadWrite = 0x180; // 0600
    private bool _isLocked;

    /// <summary>Where the file lies; for messages.</summary>
    public string Path { get; } = path;

    /// <summary>Length in bytes.</summary>
    public long Length => RandomAccess.GetLength(handle);

    /// <summary>Creates a file, mode 0600, which must not exist: neither as a file nor as a symbolic link.</summary>
    /// <param name="path">Where.</param>
    /// <param name="name">What messages call it; the path itself unless told.</param>
    public static DurableFile CreateNew(string path, string? name = null) =>
        new(OpenHandle(path, LibC.O_RDWR | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW), name ?? path);

    /// <summary>Gives the file one more name, which must not exist.</summary>
    public static void Link(string existing, string name)
    {
        if (!TryLink(existing, name))
            throw new IOException($"{name} could not be created: it exists.", LibC.EEXIST);
    }

    /// <summary>Gives the file one more name; false when there is such a name already.</summary>
    public static bool TryLink(string existing, string name)
    {
        while (LibC.Link(existing, name) < 0)
        {
            if (Marshal.GetLastPInvokeError() == LibC.EEXIST)
                return false;
            ThrowUnlessInterrupted("created", name);
        }

        return true;
    }

    /// <summary>Opens a file that is there; a symbolic link is refused.</summary>
    public static DurableFile Open(string path, bool writable) =>
        new(OpenHandle(path, (writable ? LibC.O_RDWR : LibC.O_RDONLY) | LibC.O_NOFOLLOW), path);

    /// <summary>Opens a file, and makes it, mode 0600, when it is not there; a symbolic link is refused.</summary>
    public static DurableFile OpenOrCreate(string path) =>
        new(OpenHandle(path, LibC.O_RDWR | LibC.O_CREAT | LibC.O_NOFOLLOW), path);

    /// <summary>Opens a file for writing from its start, empty; a symbolic link is refused.</summary>
    public static DurableFile Overwrite(string path) =>
        new(OpenHandle(path, LibC.O_RDWR | LibC.O_CREAT | LibC.O_TRUNC | LibC.O_NOFOLLOW), path);

    /// <summary>Gives a file another name, in the place of whatever has that name.</summary>
    public static void Rename(string from, string to)
    {
        while (LibC.Rename(from, to) < 0)
            ThrowUnlessInterrupted("renamed to " + to, from);
    }

    /// <summary>
    /// Puts a file in the place of another: whoever looks, also after a power loss, finds the old bytes or the new ones, whole. For use under a lock:
    /// two writers of one path would meet in the temporary file.
    /// </summary>
    /// <exception cref="IOException">It is not known which of the two a power loss would leave.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        string unborn = path + ".new";
        using (var file = Overwrite(unborn))
        {
            file.Write(bytes, 0);
            file.Sync();
        }

        Rename(unborn, path);
        SyncDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
    }

    /// <summary>
    /// Reads a whole file. Neither a symbolic link nor a larger file is read, and a pipe in its place does not block: what lies there may be
    /// anybody's.
    /// </summary>
    /// <returns>Null where there is no such file.</returns>
    /// <exception cref="IOException">It is no regular file of at most that size, or cannot be read.</exception>
    public static byte[]? ReadWhole(string path, int atMost)
    {
        try
        {
            using SafeFileHandle handle = OpenHandle(path, LibC.O_RDONLY | LibC.O_NOFOLLOW | LibC.O_NONBLOCK);
            long length = RegularLength(handle, path);
            if (length > atMost)
                throw new IOException($"{path} is larger than the {atMost} bytes that it may have.");
            byte[] bytes = new byte[length];
            int read = 0, more;
            while (read < bytes.Length && (more = RandomAccess.Read(handle, bytes.AsSpan(read), read)) > 0)
                read += more;
            return read == bytes.Length ? bytes : bytes[..read];
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Makes the names in a directory durable: a new file is not found after a power loss before this (fsync(2)).</summary>
    public static void SyncDirectory(string directory)
    {
        using SafeFileHandle handle = OpenHandle(directory, LibC.O_RDONLY | LibC.O_DIRECTORY);
        while (LibC.Sync(handle) < 0)
            ThrowUnlessInterrupted("flushed", directory);
    }

    /// <summary>Takes the lock that only one writer can have; the kernel frees it when the process dies, however it dies. False when another has it.</summary>
    public bool TryLock() => _isLocked = TryLock(LibC.LOCK_EX);

    /// <summary>Waits until the lock is free, however long that takes, and takes it.</summary>
    public void Lock()
    {
        while (LibC.Lock(handle, LibC.LOCK_EX) < 0)
            ThrowUnlessInterrupted("locked", Path);
        _isLocked = true;
    }

    /// <summary>Whether a writer has the file locked at this moment.</summary>
    public bool IsLockedByWriter()
    {
        if (!TryLock(LibC.LOCK_SH))
            return true;
        _ = LibC.Lock(handle, LibC.LOCK_UN);
        return false;
    }

    /// <summary>Reads up to the buffer's length; fewer bytes only at the end of the file.</summary>
    public virtual int Read(Span<byte> buffer, long offset)
    {
        int total = 0;
        while (total < buffer.Length)
        {
            int read = RandomAccess.Read(handle, buffer[total..], offset + total);
            if (read == 0)
                break;
            total += read;
        }

        return total;
    }

    /// <summary>Writes all bytes at an offset.</summary>
    /// <exception cref="IOException">The bytes could not all be written; some may have been.</exception>
    public virtual void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            nint written = LibC.Write(handle, bytes, bytes.Length, offset);
            if (written > 0)
            {
                bytes = bytes[(int)written..];
                offset += written;
            }
            else if (written == 0)
            {
                throw new IOException($"{Path} could not be written: the file system took no bytes.");
            }
            else
            {
                ThrowUnlessInterrupted("written", Path);
            }
        }
    }

    /// <summary>Makes what was written durable, with the length (fdatasync(2)).</summary>
    /// <exception cref="IOException">It is unknown which of the bytes are on disk. Trying again would report success without them (the kernel has
    /// dropped the dirty pages), so the caller must give the file up.</exception>
    public virtual void Sync()
    {
        while (LibC.SyncData(handle) < 0)
            ThrowUnlessInterrupted("flushed to disk", Path);
    }

    /// <summary>Begins to send a range to the disk and does not wait for it (sync_file_range(2)): what goes wrong is told by <see cref="Sync"/>.</summary>
    public virtual void StartWriteback(long offset, long count) => _ = LibC.StartSync(handle, offset, count, LibC.SYNC_FILE_RANGE_WRITE);

    /// <summary>
    /// Makes room, so that writing there does not change the file's length (fallocate(2)); it reads as zeros. False where there is no such room or the file
    /// system cannot: then the file grows with what is written.
    /// </summary>
    public virtual bool TryAllocate(long offset, long count) => LibC.Allocate(handle, 0, offset, count) == 0;

    /// <summary>Cuts the file.</summary>
    public virtual void Truncate(long length)
    {
        while (LibC.Truncate(handle, length) < 0)
            ThrowUnlessInterrupted("cut", Path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Closing alone would leave the lock to whatever copy of the descriptor a fork elsewhere in this process holds until its exec.
        if (_isLocked && !handle.IsClosed)
            _ = LibC.Lock(handle, LibC.LOCK_UN);
        handle.Dispose();
        GC.SuppressFinalize(this);
    }

    private static long RegularLength(SafeFileHandle handle, string path)
    {
        try
        {
            return RandomAccess.GetLength(handle);
        }
        catch (NotSupportedException)
        {
            throw new IOException($"{path} is no regular file.");
        }
    }

    private static SafeFileHandle OpenHandle(string path, int flags)
    {
        // A NUL would cut the path that the kernel sees.
        if (path.Contains('\0'))
            throw new ArgumentException("A path holds no NUL.", nameof(path));
        int descriptor;
        while ((descriptor = LibC.Open(path, flags | LibC.O_CLOEXEC, OwnerReadWrite)) < 0)
            ThrowUnlessInterrupted("opened", path);
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static void ThrowUnlessInterrupted(string what, string path)
    {
        int error = Marshal.GetLastPInvokeError();
        if (error == LibC.EINTR)
            return;
        string message = $"{path} could not be {what}: {Marshal.GetPInvokeErrorMessage(error)}.";
        throw error is LibC.ENOENT or LibC.ENOTDIR ? new FileNotFoundException(message, path) : new IOException(message, error);
    }

    private bool TryLock(int kind)
    {
        while (LibC.Lock(handle, kind | LibC.LOCK_NB) < 0)
        {
            if (Marshal.GetLastPInvokeError() == LibC.EAGAIN)
                return false;
            ThrowUnlessInterrupted("locked", Path);
        }

        return true;
    }
}
