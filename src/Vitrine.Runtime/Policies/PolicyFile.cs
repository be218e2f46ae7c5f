using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Policies;

/// <summary>A policy file that is there.</summary>
/// <param name="Rank">Whose it is.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Shown">How messages name it.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Counts">Whether all of it counts; else only what it forbids, because the person has not accepted it.</param>
public sealed partial record PolicyFile(PolicyRank Rank, string Path, string Shown, ReadOnlyMemory<byte> Content, bool Counts)
{
    /// <summary>The longest file that is read, in bytes: a character takes four at most.</summary>
    public const int LongestContent = 4 * PolicyReader.LongestText;

    private const int O_RDONLY = 0, O_NOCTTY = 0x100, O_NONBLOCK = 0x800, O_CLOEXEC = 0x80000, ENOENT = 2, ENOTDIR = 20;

    /// <summary>SHA-256 of the content, by which it is accepted.</summary>
    public string Digest => PolicyDigest.Of(Content.Span);

    /// <summary>Reads a file; null where there is none.</summary>
    /// <exception cref="IOException">It can't be read, is no regular file, or is too long.</exception>
    public static byte[]? ReadContent(string path)
    {
        using SafeFileHandle handle = Open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        if (handle.IsInvalid)
        {
            int error = Marshal.GetLastPInvokeError();
            return error is ENOENT or ENOTDIR ? null : throw new IOException($"{path} can't be read: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        // The agent may have left a pipe there, which nobody must wait for; and a directory opens but has no content.
        if (Directory.Exists(path))
            throw new IOException($"{path} is a directory.");
        using var stream = new FileStream(handle, System.IO.FileAccess.Read, bufferSize: 0);
        if (!stream.CanSeek)
            throw new IOException($"{path} is no regular file.");
        byte[] content = new byte[(int)Math.Min(stream.Length, LongestContent) + 1];
        int read = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return read < content.Length
            ? content[..read]
            : throw new IOException($"{path} is longer than {LongestContent / 1024} KiB, or grows while it is read.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
