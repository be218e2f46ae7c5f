using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Vitrine.Benchmarks;

/// <summary>
/// Durable appends with 1, 8 and 64 writers: the journal, SQLite in two ways, and a plain fdatasync, which is what the disk can do. One after another in
/// each round and from another start in each, so that a drift of the machine hits all alike. Prints JSON; `bench/run ledger` makes a table of it.
/// </summary>
internal static class LedgerSpeed
{
    private static readonly int[] Writers = [1, 8, 64];

    private static readonly (string Name, Func<string, IDurableStore> Open)[] Ways =
    [
        ("journal", JournalStore.Open),
        ("SQLite, a connection each", path => new SqliteStore(path, isShared: false)),
        ("SQLite, one connection", path => new SqliteStore(path, isShared: true)),
        ("fdatasync", path => new PlainStore(path)),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        string directory = args[0];
        int rounds = int.Parse(args[1], CultureInfo.InvariantCulture);
        double seconds = double.Parse(args[2], CultureInfo.InvariantCulture);
        var cells = (from writers in Writers from way in Ways where way.Name != "fdatasync" || writers == 1 select (way, writers)).ToArray();
        foreach (var (way, writers) in cells)
            await MeasureAsync(directory, way.Open, writers, 0.2).ConfigureAwait(false);
        var found = new List<object>();
        for (int round = 0; round < rounds; round++)
        {
            for (int at = 0; at < cells.Length; at++)
            {
                var (way, writers) = cells[(at + round) % cells.Length];
                (double[] times, double elapsed) = await MeasureAsync(directory, way.Open, writers, seconds).ConfigureAwait(false);
                found.Add(new
                {
                    way = way.Name,
                    writers,
                    round,
                    perSecond = times.Length / elapsed,
                    p50 = times[times.Length / 2],
                    p99 = times[times.Length * 99 / 100],
                    max = times[^1]
                });
                await Console.Error.WriteAsync('.').ConfigureAwait(false);
            }
        }

        await Console.Error.WriteLineAsync().ConfigureAwait(false);
        Console.WriteLine(JsonSerializer.Serialize(found));
        return 0;
    }

    /// <summary>Writers that each append as soon as the last entry is durable; their waiting times, ordered, and how long it all took, in seconds.</summary>
    private static async Task<(double[] Times, double Elapsed)> MeasureAsync(string directory, Func<string, IDurableStore> open, int writers, double seconds)
    {
        string folder = Directory.CreateDirectory(Path.Combine(directory, Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            await using IDurableStore store = open(Path.Combine(folder, "data"));
            await store.PrepareAsync(writers).ConfigureAwait(false);
            long start = Stopwatch.GetTimestamp(), end = start + (long)(seconds * Stopwatch.Frequency);
            List<double>[] times = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => store.RunAsync(writer, end))).ConfigureAwait(false);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            return ([.. times.SelectMany(each => each).Order()], elapsed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
