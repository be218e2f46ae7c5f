using Vitrine.Core.Model;
using Vitrine.Sandbox.Seccomp;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Record;

/// <summary>Reads the calls that change a name: rename, remove, link, mode, truncate.</summary>
internal static class FileChange
{
    /// <summary>The change, without the process; null if the call is none or its paths can't be read.</summary>
    public static FileChanged? Read(in Notification call)
    {
        int thread = call.Thread;
        ref readonly CallArguments a = ref call.Arguments;
        return (SystemCall)call.Number switch
        {
            SystemCall.rename => Two(thread, "rename", AT_FDCWD, a[0], AT_FDCWD, a[1]),
            SystemCall.renameat or SystemCall.renameat2 => Two(thread, "rename", (int)a[0], a[1], (int)a[2], a[3]),
            SystemCall.link => Two(thread, "link", AT_FDCWD, a[0], AT_FDCWD, a[1]),
            SystemCall.linkat => Two(thread, "link", (int)a[0], a[1], (int)a[2], a[3]),
            SystemCall.unlink or SystemCall.rmdir => One(thread, "remove", AT_FDCWD, a[0]),
            SystemCall.unlinkat => One(thread, "remove", (int)a[0], a[1]),
            SystemCall.truncate => One(thread, "truncate", AT_FDCWD, a[0]),
            SystemCall.chmod => One(thread, "mode", AT_FDCWD, a[0]),
            SystemCall.fchmodat or SystemCall.fchmodat2 => One(thread, "mode", (int)a[0], a[1]),
            SystemCall.symlink => Link(thread, AT_FDCWD, a[1], a[0]),
            SystemCall.symlinkat => Link(thread, (int)a[1], a[2], a[0]),
            _ => null,
        };
    }

    private static FileChanged? One(int thread, string change, int directory, ulong path) =>
        Path(thread, directory, path) is { } name ? new FileChanged(0, name, change, null) : null;

    private static FileChanged? Two(int thread, string change, int fromDirectory, ulong from, int toDirectory, ulong to) =>
        Path(thread, fromDirectory, from) is { } source && Path(thread, toDirectory, to) is { } target ? new FileChanged(0, source, change, target) : null;

    private static FileChanged? Link(int thread, int directory, ulong path, ulong target)
    {
        Span<byte> text = stackalloc byte[TracedPath.Maximum];
        int length = TracedMemory.ReadText(thread, target, text);
        return length >= 0 && Path(thread, directory, path) is { } name ? new FileChanged(0, name, "symlink", UnixPath.FromBytes(text[..length])) : null;
    }

    private static UnixPath? Path(int thread, int directory, ulong address)
    {
        Span<byte> path = stackalloc byte[TracedPath.Maximum + 256];
        int length = TracedPath.Read(thread, directory, address, path);
        return length > 0 ? UnixPath.FromBytes(path[..length]) : null;
    }
}
