using System.Security.Cryptography;
using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// The key that a session's payloads and entries are encrypted with: 32 random bytes in a small file of their own (<see cref="SessionKeyFile"/>), wrapped,
/// and kept apart from the session, so that destroying that file purges every copy of what the session held, also those in backups.
/// </summary>
public sealed class SessionKey : IDisposable
{
    /// <summary>Bytes of an AES-256 key.</summary>
    public const int Size = 32;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly byte[] _bytes;
    private bool _isBlank, _isDurable;

    private SessionKey(string path, byte[] bytes) => (_path, _bytes) = (path, bytes);

    /// <summary>Makes a new key and its file, mode 0600; <see cref="MakeDurable"/> makes it durable.</summary>
    /// <param name="path">Where.</param>
    /// <param name="wrapping">What it is wrapped with.</param>
    /// <param name="session">Id of the session, without which it is not read again.</param>
    /// <exception cref="IOException">There is such a file already, or it cannot be written.</exception>
    public static SessionKey Create(string path, WrappingKey wrapping, string session)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(wrapping);
        ArgumentException.ThrowIfNullOrEmpty(session);
        using var file = DurableFile.CreateNew(path);
        var key = new SessionKey(path, RandomNumberGenerator.GetBytes(Size));
        file.Write(SessionKeyFile.Wrap(key._bytes, wrapping, session), 0);
        return key;
    }

    /// <summary>Makes the key's file and name durable; no system call where that is so already. Not for use by two threads at once.</summary>
    /// <exception cref="IOException">They may not be.</exception>
    public void MakeDurable()
    {
        if (_isDurable)
            return;
        using var file = DurableFile.Open(_path, writable: false);
        file.Sync();
        DurableFile.SyncDirectory(DirectoryOf(_path));
        _isDurable = true;
    }

    /// <summary>Reads a key; null when it is not there or blank: destroyed, or never made.</summary>
    /// <param name="path">Where.</param>
    /// <param name="wrappingPath">Where what it is wrapped with lies.</param>
    /// <param name="session">Id of the session.</param>
    /// <exception cref="IOException">A file cannot be read, or is not the key of this session.</exception>
    public static SessionKey? Load(string path, string wrappingPath, string session)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(session);
        byte[] bytes = new byte[SessionKeyFile.Size + 1];
        try
        {
            using var file = DurableFile.Open(path, writable: false);
            bytes = bytes[..file.Read(bytes, 0)];
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        // What a crash in the middle of making or destroying it leaves.
        if (!bytes.AsSpan().ContainsAnyExcept((byte)0))
            return null;
        using WrappingKey wrapping = WrappingKey.Open(wrappingPath)
            ?? throw new IOException($"{path} can't be opened: {wrappingPath}, which it is wrapped with, is not there. Hint: put it back from a backup");
        return SessionKeyFile.Unwrap(bytes, wrapping, session) is { } key
            ? new SessionKey(path, key) { _isDurable = true }
            : throw new IOException($"{path} is not the key of session {session}, or was wrapped with another key than {wrappingPath}. Hint: put both back from the same backup");
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
            file.Write(new byte[Math.Clamp(file.Length, SessionKeyFile.Size, 4096)], 0);
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
        Derive(purpose, derived);
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

    /// <summary>Derives a key for one purpose (HKDF-SHA-256, RFC 5869), likewise never from one that is half blank.</summary>
    internal void Derive(ReadOnlySpan<byte> purpose, Span<byte> destination)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isBlank, this);
            HKDF.DeriveKey(HashAlgorithmName.SHA256, _bytes, destination, [], purpose);
        }
    }

    private static string DirectoryOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
