using Microsoft.Win32.SafeHandles;

namespace Vitrine.Runtime.Queries;

/// <summary>An index's bytes, in a file or in memory. The end of a file is read at once: it holds the head, and of a small index all.</summary>
internal sealed class IndexBytes : IDisposable
{
    private const int TailSize = 64 * 1024;
    private readonly SafeFileHandle? _file;
    private readonly byte[] _tail;
    private readonly long _tailOffset;

    /// <summary>Bytes in memory.</summary>
    public IndexBytes(byte[] bytes) => (_tail, Length) = (bytes, bytes.Length);

    private IndexBytes(SafeFileHandle file)
    {
        _file = file;
        Length = RandomAccess.GetLength(file);
        _tailOffset = Math.Max(0, Length - TailSize);
        _tail = new byte[Length - _tailOffset];
        ReadFile(_tail, _tailOffset);
    }

    public long Length { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public static IndexBytes Open(string path)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            return new IndexBytes(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a piece.</summary>
    /// <exception cref="InvalidDataException">There is no such piece.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public byte[] Read(long offset, long count)
    {
        if (offset < 0 || count is < 0 or > IndexFormat.LargestPart || offset > Length - count)
            throw IndexInput.Damaged();
        if (offset >= _tailOffset)
            return _tail.AsSpan((int)(offset - _tailOffset), (int)count).ToArray();
        byte[] piece = new byte[count];
        ReadFile(piece, offset);
        return piece;
    }

    /// <summary>Copies the first bytes to the start of another file.</summary>
    /// <exception cref="IOException">They cannot be read or written.</exception>
    public void CopyTo(SafeFileHandle other, long count)
    {
        const int Piece = 1 << 20;
        for (long offset = 0; offset < count; offset += Piece)
            RandomAccess.Write(other, Read(offset, Math.Min(Piece, count - offset)), offset);
    }

    public void Dispose() => _file?.Dispose();

    private void ReadFile(Span<byte> into, long offset)
    {
        while (!into.IsEmpty)
        {
            int read = RandomAccess.Read(_file!, into, offset);
            if (read == 0)
                throw IndexInput.Damaged();
            into = into[read..];
            offset += read;
        }
    }
}
