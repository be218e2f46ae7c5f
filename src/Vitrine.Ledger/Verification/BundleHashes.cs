using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Verification;

/// <summary>The entries of one bundle and the hashes of their leaves, in buffers that are used again for the next bundle.</summary>
internal sealed class BundleHashes
{
    private readonly int[] _starts = new int[TileId.FullWidth], _lengths = new int[TileId.FullWidth];
    private readonly byte[] _hashes = new byte[TileId.FullWidth * TreeHash.Length];
    private byte[] _bytes = new byte[256 * 1024];

    /// <summary>Entries that could be read, at most as many as the bundle has in the tree.</summary>
    public int Count { get; private set; }

    /// <summary>What is wrong with the bundle as a file, to be put behind its name; null for nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>The file that was read.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The hashes of all entries, one after another.</summary>
    public ReadOnlySpan<byte> Hashes => _hashes.AsSpan(0, Count * TreeHash.Length);

    /// <summary>One entry.</summary>
    public ReadOnlySpan<byte> this[int number] => _bytes.AsSpan(_starts[number], _lengths[number]);

    /// <summary>Reads a bundle and hashes its entries.</summary>
    public TileStatus Read(TileFiles files, long index, bool isQuiet = false)
    {
        (Count, Problem) = (0, null);
        int width = TileId.WidthIn(0, index, files.Size);
        TileStatus status = files.ReadBundle(index, ref _bytes, out int length, out string path, out bool isWider, isQuiet);
        Path = path;
        if (status != TileStatus.Good)
            return status;
        ReadOnlySpan<byte> bundle = _bytes.AsSpan(0, length);
        int at = 0;
        while (Count < width && EntryBundle.TryRead(bundle, ref at, out ReadOnlySpan<byte> entry))
        {
            (_starts[Count], _lengths[Count]) = (at - entry.Length, entry.Length);
            Rfc6962.Leaf(entry).CopyTo(_hashes.AsSpan(Count * TreeHash.Length));
            Count++;
        }

        if (Count < width)
            Problem = at < length ? $"is cut off or malformed behind its entry {Count}" : $"ends after {Count} of {width} entries";
        else if (at < length && !isWider)
            Problem = $"has {length - at} bytes behind its {width} entries";
        return TileStatus.Good;
    }
}
