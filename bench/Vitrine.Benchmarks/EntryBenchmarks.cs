using BenchmarkDotNet.Attributes;
using Vitrine.Core.Model;

namespace Vitrine.Benchmarks;

/// <summary>What each recorded event costs once it is out of the agent's way: its leaf, and its share of the report.</summary>
[MemoryDiagnoser]
public class EntryBenchmarks
{
    private readonly Entry[] _opened = [.. Enumerable.Range(0, 10_000).Select(Opened)];
    private readonly byte[] _leaf = Opened(0).ToUtf8();
    private SessionSummary _summary = new();
    private int _next;

    /// <summary>An opened file as JSON.</summary>
    [Benchmark]
    public byte[] Encode() => _opened[0].ToUtf8();

    /// <summary>And back.</summary>
    [Benchmark]
    public Entry Parse() => Entry.Parse(_leaf);

    /// <summary>Adds one of 10,000 opened files to the session's summary.</summary>
    [Benchmark]
    public void Summarise() => _summary.Add(_opened[_next++ % _opened.Length]);

    /// <summary>Each series begins with an empty summary.</summary>
    [IterationSetup(Target = nameof(Summarise))]
    public void Forget() => (_summary, _next) = (new SessionSummary(), 0);

    private static Entry Opened(int number) => new(
        Entry.CurrentVersion, "20260101-000000-abcdef", number, DateTimeOffset.UnixEpoch,
        new FileOpened(4000 + (number % 7), UnixPath.FromBytes(System.Text.Encoding.UTF8.GetBytes($"/work/project/src/folder{number % 300}/file{number}.ts")), "read", true));
}
