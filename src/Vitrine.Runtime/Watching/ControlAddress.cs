using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Runtime.Watching;

/// <summary>
/// The socket's address by way of an open directory: <c>/proc/self/fd/N/NAME</c>. A Unix address holds 107 bytes, and a state directory may be longer.
/// </summary>
internal sealed partial class ControlAddress : IDisposable
{
    private const int O_DIRECTORY = 0x10000, O_CLOEXEC = 0x80000, O_PATH = 0x200000;
    private readonly SafeFileHandle _directory;

    private ControlAddress(SafeFileHandle directory, string name) =>
        (_directory, EndPoint) = (directory, new UnixDomainSocketEndPoint($"/proc/self/fd/{directory.DangerousGetHandle()}/{name}"));

    public UnixDomainSocketEndPoint EndPoint { get; }

    /// <exception cref="IOException">There is no such directory.</exception>
    public static ControlAddress Of(string path)
    {
        int descriptor = open(Path.GetDirectoryName(path)!, O_PATH | O_DIRECTORY | O_CLOEXEC);
        return descriptor >= 0
            ? new ControlAddress(new SafeFileHandle(descriptor, ownsHandle: true), Path.GetFileName(path))
            : throw new IOException($"{path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
    }

    public void Dispose() => _directory.Dispose();

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);
}
