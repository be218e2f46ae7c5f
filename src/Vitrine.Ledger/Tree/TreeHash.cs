using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Vitrine.Ledger.Tree;

/// <summary>One SHA-256 hash of a Merkle tree (RFC 6962, section 2.1). The default value is 32 zero bytes, which no known input hashes to.</summary>
public readonly struct TreeHash : IEquatable<TreeHash>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    private readonly Buffer _bytes;

    private TreeHash(ReadOnlySpan<byte> bytes) => bytes.CopyTo(_bytes);

    /// <summary>The root of the tree without leaves: SHA-256 of nothing.</summary>
    public static TreeHash Empty => new(
    [
        0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
        0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
    ]);

    /// <summary>The bytes in place; they live as long as the variable does.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Lowercase hexadecimal, 64 characters.</summary>
    public string Hex => Convert.ToHexStringLower(_bytes);

    /// <summary>Takes the first 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public static TreeHash Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Length ? new(bytes[..Length]) : throw new ArgumentException($"A tree hash has {Length} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>SHA-256 of a message, as it is: without the prefix of a leaf or a node.</summary>
    internal static TreeHash Of(ReadOnlySpan<byte> message)
    {
        Span<byte> hash = stackalloc byte[Length];
        Sha256.Hash(message, hash);
        return new TreeHash(hash);
    }

    /// <summary>Reads 44 characters of canonical base64.</summary>
    public static bool TryParseBase64(ReadOnlySpan<char> text, out TreeHash hash)
    {
        Span<byte> bytes = stackalloc byte[Length];
        hash = default;
        // Decoding alone would pass white space and set bits behind the last byte: two texts for one hash.
        if (text.Length != 44 || !Convert.TryFromBase64Chars(text, bytes, out int written) || written != Length)
            return false;
        hash = new TreeHash(bytes);
        return text.SequenceEqual(hash.ToBase64());
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination) => Bytes.CopyTo(destination);

    /// <summary>Standard base64 with padding, 44 characters: the form in a checkpoint.</summary>
    public string ToBase64() => Convert.ToBase64String(_bytes);

    /// <inheritdoc/>
    public bool Equals(TreeHash other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TreeHash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(_bytes);

    /// <inheritdoc/>
    public override string ToString() => Hex;

    /// <summary>Whether both are the same bytes.</summary>
    public static bool operator ==(TreeHash left, TreeHash right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(TreeHash left, TreeHash right) => !left.Equals(right);

    [InlineArray(Length)]
    private struct Buffer
    {
        private byte _first;
    }
}
