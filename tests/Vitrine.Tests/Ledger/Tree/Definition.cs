using System.Security.Cryptography;
using Vitrine.Ledger.Tree;

namespace Vitrine.Tests.Ledger.Tree;

/// <summary>RFC 6962, sections 2.1 to 2.1.2, as recursive as it is written: MTH, PATH, PROOF and SUBPROOF. Shares no code with what it judges.</summary>
internal static class Definition
{
    public static TreeHash Root(ReadOnlySpan<TreeHash> leaves)
    {
        if (leaves.IsEmpty)
            return TreeHash.Read(SHA256.HashData([]));
        if (leaves.Length == 1)
            return leaves[0];
        int k = Left(leaves.Length);
        return TreeHash.Read(SHA256.HashData([1, .. Root(leaves[..k]).Bytes, .. Root(leaves[k..]).Bytes]));
    }

    public static TreeHash[] Path(int m, ReadOnlySpan<TreeHash> leaves)
    {
        if (leaves.Length == 1)
            return [];
        int k = Left(leaves.Length);
        return m < k ? [.. Path(m, leaves[..k]), Root(leaves[k..])] : [.. Path(m - k, leaves[k..]), Root(leaves[..k])];
    }

    public static TreeHash[] Proof(int m, ReadOnlySpan<TreeHash> leaves, bool isOldRoot)
    {
        if (m == leaves.Length)
            return isOldRoot ? [] : [Root(leaves)];
        int k = Left(leaves.Length);
        return m <= k
            ? [.. Proof(m, leaves[..k], isOldRoot), Root(leaves[k..])]
            : [.. Proof(m - k, leaves[k..], false), Root(leaves[..k])];
    }

    private static int Left(int count)
    {
        int k = 1;
        while (k * 2 < count)
            k *= 2;
        return k;
    }
}
