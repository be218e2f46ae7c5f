using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Runtime.Inspection;

/// <summary>
/// Reads the small files that tell who the person and which the machine is. Some lie where an agent writes: no link leads out of the workspace or the home, and
/// a pipe or a device doesn't hold us up.
/// </summary>
internal static partial class IdentityFiles
{
    /// <summary>More of a file isn't read.</summary>
    public const int LongestFile = 256 * 1024;

    private const int O_NONBLOCK = 0x800, O_NOCTTY = 0x100, O_CLOEXEC = 0x80000;

    /// <summary>A file below a directory that an agent may write; empty where there is none that can be read.</summary>
    /// <param name="directory">The directory; links on the way to it are the person's own.</param>
    /// <param name="path">Relative to it.</param>
    public static string ReadBelow(string directory, string path)
    {
        try
        {
            using var tree = new WorkspaceTreeReader(directory);
            using SafeFileHandle? file = tree.Open(path, out _);
            return file is null ? "" : Beginning(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return "";
        }
    }

    /// <summary>
    /// A file of the system or of the person's own; empty where it can't be read. Files of /proc and /sys say that they are empty or a page long, so the length
    /// is what comes out.
    /// </summary>
    public static string Read(string path)
    {
        try
        {
            int descriptor = open(path, O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
            if (descriptor < 0)
                return "";
            using var file = new SafeFileHandle(descriptor, ownsHandle: true);
            return WorkspaceTreeReader.IsRegular(file) ? Beginning(file) : "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Beginning(SafeFileHandle file)
    {
        byte[] buffer = new byte[LongestFile];
        int length = 0;
        while (length < buffer.Length && RandomAccess.Read(file, buffer.AsSpan(length), length) is > 0 and int read)
            length += read;
        return Encoding.UTF8.GetString(buffer, 0, length).Trim();
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);
}
