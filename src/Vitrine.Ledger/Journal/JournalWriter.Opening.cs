using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Journal;

// How a log comes to its writer: made, or opened again.
public sealed partial class JournalWriter
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
    public static JournalWriter Create(string path, JournalOptions? options = null, JournalReliance relies = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new JournalOptions();
        options.Validate();
        string unborn = path + ".new"; // A crash before the end leaves only this, without an entry.
        var file = DurableFile.CreateNew(unborn, path);
        try
        {
            if (!file.TryLock())
                throw new IOException($"{path} is locked by another process.");
            file.Write(JournalFormat.Header, 0);
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
    public static JournalOpening Open(string path, JournalOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new JournalOptions();
        options.Validate();
        DurableFile file;
        try
        {
            file = DurableFile.Open(path, writable: true);
        }
        catch (FileNotFoundException)
        {
            return new JournalOpening(JournalOpenStatus.NotFound, default, null);
        }

        JournalOpening opening = default;
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
    internal static JournalWriter Begin(DurableFile file, JournalOptions options, JournalReliance relies = default)
    {
        Span<byte> chain = stackalloc byte[JournalFormat.HashSize];
        JournalFormat.Begin(chain);
        var head = new JournalHead(0, Convert.ToHexStringLower(chain));
        return new JournalWriter(file, new JournalVerification(JournalState.Intact, 0, JournalFormat.HeaderSize, head), chain, options, relies);
    }

    private static JournalOpening Open(DurableFile file, JournalOptions options)
    {
        if (!file.TryLock())
            return new JournalOpening(JournalOpenStatus.Locked, default, null);
        var reader = new JournalReader(file);
        JournalVerification found = reader.ReadToEnd();
        if (found.State is not (JournalState.Intact or JournalState.TornTail))
            return new JournalOpening(JournalOpenStatus.Damaged, found, null);
        // Who made it may have died before its name was durable.
        DurableFile.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(file.Path))!);
        // Room that was made ahead goes too, as the writer makes its own.
        if (file.Length > found.ValidBytes)
        {
            file.Truncate(found.ValidBytes);
            file.Sync();
        }

        if (found.ValidBytes == 0)
        {
            file.Write(JournalFormat.Header, 0);
            return new JournalOpening(JournalOpenStatus.Opened, found, Begin(file, options));
        }

        Span<byte> chain = stackalloc byte[JournalFormat.HashSize];
        reader.CopyChainTo(chain);
        return new JournalOpening(JournalOpenStatus.Opened, found, new JournalWriter(file, found, chain, options));
    }
}
