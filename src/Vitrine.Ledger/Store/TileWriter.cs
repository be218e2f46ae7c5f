using System.Globalization;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Store;

/// <summary>
/// Writes the tiles and bundles of one turn. Until a checkpoint covers them nobody reads them, so they are written where they belong; what a crash left there
/// is written over, and partial ones that no checkpoint ever covered are removed: once the tree has passed them they would look changed.
/// </summary>
/// <param name="directory">The log.</param>
/// <param name="published">The size of the newest checkpoint.</param>
internal sealed class TileWriter(string directory, long published) : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int MostOpen = 64;
    private readonly List<DurableFile> _open = [];
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly List<string> _superseded = [];

    /// <summary>Writes a tile or bundle. Once a full one is published, its partial forms are not needed any more.</summary>
    public void Write(TileId tile, ReadOnlySpan<byte> bytes)
    {
        string full = Path.Combine(directory, tile.ToString());
        string parent = Path.GetDirectoryName(full)!, partial = tile.IsPartial ? parent : full + ".p";
        if (_directories.Add(parent))
            Make(parent);
        RemoveUnpublished(partial, tile);
        if (!tile.IsPartial)
            _superseded.Add(partial);
        var file = DurableFile.Overwrite(full);
        _open.Add(file);
        file.Write(bytes, 0);
        if (_open.Count >= MostOpen)
            SyncFiles();
    }

    /// <summary>Makes all that was written durable, with the names that lead to it.</summary>
    public void Sync()
    {
        SyncFiles();
        foreach (string name in _directories)
            DurableFile.SyncDirectory(name);
        _directories.Clear();
    }

    /// <summary>Removes the partial tiles in whose place full ones were published.</summary>
    public void RemoveSuperseded()
    {
        foreach (string path in _superseded)
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DurableFile file in _open)
            file.Dispose();
        _open.Clear();
    }

    private void SyncFiles()
    {
        foreach (DurableFile file in _open)
            file.Sync();
        Dispose();
    }

    private void RemoveUnpublished(string partial, in TileId tile)
    {
        if (!Directory.Exists(partial))
            return;
        int covered = TileId.WidthIn(tile.Level, tile.Index, published);
        foreach (string file in Directory.EnumerateFiles(partial))
        {
            if (int.TryParse(Path.GetFileName(file.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int width)
                && width > covered
                && width != tile.Width)
            {
                File.Delete(file);
                _directories.Add(partial);
            }
        }
    }

    // The name of a new directory stands in the one above it. One that is there may be new, too: whoever made it may have died before its name was durable.
    private void Make(string path)
    {
        string parent = Path.GetDirectoryName(path)!;
        if (path.Length > directory.Length && _directories.Add(parent))
            Make(parent);
        if (!Directory.Exists(path))
            Directory.CreateDirectory(path, Owner);
    }
}
