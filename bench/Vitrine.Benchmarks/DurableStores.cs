using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using Vitrine.Ledger.Journal;

namespace Vitrine.Benchmarks;

/// <summary>Where a writer puts one entry after another and waits for each until it is on disk.</summary>
internal interface IDurableStore : IAsyncDisposable
{
    /// <summary>Opens what each writer needs, before the clock runs.</summary>
    Task PrepareAsync(int writers);

    /// <summary>Appends until a time of <see cref="Stopwatch"/>; gives the seconds that each entry took.</summary>
    Task<List<double>> RunAsync(int writer, long end);
}

/// <summary>An entry of the size that a request has: the same bytes for all.</summary>
internal static class SampleEntry
{
    private const int LeafSize = 300;

    public static readonly byte[] Bytes = [.. Enumerable.Range(0, 700).Select(number => (byte)((number * 31) + (number >> 3)))];

    /// <summary>What the journal takes as leaf, and as the sealed record beside it.</summary>
    public static readonly ReadOnlyMemory<byte> Leaf = Bytes.AsMemory(0, LeafSize), Sealed = Bytes.AsMemory(LeafSize);

    /// <summary>A writer with a thread of its own that blocks until its entry is on disk.</summary>
    public static Task<List<double>> OnThread(long end, Action append) => Task.Factory.StartNew(
        () =>
        {
            var times = new List<double>(100_000);
            for (long start; (start = Stopwatch.GetTimestamp()) < end;)
            {
                append();
                times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            return times;
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}

/// <summary>The journal, with a thread for each writer, as SQLite has them.</summary>
internal sealed class JournalStore(JournalWriter journal) : IDurableStore
{
    public static IDurableStore Open(string path) => new JournalStore(JournalWriter.Create(path));

    public Task PrepareAsync(int writers) => journal.AppendDurablyAsync(SampleEntry.Leaf, SampleEntry.Sealed).AsTask();

    public Task<List<double>> RunAsync(int writer, long end) => Task.Factory.StartNew(() =>
    {
        var times = new List<double>(100_000);
        for (long start; (start = Stopwatch.GetTimestamp()) < end;)
        {
            journal.AppendDurably(SampleEntry.Leaf.Span, SampleEntry.Sealed.Span);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return times;
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public async ValueTask DisposeAsync() => await journal.DisposeAsync().ConfigureAwait(false);
}

/// <summary>
/// SQLite with a write-ahead log, synchronous=FULL, and a commit for each row, prepared once. Writers wait for each other in SQLite's own way, by
/// its busy handler, or for one connection in that of the runtime.
/// </summary>
internal sealed class SqliteStore(string path, bool isShared) : IDurableStore
{
    private readonly List<SqliteCommand> _inserts = [];
    private readonly Lock _turn = new();

    static SqliteStore() => SQLitePCL.Batteries_V2.Init();

    public Task PrepareAsync(int writers)
    {
        for (int number = 0; number < (isShared ? 1 : writers); number++)
            _inserts.Add(Connect(number == 0));
        _inserts[0].ExecuteNonQuery();
        return Task.CompletedTask;
    }

    public Task<List<double>> RunAsync(int writer, long end) => SampleEntry.OnThread(end, isShared ? InTurn : () => _inserts[writer].ExecuteNonQuery());

    public ValueTask DisposeAsync()
    {
        foreach (SqliteCommand insert in _inserts)
        {
            insert.Connection!.Dispose();
            insert.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private void InTurn()
    {
        lock (_turn)
            _inserts[0].ExecuteNonQuery();
    }

    private SqliteCommand Connect(bool isFirst)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using (SqliteCommand setting = connection.CreateCommand())
        {
            setting.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=60000;"
                + (isFirst ? " CREATE TABLE entries (id INTEGER PRIMARY KEY, entry BLOB NOT NULL);" : "");
            setting.ExecuteNonQuery();
        }

        SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO entries (entry) VALUES ($entry)";
        insert.Parameters.AddWithValue("$entry", SampleEntry.Bytes);
        insert.Prepare();
        return insert;
    }
}

/// <summary>What the disk itself takes: 4 KiB added to a file, and fdatasync.</summary>
internal sealed partial class PlainStore(string path) : IDurableStore
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
    private readonly byte[] _block = new byte[4096];
    private long _length;

    public Task PrepareAsync(int writers)
    {
        Append();
        return Task.CompletedTask;
    }

    public Task<List<double>> RunAsync(int writer, long end) => SampleEntry.OnThread(end, Append);

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int SyncData(SafeHandle file);

    private void Append()
    {
        RandomAccess.Write(_file, _block, _length);
        _length += _block.Length;
        if (SyncData(_file) != 0)
            throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
    }
}
