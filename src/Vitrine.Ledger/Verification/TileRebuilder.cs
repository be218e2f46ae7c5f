using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Verification;

/// <summary>Makes tiles again from what lies below them, to find out which file of several that disagree was changed. For one thread.</summary>
internal sealed class TileRebuilder(TileFiles files)
{
    private const int TileBytes = TileId.FullWidth * TreeHash.Length;
    private readonly BundleHashes _bundle = new();
    private byte[] _buffer = new byte[TileBytes + 1];

    /// <summary>The hashes of a tile as what lies one level below gives them; null where not all of that is there.</summary>
    public byte[]? Rebuild(int level, long index)
    {
        int width = TileId.WidthIn(level, index, files.Size);
        if (level == 0)
            return _bundle.Read(files, index, isQuiet: true) == TileStatus.Good && _bundle.Count == width ? _bundle.Hashes.ToArray() : null;
        byte[] hashes = new byte[width * TreeHash.Length];
        for (int i = 0; i < width; i++)
        {
            if (HashOf(level - 1, (index * TileId.FullWidth) + i) is not { } hash)
                return null;
            hash.CopyTo(hashes.AsSpan(i * TreeHash.Length));
        }

        return hashes;
    }

    /// <summary>
    /// The hashes of a full tile such that they give a hash that is known to be right: the stored ones, those from below, or of each place the one on whose
    /// side what lies two levels below is. Null where none does.
    /// </summary>
    public byte[]? Solve(int level, long index, byte[]? stored, in TreeHash right)
    {
        if (stored is not null && Rfc6962.Perfect(stored) == right)
            return stored;
        if (Rebuild(level, index) is not { } rebuilt)
            return null;
        if (Rfc6962.Perfect(rebuilt) == right)
            return rebuilt;
        if (stored is null || level == 0)
            return null;
        byte[] mixture = [.. stored];
        for (int i = 0; i < TileId.FullWidth; i++)
        {
            Span<byte> place = mixture.AsSpan(i * TreeHash.Length, TreeHash.Length);
            ReadOnlySpan<byte> other = rebuilt.AsSpan(i * TreeHash.Length, TreeHash.Length);
            if (!place.SequenceEqual(other)
                && Rebuild(level - 1, (index * TileId.FullWidth) + i) is { } below
                && Rfc6962.Perfect(below).Bytes.SequenceEqual(other))
                other.CopyTo(place);
        }

        return Rfc6962.Perfect(mixture) == right ? mixture : null;
    }

    private TreeHash? HashOf(int level, long index)
    {
        if (files.ReadTile(level, index, ref _buffer, isQuiet: true) == TileStatus.Good)
            return Rfc6962.Perfect(_buffer.AsSpan(0, TileBytes));
        return Rebuild(level, index) is { } hashes ? Rfc6962.Perfect(hashes) : null;
    }
}
