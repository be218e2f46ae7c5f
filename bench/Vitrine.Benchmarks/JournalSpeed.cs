using System.Diagnostics;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Payloads;
using Vitrine.Runtime.Recording;

namespace Vitrine.Benchmarks;

/// <summary>
/// What a durable entry costs with 1, 8 and 64 writers, next to a write and a flush of a plain file on the same disk; and what it costs to make one: encode,
/// seal, append. <c>journal [DIRECTORY] [SECONDS]</c>
/// </summary>
internal static class JournalSpeed
{
    private static readonly byte[] Leaf = new byte[330], Sealed = new byte[420];

    public static async Task<int> RunAsync(string[] arguments)
    {
        string directory = Directory.CreateDirectory(Path.Combine(arguments.FirstOrDefault() ?? Path.GetTempPath(),
            "journal-speed-" + Environment.ProcessId)).FullName;
        double seconds = arguments.Length > 1 ? double.Parse(arguments[1], CultureInfo.InvariantCulture) : 3;
        Random.Shared.NextBytes(Leaf);
        Random.Shared.NextBytes(Sealed);
        try
        {
            Plain(Path.Combine(directory, "plain"), seconds, isRoomThere: false);
            Plain(Path.Combine(directory, "room"), seconds, isRoomThere: true);
            foreach (int writers in (int[])[1, 8, 64])
                await AppendAsync(Path.Combine(directory, $"log{writers}"), writers, seconds).ConfigureAwait(false);
            await MakeAsync(directory).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        return 0;
    }

    // What the disk itself takes.
    private static void Plain(string path, double seconds, bool isRoomThere)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.None,
            preallocationSize: isRoomThere ? 64 << 20 : 0);
        var times = new List<double>();
        byte[] bytes = [.. Leaf, .. Sealed];
        long until = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency), at = 0;
        while (Stopwatch.GetTimestamp() is var start && start < until)
        {
            RandomAccess.Write(file, bytes, at);
            at += bytes.Length;
            RandomAccess.FlushToDisk(file);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        Print($"write + fsync, {(isRoomThere ? "room" : "growing")}", times, seconds);
    }

    private static async Task AppendAsync(string path, int writers, double seconds)
    {
        var all = new List<double>();
        await using (var log = JournalWriter.Create(path))
        {
            await log.AppendDurablyAsync(Leaf, Sealed).ConfigureAwait(false);
            long until = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
            await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
            {
                var times = new List<double>();
                while (Stopwatch.GetTimestamp() is var start && start < until)
                {
                    await log.AppendDurablyAsync(Leaf, Sealed).ConfigureAwait(false);
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                }

                lock (all)
                    all.AddRange(times);
            }))).ConfigureAwait(false);
        }

        Print($"durable, {writers} writers", all, seconds);
    }

    private static async Task MakeAsync(string directory)
    {
        const int Rounds = 400, Each = 1000;
        using var wrapping = WrappingKey.OpenOrCreate(Path.Combine(directory, "wrap.key"));
        using var key = SessionKey.Create(Path.Combine(directory, "key"), wrapping, "s");
        using var encoder = new EntryEncoder("20260101-000000-abcdef", new EntryCipher(key));
        await using var log = JournalWriter.Create(Path.Combine(directory, "made"));
        var run = new ProgramRun(4711, 4242, new UnixPath("/usr/bin/node"), ["node", "--max-old-space-size=4096", "node_modules/.bin/tsc", "-p", "."],
            new UnixPath("/project/packages/core"), false);
        var made = new List<double>();
        for (int round = 0, index = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Each; i++)
            {
                encoder.Encode(index++, DateTimeOffset.UnixEpoch, run, out _);
                log.Append(encoder.Leaf, encoder.Sealed);
            }

            made.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Each);
            await log.FlushAsync().ConfigureAwait(false);
        }

        made.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"encode, seal, append: least {made[0]:F2} µs, median {made[Rounds / 2]:F2} µs; leaf {encoder.Leaf.Length} bytes, sealed {encoder.Sealed.Length}"));
    }

    private static void Print(string what, List<double> times, double seconds)
    {
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-24} {times.Count / seconds,9:F0}/s   p50 {times[times.Count / 2],7:F0} µs   p99 {times[times.Count * 99 / 100],7:F0} µs"));
    }
}
