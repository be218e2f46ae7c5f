using System.Security.Cryptography;
using Vitrine.Ledger.Tree;
using Xunit;

namespace Vitrine.Tests.Ledger.Tree;

public sealed class Rfc6962Tests
{
    // The eight entries of Certificate Transparency's reference tests.
    private static readonly string[] Entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_roots_are_those_of_Certificate_Transparency_s_tests(int size, string root)
    {
        var builder = new TreeBuilder();
        foreach (string entry in Entries.Take(size))
            builder.Append(Rfc6962.Leaf(Convert.FromHexString(entry)));
        Assert.Equal(root, builder.Root.Hex);
    }

    [Fact]
    public void The_first_entry_s_audit_path_is_that_of_Certificate_Transparency_s_tests()
    {
        var tiles = new MemoryTiles();
        foreach (string entry in Entries)
            tiles.Builder.Append(Rfc6962.Leaf(Convert.FromHexString(entry)));
        tiles.Publish();
        Assert.Equal(
            ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
            TreeProofs.Inclusion(tiles, 0, 8).Select(hash => hash.Hex));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    [InlineData(1022)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(65_535)]
    public void A_leaf_is_hashed_behind_a_zero_byte_whatever_its_length(int length)
    {
        byte[] entry = new byte[length];
        new Random(length).NextBytes(entry);
        for (int round = 0; round < 3; round++)
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([0, .. entry])), Rfc6962.Leaf(entry).Hex);
    }

    [Fact]
    public void Two_nodes_written_as_an_entry_do_not_have_their_parent_s_hash()
    {
        TreeHash left = Rfc6962.Leaf([1]), right = Rfc6962.Leaf([2]), parent = Rfc6962.Node(left, right);
        byte[] both = [.. left.Bytes, .. right.Bytes];
        Assert.NotEqual(parent, Rfc6962.Leaf(both));
        Assert.NotEqual(parent, Rfc6962.Leaf([1, .. both]));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([1, .. both])), parent.Hex);
        Assert.NotEqual(parent, Rfc6962.Node(right, left));
        // Nor does the parent, put forward as an entry, pass for a leaf of the tree.
        Assert.False(TreeProofs.VerifyInclusion(Rfc6962.Leaf(both), 0, 1, [], parent));
    }

    [Fact]
    public void Threads_do_not_disturb_each_other() => Parallel.For(0, 64, i =>
    {
        byte[] entry = [(byte)i, 1, 2];
        string expected = Convert.ToHexStringLower(SHA256.HashData([0, .. entry]));
        for (int round = 0; round < 500; round++)
            Assert.Equal(expected, Rfc6962.Leaf(entry).Hex);
    });

    [Fact]
    public void A_hash_has_one_text()
    {
        TreeHash hash = Rfc6962.Leaf([1]);
        Assert.True(TreeHash.TryParseBase64(hash.ToBase64(), out TreeHash read));
        Assert.True(read == hash && !(read != hash) && read.GetHashCode() == hash.GetHashCode() && read.Equals((object)hash));
        Assert.Equal(hash, TreeHash.Read([.. hash.Bytes, 1]));
        Assert.Throws<ArgumentException>(() => TreeHash.Read(new byte[31]));
        foreach (string wrong in (string[])["", hash.ToBase64() + "\n", hash.ToBase64()[..^1], hash.ToBase64()[..^1] + " ", new string('A', 44),
            " " + hash.ToBase64()[1..]])
            Assert.False(TreeHash.TryParseBase64(wrong, out _));
    }
}
