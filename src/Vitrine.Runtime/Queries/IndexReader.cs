using System.Buffers.Binary;

namespace Vitrine.Runtime.Queries;

/// <summary>An index, opened. It owns its bytes, not the cipher.</summary>
internal sealed class IndexReader : IDisposable
{
    private readonly IndexBytes _bytes;
    private readonly IndexCipher _cipher;

    /// <summary>Opens an index.</summary>
    /// <exception cref="InvalidDataException">The bytes are none, or of another session.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    public IndexReader(IndexBytes bytes, IndexCipher cipher)
    {
        (_bytes, _cipher) = (bytes, cipher);
        if (bytes.Length < IndexFormat.HeaderSize + IndexFormat.TrailerSize
            || !bytes.Read(0, IndexFormat.HeaderSize).AsSpan().SequenceEqual(IndexFormat.Header))
            throw IndexInput.Damaged();
        byte[] trailer = bytes.Read(bytes.Length - IndexFormat.TrailerSize, IndexFormat.TrailerSize);
        int length = BinaryPrimitives.ReadInt32BigEndian(trailer);
        if (!trailer.AsSpan(sizeof(int)).SequenceEqual(IndexFormat.Header) || length is < 0 or > IndexFormat.LargestPart)
            throw IndexInput.Damaged();
        long start = bytes.Length - IndexFormat.TrailerSize - length;
        Head = IndexHead.Read(cipher.Open(bytes.Read(start, length), new byte[IndexFormat.IdSize], 0));
        if (IndexFormat.HeaderSize + Head.SegmentBytes != start)
            throw IndexInput.Damaged();
    }

    public IndexHead Head { get; }

    /// <summary>Opens a file; null when there is none that can be used, whatever the reason: it is then made anew.</summary>
    public static IndexReader? TryOpen(string path, IndexCipher cipher)
    {
        IndexBytes? bytes = null;
        try
        {
            bytes = IndexBytes.Open(path);
            return new IndexReader(bytes, cipher);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            bytes?.Dispose();
            return null;
        }
    }

    /// <summary>Opens each segment that a query may find something in.</summary>
    /// <exception cref="InvalidDataException">One is damaged.</exception>
    /// <exception cref="IOException">One cannot be read.</exception>
    public IEnumerable<SegmentReader> Segments(Func<SegmentRecord, bool> isWanted)
    {
        long start = IndexFormat.HeaderSize;
        foreach (SegmentRecord segment in Head.Segments)
        {
            if (isWanted(segment))
                yield return new SegmentReader(_bytes, start, segment, _cipher);
            start += segment.Length;
        }
    }

    /// <summary>Copies header and segments to the start of another file.</summary>
    public void CopyTo(Microsoft.Win32.SafeHandles.SafeFileHandle other) => _bytes.CopyTo(other, IndexFormat.HeaderSize + Head.SegmentBytes);

    public void Dispose() => _bytes.Dispose();
}
