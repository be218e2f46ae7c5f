namespace Vitrine.Ledger.Files;

/// <summary>Directories of mode 0700.</summary>
public static class PrivateDirectory
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes a directory and what is missing above it; closes one that is there to everyone but its owner.</summary>
    /// <param name="path">Where.</param>
    /// <param name="durably">Whether the new names are made durable at once; else the caller does so, with <see cref="Sync"/> of the parent.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It is open to others and not ours to close.</exception>
    public static void Create(string path, bool durably)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            if ((File.GetUnixFileMode(full) & ~Owner) != 0)
                File.SetUnixFileMode(full, Owner);
            return;
        }

        if (Path.GetDirectoryName(full) is { } parent)
        {
            if (!Directory.Exists(parent))
                Create(parent, durably);
            Directory.CreateDirectory(full, Owner);
            if (durably)
                Sync(parent);
        }
    }

    /// <summary>Makes the names in a directory durable.</summary>
    /// <exception cref="IOException">It is not known which of them are.</exception>
    public static void Sync(string path) => DurableFile.SyncDirectory(path);
}
