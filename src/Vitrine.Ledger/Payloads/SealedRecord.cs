using System.Security.Cryptography;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// An entry as only the session's key opens it. Its digest stands in the entry's leaf.
/// <code>
/// record = commitment (32) ‖ box                         box = opening (32 bit, big-endian) ‖ entry, encrypted ‖ GCM tag (16)
/// digest = SHA-256(commitment ‖ SHA-256(box))
/// </code>
/// <i>commitment</i> binds the entry and a salt that is not stored (see <see cref="EntryCipher"/>), so whoever is given both can check them against the
/// leaf without the key (<see cref="Disclosure"/>), and whoever is not learns nothing from it, not even by guessing the entry. <i>opening</i> is a
/// random number that the writer drew when it began: part of the nonce.
/// </summary>
public static class SealedRecord
{
    /// <summary>What a record has besides the bytes of its entry.</summary>
    public const int Overhead = CommitmentSize + OpeningSize + TagSize;

    internal const int CommitmentSize = SHA256.HashSizeInBytes, OpeningSize = sizeof(uint), TagSize = 16;

    /// <summary>Computes the digest that the leaf of an unmodified record has. It needs no key.</summary>
    /// <param name="record">The record.</param>
    /// <param name="digest">32 bytes.</param>
    /// <returns>False when it is too short for a record; nothing was written then.</returns>
    public static bool TryDigest(ReadOnlySpan<byte> record, Span<byte> digest)
    {
        if (record.Length < Overhead)
            return false;
        Span<byte> box = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(record[CommitmentSize..], box);
        Digest(record[..CommitmentSize], box, digest);
        return true;
    }

    internal static void Digest(ReadOnlySpan<byte> commitment, ReadOnlySpan<byte> box, Span<byte> digest)
    {
        Span<byte> both = stackalloc byte[CommitmentSize + SHA256.HashSizeInBytes];
        commitment.CopyTo(both);
        box.CopyTo(both[CommitmentSize..]);
        SHA256.HashData(both, digest);
    }
}
