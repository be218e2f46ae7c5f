using Vitrine.Ledger.Files;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Store;

/// <summary>
/// Writes the tiles and bundles of one turn. Until a checkpoint covers them nobody reads them, so they are written where they belong; what a crash leaves
/// there is written over.
/// </summary>
internal sealed class TileWriter(string directory) : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int MostOpen = 64;
    private readonly List<DurableFile> _open = [];
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly List<string> _superseded = [];

    /// <summary>Writes a tile or bundle that is full; its partial forms are not needed any more once this is published.</summary>
    public void WriteFull(string path, ReadOnlySpan<byte> bytes)
    {
        Write(path, bytes);
        _superseded.Add(Path.Combine(directory, path + ".p"));
    }

    /// <summary>Writes a tile or bundle.</summary>
    /// <param name="path">Its C2SP path.</param>
    /// <param name="bytes">The whole of it.</param>
    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string full = Path.Combine(directory, path);
        string parent = Path.GetDirectoryName(full)!;
        if (_directories.Add(parent))
            Make(parent);
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

    // The name of a new directory stands in the one above it.
    private void Make(string path)
    {
        if (Directory.Exists(path))
            return;
        string parent = Path.GetDirectoryName(path)!;
        Make(parent);
        Directory.CreateDirectory(path, Owner);
        _directories.Add(parent);
    }
}
