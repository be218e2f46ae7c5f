using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Witnessing;

/// <summary>Files that are read whole, up to a bound.</summary>
internal static class SmallFile
{
    /// <summary>The bytes; null when there is no such file, or it is larger. A symbolic link is refused.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[]? Read(string path, int most)
    {
        try
        {
            using var file = DurableFile.Open(path, writable: false);
            long length = file.Length;
            if (length > most)
                return null;
            byte[] bytes = new byte[length];
            int read = file.Read(bytes, 0);
            return read == bytes.Length ? bytes : bytes[..read];
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
