using System.ComponentModel;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Plan;

/// <summary>
/// The workspace by descriptor: names are looked up below it by openat2(2), so that no link in it, however it is swapped meanwhile, leads to a file outside.
/// </summary>
internal sealed unsafe class WorkspaceTree : IDisposable
{
    private const ulong RESOLVE_NO_MAGICLINKS = 2, RESOLVE_BENEATH = 8;
    private const int O_NOFOLLOW = 0x20000, ELOOP = 40, ENOTDIR = 20, EXDEV = 18, ENAMETOOLONG = 36, SYS_renameat2 = 316, RENAME_NOREPLACE = 1;
    private readonly SafeFileHandle _top;

    private WorkspaceTree(SafeFileHandle top, UnixPath path) => (_top, Path, Identity) = (top, path, FileIdentity.Of(top));

    public UnixPath Path { get; }

    public FileIdentity Identity { get; }

    /// <exception cref="Win32Exception">It can't be opened.</exception>
    public static WorkspaceTree Open(UnixPath workspace)
    {
        byte[] ended = [.. workspace.ToBytes(), 0];
        fixed (byte* at = ended)
        {
            int fd = Libc.open(at, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
            return fd >= 0 ? new WorkspaceTree(new SafeFileHandle(fd, true), workspace) : throw new Win32Exception(Libc.Errno);
        }
    }

    /// <summary>
    /// Opens a name below, O_PATH; a link at its end stays a link if <paramref name="follow"/> is not asked for, links on the way are followed below the top
    /// only.
    /// </summary>
    /// <returns>Null when there is no such name below the top.</returns>
    /// <exception cref="Win32Exception">There is, and it can't be looked at.</exception>
    public SafeFileHandle? Find(string name, bool follow = false)
    {
        byte[] ended = Encoding.UTF8.GetBytes(name + '\0');
        ulong* how = stackalloc ulong[3];
        how[0] = (ulong)(uint)(O_PATH | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW));
        how[1] = 0;
        how[2] = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
        int error;
        int attempts = 0;
        fixed (byte* at = ended)
        {
            do
            {
                nint fd = Libc.syscall(SYS_openat2, _top.DangerousGetHandle(), (nint)at, (nint)how, 24, 0, 0);
                if (fd >= 0)
                    return new SafeFileHandle(fd, true);
                error = Libc.Errno;
            }
            while (error == EAGAIN && ++attempts < 100); // A rename somewhere crossed a ".." of a link; look again.
        }

        return error is ENOENT or ENOTDIR or EXDEV or ELOOP or EACCES or ENAMETOOLONG ? null : throw new Win32Exception(error);
    }

    /// <summary>What stands at a name.</summary>
    public NameState Look(string name)
    {
        using SafeFileHandle? file = Find(name);
        if (file is null)
            return default;
        var identity = FileIdentity.Of(file);
        return new NameState(identity, identity.Type == FileIdentity.Link ? TextOf(file) : null);
    }

    /// <summary>The real place of a name, links followed; null when it is not below the top, or is the top.</summary>
    public (UnixPath Path, FileIdentity Identity)? RealPlace(string name)
    {
        using SafeFileHandle? file = Find(name, follow: true);
        if (file is null)
            return null;
        Span<byte> text = stackalloc byte[4096];
        byte[] link = Encoding.ASCII.GetBytes($"/proc/self/fd/{file.DangerousGetHandle()}\0");
        nint length;
        fixed (byte* from = link, to = text)
            length = Libc.readlink(from, to, text.Length);
        if (length <= 0)
            return null;
        UnixPath path = UnixPath.FromBytes(text[..(int)length]);
        return path.IsAtOrBelow(Path) && path != Path ? (path, FileIdentity.Of(file)) : null;
    }

    /// <summary>
    /// Moves a name into a directory outside, never over anything; where that is on another file system it stays beside itself under a name that nothing obeys.
    /// </summary>
    /// <returns>Where it is now.</returns>
    /// <exception cref="Win32Exception">It can't be moved.</exception>
    public UnixPath MoveOut(string name, string directory, string mark)
    {
        int slash = name.LastIndexOf('/');
        string last = name[(slash + 1)..], kept = System.IO.Path.Combine(directory, name);
        using SafeFileHandle parent = Find(slash < 0 ? "." : name[..slash], follow: true) ?? throw new Win32Exception(ENOENT);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(kept)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        int error = Rename(parent, last, AT_FDCWD, kept);
        if (error == EACCES)
        {
            // The agent may have taken the owner's rights away.
            AllowOwner(parent);
            using (SafeFileHandle? file = Find(name))
                if (file is not null && FileIdentity.Of(file).Type == FileIdentity.Directory)
                    AllowOwner(file);
            error = Rename(parent, last, AT_FDCWD, kept);
        }

        if (error == EXDEV)
        {
            string aside = $"{last}.held-{mark}";
            error = Rename(parent, last, parent.DangerousGetHandle().ToInt32(), aside);
            kept = "";
            if (error == 0)
                return PathOf(slash < 0 ? aside : $"{name[..slash]}/{aside}");
        }

        return error == 0 ? new UnixPath(kept) : throw new Win32Exception(error);
    }

    /// <summary>The absolute path of a name.</summary>
    public UnixPath PathOf(string name) => UnixPath.FromBytes([.. Path.ToBytes(), (byte)'/', .. Encoding.UTF8.GetBytes(name)]);

    private static int Rename(SafeFileHandle parent, string name, int directory, string to)
    {
        byte[] source = Encoding.UTF8.GetBytes(name + '\0'), target = Encoding.UTF8.GetBytes(to + '\0');
        fixed (byte* from = source, at = target)
            return Libc.syscall(SYS_renameat2, parent.DangerousGetHandle(), (nint)from, directory, (nint)at, RENAME_NOREPLACE, 0) < 0 ? Libc.Errno : 0;
    }

    private static void AllowOwner(SafeFileHandle file) =>
        File.SetUnixFileMode($"/proc/self/fd/{file.DangerousGetHandle()}", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private static string TextOf(SafeFileHandle link)
    {
        Span<byte> text = stackalloc byte[4096];
        byte empty = 0;
        nint length;
        fixed (byte* to = text)
            length = Libc.syscall(SYS_readlinkat, link.DangerousGetHandle(), (nint)(&empty), (nint)to, text.Length, 0, 0);
        return length < 0 ? throw new Win32Exception(Libc.Errno) : Convert.ToHexString(text[..(int)length]);
    }

    /// <inheritdoc/>
    public void Dispose() => _top.Dispose();
}

/// <summary>What stands at a name: nothing, a link with its text, or another file.</summary>
internal readonly record struct NameState(FileIdentity Identity, string? Link)
{
    public bool IsThere => Identity != default;

    public bool IsLink => Link is not null;
}
