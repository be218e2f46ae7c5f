using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Vitrine.Ledger.Tree;

namespace Vitrine.Fuzz;

/// <summary>Paths of tiles, bundles of entries, and the proofs that another machine hands in.</summary>
internal static class TreeFuzz
{
    private const int Size = 1000;
    private static readonly Tiles Source = new();
    private static readonly TreeHash Root = TreeProofs.Root(Source, Size);

    /// <summary>A path: one spelling for one tile.</summary>
    public static void Path(ReadOnlySpan<byte> input)
    {
        string text = Encoding.UTF8.GetString(input);
        if (TilePath.TryParse(text, out TileId tile))
            BrokenPropertyException.Unless(tile.ToString() == text && tile is { Index: >= 0, Width: >= 1 and <= 256, Level: >= -1 and <= 63 },
                "a tile has one path");
    }

    /// <summary>A bundle: its entries written again are the bytes up to where reading ended.</summary>
    public static void Bundle(ReadOnlySpan<byte> input)
    {
        var again = new ArrayBufferWriter<byte>();
        int offset = 0;
        while (EntryBundle.TryRead(input, ref offset, out ReadOnlySpan<byte> entry))
            EntryBundle.Append(again, entry);
        BrokenPropertyException.Unless(input[..offset].SequenceEqual(again.WrittenSpan), "entries are the bytes that were read");
        BrokenPropertyException.Unless(offset == input.Length || input.Length - offset < 2 + EntryBundle.MaxEntryBytes,
            "reading ends where an entry is cut off");
    }

    /// <summary>A proof: kind, two numbers, hashes. With the true size and roots the one good proof verifies and no other.</summary>
    public static void Proof(ReadOnlySpan<byte> input)
    {
        if (input.Length < 17)
            return;
        bool isInclusion = (input[0] & 1) == 0;
        long first = BinaryPrimitives.ReadInt64BigEndian(input[1..]), size = BinaryPrimitives.ReadInt64BigEndian(input[9..]);
        var hashes = new List<TreeHash>();
        for (ReadOnlySpan<byte> rest = input[17..]; rest.Length >= TreeHash.Length; rest = rest[TreeHash.Length..])
            hashes.Add(TreeHash.Read(rest));
        TreeHash[] proof = [.. hashes];

        bool isKnown = first >= 0 && size == Size && (isInclusion ? first < Size : first <= Size);
        TreeHash own = !isKnown ? Root : isInclusion ? Tiles.LeafAt(first) : TreeProofs.Root(Source, first);
        bool isGood = isInclusion ? TreeProofs.VerifyInclusion(own, first, size, proof, Root) : TreeProofs.VerifyConsistency(first, own, size, Root, proof);
        if (isKnown)
        {
            TreeHash[] good = isInclusion ? TreeProofs.Inclusion(Source, first, Size) : TreeProofs.Consistency(Source, first, Size);
            BrokenPropertyException.Unless(isGood == good.AsSpan().SequenceEqual(proof), "one proof is good and no other");
        }
        else
        {
            BrokenPropertyException.Unless(!isGood || (first == size && proof.Length == 0) || (isInclusion && first == 0 && size == 1),
                "nothing is proved of a tree that is not there");
        }
    }

    private sealed class Tiles : TileSource
    {
        private readonly Dictionary<(int, long), byte[]> _tiles = [];

        public Tiles()
        {
            var builder = new TreeBuilder(Keep);
            for (long i = 0; i < Size; i++)
                builder.Append(LeafAt(i));
            builder.VisitPartialTiles(Keep);
        }

        public static TreeHash LeafAt(long index) => Rfc6962.Leaf(BitConverter.GetBytes(index));

        public override bool TryReadTile(int level, long index, int width, Span<byte> hashes) =>
            _tiles[(level, index)].AsSpan(0, hashes.Length).TryCopyTo(hashes);

        private void Keep(TileId tile, ReadOnlySpan<byte> hashes) => _tiles[(tile.Level, tile.Index)] = hashes.ToArray();
    }
}
