using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Audit.Reading;

/// <summary>Opens files that somebody else named: no link is followed, and nothing waits for the other end of a pipe.</summary>
internal static partial class RegularFile
{
    // O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC on Linux x64.
    private const int Flags = 0x20000 | 0x800 | 0x80000;

    /// <summary>The file and its length; null where it is no regular file.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static SafeFileHandle? Open(string path, out long length)
    {
        length = 0;
        int descriptor = OpenFile(path, Flags);
        if (descriptor < 0)
            throw new IOException($"It can't be opened (error {Marshal.GetLastPInvokeError()}).");
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            length = RandomAccess.GetLength(handle);
            return handle;
        }
        catch (NotSupportedException)
        {
            // A pipe or a device: below.
        }

        handle.Dispose();
        return null;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);
}
