using System.Security.Cryptography;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// One entry shown to someone who has no key, as with a disclosure of SD-JWT (RFC 9901). To check it, with SHA-256 alone:
/// <code>
/// commitment = SHA-256("vitrine-disclosure/v1\n" ‖ salt ‖ entry)
/// SHA-256(commitment ‖ boxDigest)                               equals the member "sealed" of the entry's leaf
/// </code>
/// and the leaf is in the tree, by its inclusion proof. The salt is of this entry alone: it tells nothing of any other.
/// </summary>
/// <param name="Salt">32 bytes.</param>
/// <param name="Entry">The entry's bytes, as they were recorded.</param>
/// <param name="BoxDigest">SHA-256 of the encrypted part of the sealed record (all but its first 32 bytes); 32 bytes.</param>
public sealed record Disclosure(ReadOnlyMemory<byte> Salt, ReadOnlyMemory<byte> Entry, ReadOnlyMemory<byte> BoxDigest)
{
    /// <summary>Bytes of a salt and of a digest.</summary>
    public const int SaltSize = 32, DigestSize = SHA256.HashSizeInBytes;

    internal static ReadOnlySpan<byte> Label => "vitrine-disclosure/v1\n"u8;

    /// <summary>Whether these are the salt and the entry behind a leaf.</summary>
    /// <param name="sealedDigest">The member <c>sealed</c> of the leaf, as 32 bytes.</param>
    public bool Verify(ReadOnlySpan<byte> sealedDigest)
    {
        if (Salt.Length != SaltSize || BoxDigest.Length != DigestSize || sealedDigest.Length != DigestSize)
            return false;
        byte[] input = new byte[Label.Length + SaltSize + Entry.Length];
        Label.CopyTo(input);
        Salt.Span.CopyTo(input.AsSpan(Label.Length));
        Entry.Span.CopyTo(input.AsSpan(Label.Length + SaltSize));
        Span<byte> digest = stackalloc byte[DigestSize];
        SealedRecord.Digest(SHA256.HashData(input), BoxDigest.Span, digest);
        return digest.SequenceEqual(sealedDigest);
    }

    /// <summary>As <see cref="Verify(ReadOnlySpan{byte})"/>, of the digest as the leaf writes it: 64 lower-case hex digits.</summary>
    public bool Verify(string sealedDigest)
    {
        ArgumentNullException.ThrowIfNull(sealedDigest);
        return sealedDigest.Length == 2 * DigestSize
            && !sealedDigest.AsSpan().ContainsAnyExceptInRange('0', 'f')
            && !sealedDigest.AsSpan().ContainsAnyInRange('A', 'Z')
            && Convert.FromHexString(sealedDigest, stackalloc byte[DigestSize], out _, out _) == System.Buffers.OperationStatus.Done
            && Verify(Convert.FromHexString(sealedDigest));
    }
}
