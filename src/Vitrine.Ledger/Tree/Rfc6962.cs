using System.Buffers;

namespace Vitrine.Ledger.Tree;

/// <summary>
/// The two hashes of RFC 6962, section 2.1. Their prefixes differ, so that no inner node can be shown as a leaf, nor a leaf as a node
/// (a second preimage).
/// </summary>
public static class Rfc6962
{
    private const byte LeafPrefix = 0, NodePrefix = 1;
    private const int OnStack = 1024;

    /// <summary>SHA-256(0x00 ‖ entry).</summary>
    public static TreeHash Leaf(ReadOnlySpan<byte> entry)
    {
        byte[]? rented = null;
        Span<byte> message = entry.Length < OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(entry.Length + 1);
        message[0] = LeafPrefix;
        entry.CopyTo(message[1..]);
        TreeHash hash = TreeHash.Of(message[..(entry.Length + 1)]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    public static TreeHash Node(in TreeHash left, in TreeHash right)
    {
        Span<byte> message = stackalloc byte[1 + (2 * TreeHash.Length)];
        message[0] = NodePrefix;
        left.CopyTo(message[1..]);
        right.CopyTo(message[(1 + TreeHash.Length)..]);
        return TreeHash.Of(message);
    }

    /// <summary>The root of a perfect tree over hashes that stand one after another; the count is a power of two, at most 256.</summary>
    internal static TreeHash Perfect(ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length == TreeHash.Length)
            return TreeHash.Read(hashes);
        int half = hashes.Length / 2;
        TreeHash left = Perfect(hashes[..half]), right = Perfect(hashes[half..]);
        return Node(left, right);
    }
}
