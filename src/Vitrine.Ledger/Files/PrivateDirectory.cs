namespace Vitrine.Ledger.Files;

/// <summary>Directories of mode 0700 whose names survive a power loss.</summary>
public static class PrivateDirectory
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes a directory and what is missing above it, durable; closes one that is there to everyone but its owner.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It is open to others and not ours to close.</exception>
    public static void Create(string path)
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
                Create(parent);
            Directory.CreateDirectory(full, Owner);
            Sync(parent);
        }
    }

    /// <summary>Makes the names in a directory durable.</summary>
    /// <exception cref="IOException">It is not known which of them are.</exception>
    public static void Sync(string path) => DurableFile.SyncDirectory(path);
}
