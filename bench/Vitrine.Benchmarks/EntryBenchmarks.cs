using BenchmarkDotNet.Attributes;
using Vitrine.Core.Model;

namespace Vitrine.Benchmarks;

/// <summary>What each recorded event costs once it is out of the agent's way: its leaf, and its share of the report.</summary>
[MemoryDiagnoser]
public class EntryBenchmarks
{
    private const int Files = 10_000;
    private readonly Entry[] _opened = [.. Enumerable.Range(0, Files).Select(Opened)];
    private readonly byte[] _leaf = Opened(0).ToUtf8();

    /// <summary>An opened file as JSON.</summary>
    [Benchmark]
    public byte[] Encode() => _opened[0].ToUtf8();

    /// <summary>And back.</summary>
    [Benchmark]
    public Entry Parse() => Entry.Parse(_leaf);

    /// <summary>Adds an opened file to a session's summary; the mean of 10,000 into an empty one.</summary>
    [Benchmark(OperationsPerInvoke = Files)]
    public long Summarise()
    {
        var summary = new SessionSummary();
        foreach (Entry entry in _opened)
            summary.Add(entry);
        return summary.Entries;
    }

    private static Entry Opened(int number) => new(
        Entry.CurrentVersion, "20260101-000000-abcdef", number, DateTimeOffset.UnixEpoch,
        new FileOpened(4000 + (number % 7),
            UnixPath.FromBytes(System.Text.Encoding.UTF8.GetBytes($"/project/project/src/folder{number % 300}/file{number}.ts")), "read", true));
}
