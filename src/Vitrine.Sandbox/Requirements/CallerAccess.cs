using System.Runtime.InteropServices;

namespace Vitrine.Sandbox.Requirements;

/// <summary>What this process may do with a file, as the kernel sees it: mode bits alone know nothing of access lists and read-only mounts.</summary>
internal static partial class CallerAccess
{
    private const int AT_FDCWD = -100, AT_EACCESS = 0x200, W_OK = 2, X_OK = 1;

    /// <summary>Whether it may be written.</summary>
    public static bool CanWrite(string path) => Access(path, W_OK);

    /// <summary>Whether files may be made in the directory.</summary>
    public static bool CanCreateIn(string directory) => Access(directory, W_OK | X_OK);

    /// <summary>Whether the file is the caller's or root's. False where it can't be told.</summary>
    public static unsafe bool IsOwnOrRoots(string path)
    {
        // struct statx: stx_uid stands at offset 20 (statx(2)).
        const int STATX_UID = 0x8, UidOffset = 20;
        byte* status = stackalloc byte[256];
        if (statx(AT_FDCWD, path, 0, STATX_UID, status) != 0)
            return false;
        uint owner = *(uint*)(status + UidOffset);
        return owner == 0 || owner == geteuid();
    }

    private static bool Access(string path, int mode) => faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0;

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int statx(int directory, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint geteuid();

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int faccessat(int directory, string path, int mode, int flags);
}
