using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Runtime.Queries;

/// <summary>
/// Takes the segments of an index as they are made: into a file beside the one that there is, which takes its place when it is whole, or into memory. It
/// is not flushed to disk: what a power loss leaves does not authenticate and is made anew.
/// </summary>
internal sealed class IndexSink : IDisposable
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);
    private readonly SafeFileHandle? _file;
    private readonly string? _path, _temporary;
    private readonly MemoryStream _memory = new();
    private readonly List<SegmentRecord> _segments = [];
    private long _length;

    /// <summary>Into memory.</summary>
    public IndexSink() => Write(IndexFormat.Header);

    /// <summary>Into a file that will be at <paramref name="path"/>.</summary>
    /// <param name="path">Where.</param>
    /// <param name="earlier">What it starts with; null for nothing.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not.</exception>
    public IndexSink(string path, IndexReader? earlier)
    {
        _path = path;
        RemoveAbandoned(path);
        _temporary = $"{path}.{Guid.NewGuid():n}.tmp";
        _file = File.OpenHandle(_temporary, FileMode.CreateNew, FileAccess.Write);
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (earlier is null)
        {
            Write(IndexFormat.Header);
            return;
        }

        earlier.CopyTo(_file);
        _segments.AddRange(earlier.Head.Segments);
        _length = IndexFormat.HeaderSize + earlier.Head.SegmentBytes;
    }

    /// <summary>The segments so far.</summary>
    public IReadOnlyList<SegmentRecord> Segments => _segments;

    /// <exception cref="IOException">It cannot be written.</exception>
    public void Add(SealedSegment segment)
    {
        foreach (byte[] part in segment.Parts)
            Write(part);
        _segments.Add(segment.Record);
    }

    /// <summary>Completes the index; one in memory is returned.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not.</exception>
    public byte[] Complete(IndexHead head, IndexCipher cipher)
    {
        byte[] whole = cipher.Seal(head.ToBytes(), new byte[IndexFormat.IdSize], 0);
        Write(whole);
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, whole.Length);
        Write(length);
        Write(IndexFormat.Header);
        if (_temporary is null)
            return _memory.ToArray();
        File.Move(_temporary, _path!, overwrite: true);
        return [];
    }

    public void Dispose()
    {
        _file?.Dispose();
        if (_temporary is not null)
            File.Delete(_temporary);
    }

    // What a command left that was killed.
    private static void RemoveAbandoned(string path)
    {
        foreach (string left in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".*.tmp"))
            if (TimeProvider.System.GetUtcNow() - File.GetLastWriteTimeUtc(left) > Abandoned)
                File.Delete(left);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_file is null)
            _memory.Write(bytes);
        else
            RandomAccess.Write(_file, bytes, _length);
        _length += bytes.Length;
    }
}
