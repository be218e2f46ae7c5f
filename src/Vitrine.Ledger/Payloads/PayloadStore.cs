using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// The payloads of one session: a directory with a file for each. Any number of payloads may be written at once. It can only be created, never
/// opened again for writing: numbers, and with them nonces, must not come twice under one key.
/// </summary>
public sealed class PayloadStore : IDisposable
{
    private readonly PayloadStoreOptions _options;
    private long _last, _remaining;

    private PayloadStore(string directory, SessionKey key, PayloadStoreOptions options)
    {
        Directory = directory;
        Key = key;
        _options = options;
        _remaining = options.MaximumTotal;
    }

    internal string Directory { get; }

    internal SessionKey Key { get; }

    /// <summary>Makes a key and an empty store; both must not exist yet.</summary>
    /// <exception cref="IOException">One of them does, or cannot be written.</exception>
    public static PayloadStore Create(string directory, string keyPath, PayloadStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        options ??= new PayloadStoreOptions();
        options.Validate();
        // The new key is what makes the numbers fresh; a directory with files in it would only be in their way (each is made with O_EXCL).
        var key = SessionKey.Create(keyPath);
        PrivateDirectory.Create(directory);
        return new PayloadStore(directory, key, options);
    }

    /// <summary>Begins a payload.</summary>
    public PayloadWriter CreateWriter() => new(this, Interlocked.Increment(ref _last), _options.MaximumSize);

    /// <summary>Blanks the key in memory; payloads that are not complete by then never will be.</summary>
    public void Dispose() => Key.Dispose();

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
