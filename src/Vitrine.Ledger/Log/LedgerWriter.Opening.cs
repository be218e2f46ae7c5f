using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Log;

// How a log comes to its writer: made, or opened again.
public sealed partial class LedgerWriter
{
    /// <summary>
    /// Makes a new log, mode 0600. It gets its name only when it is locked and has its header, so whoever finds a log that is not locked knows that
    /// its writer is gone. The directory must be there. The file and its name are made durable together with the first entry, so that making a log
    /// waits for no disk.
    /// </summary>
    /// <param name="path">Where.</param>
    /// <param name="options">How long entries may wait.</param>
    /// <param name="relies">What else must be on disk before entries are.</param>
    /// <exception cref="IOException">There is such a name already, or it cannot be written.</exception>
    public static LedgerWriter Create(string path, LedgerWriterOptions? options = null, LedgerReliance relies = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new LedgerWriterOptions();
        options.Validate();
        string unborn = path + ".new"; // A crash before the end leaves only this, without an entry.
        var file = DurableFile.CreateNew(unborn, path);
        try
        {
            if (!file.TryLock())
                throw new IOException($"{path} is locked by another process.");
            file.Write(LogFormat.Header, 0);
            DurableFile.Link(unborn, path);
            File.Delete(unborn);
            Action? beforeFirstFlush = relies.BeforeFirstFlush;
            return Begin(file, options, relies with
            {
                BeforeFirstFlush = () =>
                {
                    beforeFirstFlush?.Invoke();
                    DurableFile.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                },
            });
        }
        catch
        {
            file.Dispose();
            File.Delete(unborn);
            throw;
        }
    }

    /// <summary>Opens a log to append to it: takes the lock, checks every entry, cuts a torn tail off. A log that was tampered with stays as it is.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static LedgerOpening Open(string path, LedgerWriterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new LedgerWriterOptions();
        options.Validate();
        DurableFile file;
        try
        {
            file = DurableFile.Open(path, writable: true);
        }
        catch (FileNotFoundException)
        {
            return new LedgerOpening(LedgerOpenStatus.NotFound, default, null);
        }

        LedgerOpening opening = default;
        try
        {
            return opening = Open(file, options);
        }
        finally
        {
            if (opening.Writer is null)
                file.Dispose();
        }
    }

    /// <summary>Starts to append after the header.</summary>
    internal static LedgerWriter Begin(DurableFile file, LedgerWriterOptions options, LedgerReliance relies = default)
    {
        Span<byte> chain = stackalloc byte[LogFormat.HashSize];
        LogFormat.Begin(chain);
        var head = new LedgerHead(0, Convert.ToHexStringLower(chain));
        return new LedgerWriter(file, new LedgerVerification(LedgerState.Intact, 0, LogFormat.HeaderSize, head), chain, options, relies);
    }

    private static LedgerOpening Open(DurableFile file, LedgerWriterOptions options)
    {
        if (!file.TryLock())
            return new LedgerOpening(LedgerOpenStatus.Locked, default, null);
        var reader = new LedgerReader(file);
        LedgerVerification found = reader.ReadToEnd();
        if (found.State is not (LedgerState.Intact or LedgerState.TornTail))
            return new LedgerOpening(LedgerOpenStatus.Damaged, found, null);
        if (found.State == LedgerState.TornTail)
        {
            file.Truncate(found.ValidBytes);
            file.Sync();
        }

        if (found.ValidBytes == 0)
        {
            file.Write(LogFormat.Header, 0);
            return new LedgerOpening(LedgerOpenStatus.Opened, found, Begin(file, options));
        }

        Span<byte> chain = stackalloc byte[LogFormat.HashSize];
        reader.CopyChainTo(chain);
        return new LedgerOpening(LedgerOpenStatus.Opened, found, new LedgerWriter(file, found, chain, options));
    }
}
