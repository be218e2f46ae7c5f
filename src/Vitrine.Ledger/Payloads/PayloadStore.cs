using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// The payloads of one session: a file to which any number of them may be written at once. It can only be created, never opened again for writing:
/// positions, and with them nonces, must not come twice under one key.
/// <code>
/// 1  write:    a chunk goes to the end of the file that was given out for it     whoever writes the payload; no flush
/// 2  complete: its last chunk too, so it survives the death of this process
/// 3  flush:    one fdatasync for all that were completed                         <see cref="Flush"/>: the writer of the entries that name them
/// </code>
/// A crash at any point leaves bytes that no entry names, and never, as entries are written after 3, an entry that names what is not there.
/// </summary>
public sealed class PayloadStore : IDisposable
{
    private readonly DurableFile _file;
    private readonly CipherPool _ciphers;
    private readonly PayloadStoreOptions _options;
    private Action? _beforeFirstFlush;
    private long _end = PayloadFormat.HeaderSize, _remaining, _completed, _flushed;

    internal PayloadStore(DurableFile file, SessionKey key, PayloadStoreOptions options, Action? beforeFirstFlush = null)
    {
        _file = file;
        _ciphers = new CipherPool(key);
        _options = options;
        _remaining = options.MaximumTotal;
        _beforeFirstFlush = beforeFirstFlush;
        file.Write(PayloadFormat.Header, 0);
    }

    /// <summary>Makes an empty store, which must not exist yet. It is made durable together with the first payload.</summary>
    /// <param name="path">Where.</param>
    /// <param name="key">A key that was made for it, and that it blanks in the end: nonces are those of a new store.</param>
    /// <param name="options">Bounds.</param>
    /// <exception cref="IOException">There is such a file, or it cannot be written.</exception>
    public static PayloadStore Create(string path, SessionKey key, PayloadStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(key);
        options ??= new PayloadStoreOptions();
        options.Validate();
        return new PayloadStore(DurableFile.CreateNew(path), key, options, () =>
        {
            // A payload without its key is lost.
            key.MakeDurable();
            DurableFile.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        });
    }

    /// <summary>Begins a payload.</summary>
    public PayloadWriter CreateWriter() => new(this, _ciphers, _options.MaximumSize);

    /// <summary>
    /// Makes every payload durable that was completed before the call; no system call where that is so already. Not for use by two threads at once.
    /// </summary>
    /// <exception cref="IOException">It is not known which of them are, and never will be: nothing may be recorded any more.</exception>
    public void Flush()
    {
        long completed = Interlocked.Read(ref _completed);
        if (completed == _flushed)
            return;
        _beforeFirstFlush?.Invoke();
        _beforeFirstFlush = null;
        _file.Sync();
        _flushed = completed;
    }

    /// <summary>Blanks the key in memory and closes the file; payloads that are not complete by then never will be.</summary>
    public void Dispose()
    {
        _ciphers.Dispose();
        _file.Dispose();
    }

    /// <summary>Gives out room that nobody else gets: where a record of this many bytes goes.</summary>
    internal long Allot(int size) => Interlocked.Add(ref _end, size) - size;

    internal void Write(ReadOnlySpan<byte> record, long position) => _file.Write(record, position);

    /// <summary>Sends what was written on its way to the disk, so that no flush has to wait for much.</summary>
    internal void StartWriteback(long position, long count) => _file.StartWriteback(position, count);

    internal void Complete() => Interlocked.Increment(ref _completed);

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
