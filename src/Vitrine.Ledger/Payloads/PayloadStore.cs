using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// The payloads of one session: a directory with a file for each. Any number of payloads may be written at once. It can only be created, never
/// opened again for writing: numbers, and with them nonces, must not come twice under one key.
/// </summary>
public sealed class PayloadStore : IDisposable
{
    private readonly Lock _durably = new();
    private readonly string _keyPath;
    private readonly PayloadStoreOptions _options;
    private bool _isDurable;
    private long _last, _remaining;

    private PayloadStore(string directory, string keyPath, SessionKey key, PayloadStoreOptions options)
    {
        _keyPath = keyPath;
        Directory = directory;
        Key = key;
        _options = options;
        _remaining = options.MaximumTotal;
    }

    internal string Directory { get; }

    internal SessionKey Key { get; }

    /// <summary>Makes a key and an empty store; both must not exist yet. They are made durable together with the first payload.</summary>
    /// <exception cref="IOException">One of them does, or cannot be written.</exception>
    public static PayloadStore Create(string directory, string keyPath, PayloadStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        options ??= new PayloadStoreOptions();
        options.Validate();
        // The new key is what makes the numbers fresh; a directory with files in it would only be in their way (each is made with O_EXCL).
        var key = SessionKey.Create(keyPath);
        PrivateDirectory.Create(directory, durably: false);
        return new PayloadStore(directory, keyPath, key, options);
    }

    /// <summary>Begins a payload.</summary>
    public PayloadWriter CreateWriter() => new(this, Interlocked.Increment(ref _last), _options.MaximumSize);

    /// <summary>Blanks the key in memory; payloads that are not complete by then never will be.</summary>
    public void Dispose() => Key.Dispose();

    /// <summary>Makes the key and the store's directory durable, once: a payload without its key is lost.</summary>
    internal void EnsureDurable()
    {
        lock (_durably)
        {
            if (_isDurable)
                return;
            SessionKey.Sync(_keyPath);
            DurableFile.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(Directory))!);
            _isDurable = true;
        }
    }

    /// <summary>Takes up to <paramref name="wanted"/> bytes of what may still be kept in all.</summary>
    internal int Reserve(int wanted)
    {
        long left = Interlocked.Add(ref _remaining, -wanted);
        if (left >= 0)
            return wanted;
        int missing = (int)Math.Min(wanted, -left);
        Interlocked.Add(ref _remaining, missing);
        return wanted - missing;
    }
}
