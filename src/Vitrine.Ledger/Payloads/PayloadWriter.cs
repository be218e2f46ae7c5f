using System.Buffers;
using System.Security.Cryptography;
using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// Writes one payload. A chunk is held back until it is known whether it is the last, so a payload of up to 64 KiB is one write when it is
/// completed, and costs nothing on disk when it is dropped. Not for use by two threads at once.
/// </summary>
public sealed class PayloadWriter : IDisposable
{
    private readonly PayloadStore _store;
    private readonly long _number, _maximum;
    private AesGcm? _cipher;
    private IncrementalHash? _hash;
    private DurableFile? _file;
    private byte[] _buffer = [];
    private int _used;
    private uint _chunk;
    private long _position, _kept, _size;
    private bool _isOver;

    internal PayloadWriter(PayloadStore store, long number, long maximum)
    {
        _store = store;
        _number = number;
        _maximum = maximum;
    }

    /// <summary>Appends bytes; what lies past the size that is kept is counted.</summary>
    /// <exception cref="IOException">They cannot be stored; the payload is lost.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        _size += bytes.Length;
        while (!bytes.IsEmpty && _kept < _maximum)
        {
            if (_used == PayloadFormat.ChunkSize)
                SealChunk(isLast: false);
            int wanted = (int)Math.Min(Math.Min(bytes.Length, PayloadFormat.ChunkSize - _used), _maximum - _kept);
            int count = _store.Reserve(wanted);
            Grow(_used + count);
            bytes[..count].CopyTo(_buffer.AsSpan(PayloadFormat.HeaderSize + _used));
            _used += count;
            _kept += count;
            bytes = bytes[count..];
            if (count < wanted)
                return;
        }
    }

    /// <summary>Seals the payload; it is durable, with its name, when this returns. Null when nothing was written.</summary>
    /// <exception cref="IOException">It cannot be stored; the payload is lost.</exception>
    public StoredPayload? Complete()
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        if (_size == 0)
        {
            Dispose();
            return null;
        }

        Grow(0);
        SealChunk(isLast: true);
        // A crash before all is done leaves a file that no entry names, or none.
        _file!.Sync();
        _store.EnsureDurable();
        DurableFile.SyncDirectory(_store.Directory);
        var stored = new StoredPayload(_number, Convert.ToHexStringLower(_hash!.GetHashAndReset()), _size, _kept < _size);
        Release();
        return stored;
    }

    /// <summary>Drops the payload unless it is complete.</summary>
    public void Dispose()
    {
        if (_isOver)
            return;
        bool hasFile = _file is not null;
        Release();
        if (hasFile)
            File.Delete(PayloadFormat.PathOf(_store.Directory, _number));
    }

    private void SealChunk(bool isLast)
    {
        _cipher ??= _store.Key.CreateCipher();
        _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _file ??= DurableFile.CreateNew(PayloadFormat.PathOf(_store.Directory, _number));
        Span<byte> chunk = _buffer.AsSpan(PayloadFormat.HeaderSize, _used);
        Span<byte> tag = _buffer.AsSpan(PayloadFormat.HeaderSize + _used, PayloadFormat.TagSize);
        PayloadFormat.Seal(_cipher, _number, _chunk, isLast, chunk, tag);
        int skip = _chunk == 0 ? 0 : PayloadFormat.HeaderSize;
        PayloadFormat.Header.CopyTo(_buffer);
        ReadOnlySpan<byte> stored = _buffer.AsSpan(skip, PayloadFormat.HeaderSize + _used + PayloadFormat.TagSize - skip);
        _hash.AppendData(stored);
        _file.Write(stored, _position);
        _position += stored.Length;
        _chunk++;
        _used = 0;
    }

    // Most payloads are small: the buffer starts so. Layout: room for the header, the chunk, room for the tag.
    private void Grow(int size)
    {
        int needed = PayloadFormat.HeaderSize + size + PayloadFormat.TagSize;
        if (_buffer.Length >= needed)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Min(4 * _buffer.Length, PayloadFormat.HeaderSize + PayloadFormat.SealedChunkSize)));
        _buffer.AsSpan(0, _buffer.Length == 0 ? 0 : PayloadFormat.HeaderSize + _used).CopyTo(larger);
        ReturnBuffer();
        _buffer = larger;
    }

    private void ReturnBuffer()
    {
        // What is in it may be in clear.
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    private void Release()
    {
        _isOver = true;
        ReturnBuffer();
        _cipher?.Dispose();
        _hash?.Dispose();
        _file?.Dispose();
    }
}
