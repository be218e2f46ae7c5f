using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Vitrine.Core.Inspect.Provenance;
using Vitrine.Core.Model;

namespace Vitrine.Benchmarks;

/// <summary>Searching a text of 256 KiB for lines of a workspace, on one core. Megabytes per second are the text's length by the time.</summary>
[MemoryDiagnoser]
public class ProvenanceBenchmarks
{
    private const int Length = 1 << 18;
    private readonly ProvenanceIndex _index = new(new ProvenanceKey(RandomNumberGenerator.GetBytes(ProvenanceKey.Length)));
    private byte[] _unrelated = [], _numbered = [], _plain = [];

    /// <summary>Indexes the corpus's workspace; texts are code that is not in it, and its own.</summary>
    [GlobalSetup]
    public void Read()
    {
        string corpus = Corpus();
        foreach (string path in Files(corpus, "workspace"))
            _index.Add(new UnixPath(path), File.ReadAllBytes(path));
        _unrelated = Text(Files(corpus, "unrelated").SelectMany(File.ReadLines));
        _plain = Text(Files(corpus, "workspace").SelectMany(File.ReadLines));
        _numbered = Text(Files(corpus, "workspace").SelectMany(path => File.ReadLines(path).Select((line, i) => $"{i + 1,6}→{line}")));
    }

    /// <summary>Code of the same language, of which nothing is in the workspace.</summary>
    [Benchmark]
    public int NothingFound() => _index.Find(_unrelated).Count;

    /// <summary>Files of the workspace as they are.</summary>
    [Benchmark]
    public int AllFound() => _index.Find(_plain).Count;

    /// <summary>Files of the workspace with line numbers.</summary>
    [Benchmark]
    public int AllFoundNumbered() => _index.Find(_numbered).Count;

    private static byte[] Text(IEnumerable<string> lines)
    {
        byte[] all = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        var text = new byte[Length];
        for (int at = 0; at < Length; at += all.Length)
            all.AsSpan(0, Math.Min(all.Length, Length - at)).CopyTo(text.AsSpan(at));
        return text;
    }

    private static string[] Files(string corpus, string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(corpus, folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static string Corpus()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Vitrine.slnx")))
            directory = Path.GetDirectoryName(directory);
        return Path.Combine(directory ?? ".", "tests", "corpus", "provenance");
    }
}
