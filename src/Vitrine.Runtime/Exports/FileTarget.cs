using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Vitrine.Ledger.Files;

namespace Vitrine.Runtime.Exports;

/// <summary>
/// A file that grows. Together with a cursor each record is in it exactly once: a batch is written and flushed before the cursor passes it, and what a
/// crash in between left is cut off when the export goes on. So that nobody else's bytes are ever cut, the file must have been empty at the first time, and
/// later end where the cursor is with the bytes that were left there.
/// </summary>
internal sealed class FileTarget : ExportTarget
{
    private const int TailSize = 4096;
    private readonly FileStream _stream;
    private readonly string? _partial, _final;
    private long _length;

    private FileTarget(FileStream stream, long length, string? partial, string? final) =>
        (_stream, _length, _partial, _final) = (stream, length, partial, final);

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override string? Tail => _length == 0 ? null : TailOf(_stream.SafeFileHandle, _length);

    /// <summary>A new file that replaces an old one when it is complete.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static FileTarget Replace(string path)
    {
        string full = Path.GetFullPath(path),
            partial = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{full}.{Environment.ProcessId}.part");
        return new FileTarget(Open(partial, FileMode.Create), 0, partial, full);
    }

    /// <summary>Goes on where the cursor is; null, with the reason, where the file is not what was left there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">The cursor's place.</param>
    /// <param name="isFirst">Whether the cursor was never written, so that nothing in the file can be the export's.</param>
    /// <param name="problem">What is wrong.</param>
    /// <exception cref="IOException">It cannot be opened, or another export writes to it.</exception>
    public static FileTarget? Resume(string path, CursorState state, bool isFirst, out string? problem)
    {
        string full = Path.GetFullPath(path);
        if (!isFirst && state.Length > 0 && !File.Exists(full))
        {
            problem = $"{path} is not there any more";
            return null;
        }

        FileStream stream = Open(full, FileMode.OpenOrCreate);
        problem = !stream.CanSeek ? $"{path} is no ordinary file"
            : stream.Length < state.Length ? $"{path} is shorter than the export left it"
                : isFirst && stream.Length > 0 ? $"{path} is not empty, and this export has not written to it yet"
                    : state.Length > 0 && TailOf(stream.SafeFileHandle, state.Length) != state.Tail ? $"{path} is not as the export left it"
                        : null;
        if (problem is not null)
        {
            stream.Dispose();
            return null;
        }

        PrivateDirectory.Sync(Path.GetDirectoryName(full)!);
        return new FileTarget(stream, state.Length, null, null);
    }

    /// <inheritdoc/>
    public override Task<Delivery> SendAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        SafeFileHandle file = _stream.SafeFileHandle;
        CutWhatDoesNotCount();
        RandomAccess.Write(file, body.Span, _length);
        RandomAccess.FlushToDisk(file);
        _length += body.Length;
        return Task.FromResult(new Delivery(DeliveryStatus.Accepted));
    }

    /// <inheritdoc/>
    public override void Complete()
    {
        CutWhatDoesNotCount();
        if (_partial is null)
            return;
        RandomAccess.FlushToDisk(_stream.SafeFileHandle);
        File.Move(_partial, _final!, overwrite: true);
        PrivateDirectory.Sync(Path.GetDirectoryName(_final!)!);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stream.Dispose();
        if (_partial is not null)
            File.Delete(_partial);
        base.Dispose(disposing);
    }

    // The lock (flock(2), by FileShare.None) keeps a second export with a cursor of its own out.
    private static FileStream Open(string path, FileMode mode) => new(path, new FileStreamOptions
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    // Behind the length stands a batch that a crash or a full disk cut, or that was flushed and whose cursor was not.
    private void CutWhatDoesNotCount()
    {
        if (RandomAccess.GetLength(_stream.SafeFileHandle) > _length)
            RandomAccess.SetLength(_stream.SafeFileHandle, _length);
    }

    private static string TailOf(SafeFileHandle file, long length)
    {
        byte[] tail = new byte[(int)Math.Min(length, TailSize)];
        int read = 0;
        while (read < tail.Length)
        {
            int got = RandomAccess.Read(file, tail.AsSpan(read), length - tail.Length + read);
            if (got == 0)
                break;
            read += got;
        }

        return Convert.ToHexStringLower(SHA256.HashData(tail.AsSpan(0, read)));
    }
}
