using System.Security.Cryptography;
using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// The key under which session keys lie on disk: 32 random bytes, made once for a state directory. Without it a copy of the sessions' keys, in a backup
/// for instance, opens nothing.
/// </summary>
public sealed class WrappingKey : IDisposable
{
    private const int Size = 32;
    private readonly byte[] _bytes;

    private WrappingKey(byte[] bytes) => _bytes = bytes;

    /// <summary>
    /// Reads the key, and makes it first where there is none: mode 0600, under a name of its own until it is on disk, so that of several processes that make
    /// it at once all get the one that was first, and a crash leaves it whole or not there.
    /// </summary>
    /// <exception cref="IOException">It cannot be read or made, or what is there is no key.</exception>
    public static WrappingKey OpenOrCreate(string path)
    {
        if (Open(path) is { } key)
            return key;
        string unborn = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.new";
        byte[] bytes = RandomNumberGenerator.GetBytes(Size);
        try
        {
            using (var file = DurableFile.CreateNew(unborn, path))
            {
                file.Write(bytes, 0);
                file.Sync();
            }

            DurableFile.TryLink(unborn, path);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            File.Delete(unborn);
        }

        DurableFile.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return Open(path) ?? throw new IOException($"{path} was removed while it was made.");
    }

    /// <summary>Reads the key; null when it is not there. A symbolic link is refused.</summary>
    /// <exception cref="IOException">The file cannot be read, or is not a key.</exception>
    public static WrappingKey? Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var file = DurableFile.Open(path, writable: false);
            byte[] bytes = new byte[Size];
            if (file.Length != Size || file.Read(bytes, 0) != Size || !bytes.AsSpan().ContainsAnyExcept((byte)0))
                throw new IOException($"{path} is not the key that session keys are wrapped with: it has not {Size} bytes, or is blank. Hint: put it back from a backup; the sessions that it was used for can't be read without it");
            return new WrappingKey(bytes);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Blanks the key in memory.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    internal AesGcm CreateCipher(int tagSize) => new(_bytes, tagSize);
}
