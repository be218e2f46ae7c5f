using BenchmarkDotNet.Attributes;
using Vitrine.Ledger.Journal;

namespace Vitrine.Benchmarks;

/// <summary>The append-only log, on the disk of the temporary directory.</summary>
[MemoryDiagnoser]
public class LedgerBenchmarks
{
    private readonly byte[] _entry = [.. Enumerable.Range(0, 220).Select(number => (byte)number)];
    private readonly byte[] _leaf = [.. Enumerable.Range(0, 220).Select(number => (byte)number)];
    private string _directory = "";
    private JournalWriter? _writer;

    /// <summary>A log of its own.</summary>
    [GlobalSetup]
    public void Open()
    {
        _directory = Directory.CreateTempSubdirectory("ledger-bench-").FullName;
        _writer = JournalWriter.Create(Path.Combine(_directory, "log"));
    }

    /// <summary>One entry into the batch that is being filled; waits where the disk has fallen behind.</summary>
    [Benchmark]
    public void Append() => _writer!.Append(_leaf, _entry);

    /// <summary>One entry, on disk.</summary>
    [Benchmark]
    public async Task AppendDurably() => await _writer!.AppendDurablyAsync(_leaf, _entry).ConfigureAwait(false);

    /// <summary>Closes and removes it.</summary>
    [GlobalCleanup]
    public async Task Close()
    {
        await _writer!.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_directory, recursive: true);
    }
}
