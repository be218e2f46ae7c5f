using System.Globalization;
using System.Text;

namespace Vitrine.Ledger.Tree;

/// <summary>
/// Paths of tiles and bundles, relative to the log's prefix: <c>tile/0/x001/x234/067.p/8</c>, <c>tile/entries/000</c> (C2SP tlog-tiles).
/// There is one path for one tile; any other spelling is refused.
/// </summary>
public static class TilePath
{
    private const int HighestLevel = 63;
    // "tile/entries/", seven groups of an index below 2^63, ".p/255".
    private const int Longest = 64;

    /// <summary>The path of a tile of hashes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such tile can be.</exception>
    public static string Tile(int level, long index, int width = TileId.FullWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, HighestLevel);
        return Write($"tile/{level.ToString(CultureInfo.InvariantCulture)}/", index, width);
    }

    /// <summary>The path of a bundle of entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such bundle can be.</exception>
    public static string Entries(long index, int width = TileId.FullWidth) => Write("tile/entries/", index, width);

    /// <summary>Reads a path that one of the others wrote.</summary>
    public static bool TryParse(string path, out TileId id)
    {
        ArgumentNullException.ThrowIfNull(path);
        id = default;
        if (path.Length > Longest || !path.StartsWith("tile/", StringComparison.Ordinal))
            return false;
        ReadOnlySpan<char> rest = path.AsSpan("tile/".Length);
        int slash = rest.IndexOf('/');
        if (slash < 0)
            return false;
        int level = TileId.EntriesLevel;
        if (rest[..slash] is not "entries" && !TryReadNumber(rest[..slash], HighestLevel, out level))
            return false;
        rest = rest[(slash + 1)..];

        int width = TileId.FullWidth, suffix = rest.IndexOf(".p/", StringComparison.Ordinal);
        if (suffix >= 0)
        {
            if (!TryReadNumber(rest[(suffix + 3)..], TileId.FullWidth - 1, out width) || width == 0)
                return false;
            rest = rest[..suffix];
        }

        if (!TryReadIndex(rest, out long index))
            return false;
        id = new TileId(level, index, width);
        return true;
    }

    private static string Write(string prefix, long index, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, TileId.FullWidth);
        var groups = new StringBuilder(Group(index));
        for (long left = index / 1000; left > 0; left /= 1000)
            groups.Insert(0, $"x{Group(left)}/");
        if (width < TileId.FullWidth)
            groups.Append(".p/").Append(width.ToString(CultureInfo.InvariantCulture));
        return groups.Insert(0, prefix).ToString();
    }

    private static string Group(long index) => (index % 1000).ToString("000", CultureInfo.InvariantCulture);

    private static bool TryReadIndex(ReadOnlySpan<char> groups, out long index)
    {
        index = 0;
        // A first group of zeros would be a second name for the same tile.
        if (groups.StartsWith("x000", StringComparison.Ordinal))
            return false;
        while (true)
        {
            bool isLast = !groups.StartsWith('x');
            if (!isLast)
                groups = groups[1..];
            if (groups.Length < 3 || groups[..3].ContainsAnyExceptInRange('0', '9'))
                return false;
            int group = ((groups[0] - '0') * 100) + ((groups[1] - '0') * 10) + (groups[2] - '0');
            if (index > (long.MaxValue - group) / 1000)
                return false;
            index = (index * 1000) + group;
            groups = groups[3..];
            if (isLast)
                return groups.IsEmpty;
            if (!groups.StartsWith('/'))
                return false;
            groups = groups[1..];
        }
    }

    private static bool TryReadNumber(ReadOnlySpan<char> digits, int highest, out int number)
    {
        number = 0;
        // .NET's parser alone would let zero bytes follow the digits.
        return !digits.ContainsAnyExceptInRange('0', '9') && digits.Length <= 3 && (digits is "0" || !digits.StartsWith('0'))
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= highest;
    }
}
