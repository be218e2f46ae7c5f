using System.Security.Cryptography;
using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// The key that a session's payloads are encrypted with: 32 random bytes in a file of their own, kept apart from the session, so that destroying
/// one small file purges every copy of the payloads, also those in backups.
/// </summary>
public sealed class SessionKey : IDisposable
{
    /// <summary>Bytes of an AES-256 key, and of its file.</summary>
    public const int Size = 32;

    private readonly Lock _gate = new();
    private readonly byte[] _bytes;
    private bool _isBlank;

    private SessionKey(byte[] bytes) => _bytes = bytes;

    /// <summary>Makes a new key and its file, mode 0600; <see cref="Sync"/> makes it durable.</summary>
    /// <exception cref="IOException">There is such a file already, or it cannot be written.</exception>
    public static SessionKey Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = DurableFile.CreateNew(path);
        var key = new SessionKey(RandomNumberGenerator.GetBytes(Size));
        file.Write(key._bytes, 0);
        return key;
    }

    /// <summary>Makes a key's file and name durable.</summary>
    /// <exception cref="IOException">They may not be.</exception>
    public static void Sync(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = DurableFile.Open(path, writable: false);
        file.Sync();
        DurableFile.SyncDirectory(DirectoryOf(path));
    }

    /// <summary>Reads a key; null when it is not there: destroyed, or never made.</summary>
    /// <exception cref="IOException">The file cannot be read, or is not a key.</exception>
    public static SessionKey? Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var file = DurableFile.Open(path, writable: false);
            byte[] bytes = new byte[Size];
            if (file.Length != Size || file.Read(bytes, 0) != Size)
                throw new IOException($"{path} is not a session key: it has not {Size} bytes.");
            // What a crash in the middle of making or destroying it leaves.
            if (!bytes.AsSpan().ContainsAnyExcept((byte)0))
                throw new IOException($"{path} is not a session key: it is blank.");
            return new SessionKey(bytes);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Destroys a key: overwritten, flushed, removed, the directory flushed. A crash in between leaves a blank key, and the next call goes on. On
    /// media that write elsewhere (flash, copy-on-write) the old bytes may last until the device reuses them.
    /// </summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="IOException">It may still be there.</exception>
    public static bool Destroy(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var file = DurableFile.Open(path, writable: true);
            file.Write(new byte[Size], 0);
            file.Sync();
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        File.Delete(path);
        DurableFile.SyncDirectory(DirectoryOf(path));
        return true;
    }

    /// <summary>Blanks the key in memory.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isBlank = true;
            CryptographicOperations.ZeroMemory(_bytes);
        }
    }

    /// <summary>A key of its own for one purpose, which is destroyed with this one: HKDF-SHA-256 (RFC 5869) of 32 bytes. The caller blanks it.</summary>
    /// <param name="purpose">Names the purpose; no two purposes share one.</param>
    public byte[] Derive(ReadOnlySpan<byte> purpose)
    {
        byte[] derived = new byte[Size];
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isBlank, this);
            HKDF.DeriveKey(HashAlgorithmName.SHA256, _bytes, derived, [], purpose);
        }

        return derived;
    }

    // Under the lock, as nothing may ever be encrypted with a key that is half blank.
    internal AesGcm CreateCipher()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isBlank, this);
            return new AesGcm(_bytes, PayloadFormat.TagSize);
        }
    }

    private static string DirectoryOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
