namespace Vitrine.Ledger.Files;

/// <summary>Files that are read and replaced as a whole.</summary>
public static class SmallFile
{
    /// <summary>Reads a file; no symbolic link, no pipe, none larger than allowed.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="IOException">Something else is there, or it cannot be read.</exception>
    public static byte[]? Read(string path, int atMost) => DurableFile.ReadWhole(path, atMost);

    /// <summary>
    /// Puts a file, mode 0600, in the place of another: whoever looks, also after a power loss, finds the old bytes or the new ones, whole. Not for use by two
    /// writers of one path at once.
    /// </summary>
    /// <exception cref="IOException">It is not known which of the two a power loss would leave.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> bytes) => DurableFile.Replace(path, bytes);

    /// <summary>Removes a file, if it is there, and makes that durable.</summary>
    /// <exception cref="IOException">It may still be there after a power loss.</exception>
    public static void Remove(string path)
    {
        File.Delete(path);
        DurableFile.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
