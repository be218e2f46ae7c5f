using System.Buffers;
using System.Security.Cryptography;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// Writes one payload. A chunk is held back until it is known whether it is the last, so a payload of up to 64 KiB is one write when it is
/// completed, and costs nothing on disk when it is dropped; of a longer one that is dropped, records stay that nothing names. Not for use by two
/// threads at once.
/// </summary>
public sealed class PayloadWriter : IDisposable
{
    // Layout of the buffer: what is authenticated, of which the prefix starts the record; the chunk; its tag.
    private const int Overhead = PayloadFormat.AssociatedSize + PayloadFormat.TagSize;
    private const int WritebackSize = 16 * PayloadFormat.FullRecordSize;

    private readonly PayloadStore _store;
    private readonly CipherPool _ciphers;
    private readonly long _maximum;
    private IncrementalHash? _hash;
    private byte[] _buffer = [];
    private int _used;
    private uint _chunk;
    private long _number, _previous, _kept, _size, _unsent;
    private bool _isOver;

    internal PayloadWriter(PayloadStore store, CipherPool ciphers, long maximum)
    {
        _store = store;
        _ciphers = ciphers;
        _maximum = maximum;
    }

    /// <summary>Appends bytes; what lies past the size that is kept is counted. It waits for no disk.</summary>
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
            bytes[..count].CopyTo(_buffer.AsSpan(PayloadFormat.AssociatedSize + _used));
            _used += count;
            _kept += count;
            bytes = bytes[count..];
            if (count < wanted)
                return;
        }
    }

    /// <summary>
    /// Seals the payload: from here on it survives the death of this process, and a power loss from the next <see cref="PayloadStore.Flush"/> on. It waits
    /// for no disk. Null when nothing was written.
    /// </summary>
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
        string digest = Convert.ToHexStringLower(SealChunk(isLast: true)!);
        _store.Complete();
        Dispose();
        return new StoredPayload(_previous, digest, _size, _kept < _size);
    }

    /// <summary>Drops the payload unless it is complete.</summary>
    public void Dispose()
    {
        _isOver = true;
        ReturnBuffer();
        _hash?.Dispose();
    }

    /// <summary>Encrypts and writes the chunk. The digest of the payload, if it was the last.</summary>
    private byte[]? SealChunk(bool isLast)
    {
        int size = _used + PayloadFormat.RecordOverhead;
        long position = _store.Allot(size);
        if (position > PayloadFormat.MaximumPosition)
            throw new IOException("The session's payload file is full.");
        if (_chunk == 0)
            _number = position;
        Span<byte> associated = _buffer.AsSpan(0, PayloadFormat.AssociatedSize);
        Span<byte> chunk = _buffer.AsSpan(PayloadFormat.AssociatedSize, _used);
        PayloadFormat.WriteContext(associated, position);
        PayloadFormat.WritePrefix(associated[PayloadFormat.PrefixOffset..], _previous, _used);
        AesGcm cipher = _ciphers.Rent();
        try
        {
            PayloadFormat.Seal(cipher, _number, _chunk, isLast, associated, chunk, _buffer.AsSpan(PayloadFormat.AssociatedSize + _used, PayloadFormat.TagSize));
        }
        finally
        {
            _ciphers.Return(cipher);
        }

        ReadOnlySpan<byte> record = _buffer.AsSpan(PayloadFormat.PrefixOffset, size);
        byte[]? digest = Hash(record, isLast);
        _store.Write(record, position);
        _previous = position;
        _chunk++;
        _used = 0;
        StartWriteback(position, size);
        return digest;
    }

    private byte[]? Hash(ReadOnlySpan<byte> record, bool isLast)
    {
        // Most payloads are one chunk, and need no state to hash.
        if (isLast && _chunk == 0)
            return SHA256.HashData(record);
        _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _hash.AppendData(record);
        return isLast ? _hash.GetHashAndReset() : null;
    }

    // A request's flush must not wait for the hundred megabytes that an answer beside it has left in the page cache.
    private void StartWriteback(long position, int size)
    {
        _unsent += size;
        if (_unsent < WritebackSize)
            return;
        _unsent = 0;
        long from = Math.Max(_number, position - (4 * WritebackSize));
        _store.StartWriteback(from, position + size - from);
    }

    // Most payloads are small: the buffer starts so.
    private void Grow(int size)
    {
        int needed = Overhead + size;
        if (_buffer.Length >= needed)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Min(4 * _buffer.Length, Overhead + PayloadFormat.ChunkSize)));
        if (_buffer.Length > 0)
            _buffer.AsSpan(0, PayloadFormat.AssociatedSize + _used).CopyTo(larger);
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
}
