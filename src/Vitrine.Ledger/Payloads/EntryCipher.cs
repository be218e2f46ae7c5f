using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// Makes and opens the sealed records of a session's entries.
/// <code>
/// entry key = HKDF-SHA-256(session key, "vitrine-entries/v1")      salt key = HKDF-SHA-256(session key, "vitrine-salts/v1")     RFC 5869, no salt
/// salt      = HMAC-SHA-256(salt key, "vitrine-salt/v1" ‖ opening ‖ sequence)
/// nonce     = opening (32 bit) ‖ sequence (64 bit)                  big-endian; the cipher is AES-256-GCM
/// </code>
/// Keys of their own keep these nonces apart from those of the payload store. A sequence can come twice: its frame was torn by a crash, cut off, and
/// another entry took its place. So whoever begins to write draws an opening at random, and within one the sequence only goes up; two openings
/// of one session are the same once in 2^32 crashes. Not for use by two threads at once.
/// </summary>
public sealed class EntryCipher : IDisposable
{
    private const int KeySize = 32, NonceSize = 12;
    private readonly AesGcm _cipher;
    private readonly SaltMaker _salts;
    private readonly uint _opening;
    private long _last = -1;

    // What is committed to, so that it is hashed in one call: label, salt, entry.
    private byte[] _committed = new byte[4096];

    /// <summary>Derives what is needed; the key itself is not kept.</summary>
    public EntryCipher(SessionKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Span<byte> bytes = stackalloc byte[KeySize];
        key.Derive("vitrine-entries/v1"u8, bytes);
        _cipher = new AesGcm(bytes, SealedRecord.TagSize);
        CryptographicOperations.ZeroMemory(bytes);
        _salts = new SaltMaker(key);
        Span<byte> opening = stackalloc byte[SealedRecord.OpeningSize];
        RandomNumberGenerator.Fill(opening);
        _opening = BinaryPrimitives.ReadUInt32BigEndian(opening);
        Disclosure.Label.CopyTo(_committed);
    }

    private static int Prefix => Disclosure.Label.Length + Disclosure.SaltSize;

    /// <summary>Seals an entry.</summary>
    /// <param name="sequence">Its number in the session, above all that this cipher has sealed.</param>
    /// <param name="entry">Its bytes.</param>
    /// <param name="record">Where the record goes; <see cref="SealedRecord.Overhead"/> bytes longer than the entry.</param>
    /// <param name="digest">Where the digest for the leaf goes; 32 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sequence would come a second time, and a nonce with it.</exception>
    public void Seal(long sequence, ReadOnlySpan<byte> entry, Span<byte> record, Span<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(sequence, _last);
        ArgumentOutOfRangeException.ThrowIfNotEqual(record.Length, entry.Length + SealedRecord.Overhead);
        _last = sequence;
        Span<byte> box = record[SealedRecord.CommitmentSize..];
        BinaryPrimitives.WriteUInt32BigEndian(box, _opening);
        Commit(_opening, sequence, entry, record[..SealedRecord.CommitmentSize]);
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(nonce, _opening, sequence);
        _cipher.Encrypt(nonce, entry, box[SealedRecord.OpeningSize..^SealedRecord.TagSize], box[^SealedRecord.TagSize..]);
        SealedRecord.TryDigest(record, digest);
    }

    /// <summary>Opens a record.</summary>
    /// <param name="sequence">Number of its entry.</param>
    /// <param name="record">The record, which may be anything.</param>
    /// <param name="entry">Where the entry goes; <see cref="SealedRecord.Overhead"/> bytes shorter than the record. Blank unless the record is
    /// authentic.</param>
    /// <returns>Whether this record was sealed under this key for this sequence, and commits to this entry.</returns>
    public bool TryOpen(long sequence, ReadOnlySpan<byte> record, Span<byte> entry)
    {
        if (!TryDecrypt(sequence, record, entry))
            return false;
        Span<byte> commitment = stackalloc byte[SealedRecord.CommitmentSize];
        Commit(BinaryPrimitives.ReadUInt32BigEndian(record[SealedRecord.CommitmentSize..]), sequence, entry, commitment);
        if (commitment.SequenceEqual(record[..SealedRecord.CommitmentSize]))
            return true;
        entry.Clear();
        return false;
    }

    /// <summary>
    /// Opens a record and leaves out whether its commitment is to this entry, which only matters to who proves it to others, and takes as long again: for
    /// searches. The entry is authentic all the same.
    /// </summary>
    /// <param name="sequence">Number of its entry.</param>
    /// <param name="record">The record, which may be anything.</param>
    /// <param name="entry">Where the entry goes; <see cref="SealedRecord.Overhead"/> bytes shorter than the record. Blank unless the record is
    /// authentic.</param>
    /// <returns>Whether this record was sealed under this key for this sequence.</returns>
    public bool TryDecrypt(long sequence, ReadOnlySpan<byte> record, Span<byte> entry)
    {
        if (record.Length < SealedRecord.Overhead || entry.Length != record.Length - SealedRecord.Overhead)
            return false;
        ReadOnlySpan<byte> box = record[SealedRecord.CommitmentSize..];
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(nonce, BinaryPrimitives.ReadUInt32BigEndian(box), sequence);
        try
        {
            _cipher.Decrypt(nonce, box[SealedRecord.OpeningSize..^SealedRecord.TagSize], box[^SealedRecord.TagSize..], entry);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>Gives what proves one entry to someone without the key; null where the record does not open.</summary>
    public Disclosure? Disclose(long sequence, ReadOnlySpan<byte> record)
    {
        byte[] entry = new byte[Math.Max(0, record.Length - SealedRecord.Overhead)];
        if (!TryOpen(sequence, record, entry))
            return null;
        ReadOnlySpan<byte> box = record[SealedRecord.CommitmentSize..];
        byte[] salt = new byte[Disclosure.SaltSize];
        _salts.Write(BinaryPrimitives.ReadUInt32BigEndian(box), sequence, salt);
        return new Disclosure(salt, entry, SHA256.HashData(box));
    }

    /// <summary>Blanks what was derived.</summary>
    public void Dispose()
    {
        _cipher.Dispose();
        _salts.Dispose();
        CryptographicOperations.ZeroMemory(_committed);
    }

    private static void WriteNonce(Span<byte> nonce, uint opening, long sequence)
    {
        BinaryPrimitives.WriteUInt32BigEndian(nonce, opening);
        BinaryPrimitives.WriteInt64BigEndian(nonce[sizeof(uint)..], sequence);
    }

    private void Commit(uint opening, long sequence, ReadOnlySpan<byte> entry, Span<byte> commitment)
    {
        if (_committed.Length < Prefix + entry.Length)
        {
            CryptographicOperations.ZeroMemory(_committed);
            _committed = new byte[Math.Max(Prefix + entry.Length, 2 * _committed.Length)];
            Disclosure.Label.CopyTo(_committed);
        }

        _salts.Write(opening, sequence, _committed.AsSpan(Disclosure.Label.Length, Disclosure.SaltSize));
        entry.CopyTo(_committed.AsSpan(Prefix));
        SHA256.HashData(_committed.AsSpan(0, Prefix + entry.Length), commitment);
    }
}
