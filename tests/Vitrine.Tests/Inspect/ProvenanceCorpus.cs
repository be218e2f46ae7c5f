using System.Text;
using Vitrine.Core.Inspect.Provenance;
using Vitrine.Core.Model;
using Vitrine.Tests.Layout;

namespace Vitrine.Tests.Inspect;

/// <summary>A corpus on disk; its form is in <c>tests/corpus/README.md</c>.</summary>
internal sealed class ProvenanceCorpus
{
    private ProvenanceCorpus(string directory)
    {
        Workspace = Read(Path.Combine(directory, "workspace"));
        Versions = Read(Path.Combine(directory, "versions"));
        Innocent = [.. Read(Path.Combine(directory, "unrelated")), .. Read(Path.Combine(directory, "prompts"))];
        Cases = Path.Combine(directory, "cases");
        Index = new ProvenanceIndex(TestKey.Of(7));
        foreach (CorpusFile file in Workspace)
            Index.Add(new UnixPath(file.Path), file.Content);
    }

    public IReadOnlyList<CorpusFile> Workspace { get; }

    public IReadOnlyList<CorpusFile> Versions { get; }

    public IReadOnlyList<CorpusFile> Innocent { get; }

    public string Cases { get; }

    public ProvenanceIndex Index { get; }

    public static ProvenanceCorpus Open() =>
        new(Environment.GetEnvironmentVariable("VITRINE_PROVENANCE_CORPUS") ?? Path.Combine(Repository.Root, "tests", "corpus", "provenance"));

    private static List<CorpusFile> Read(string directory)
    {
        if (!Directory.Exists(directory))
            return [];
        return [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => new CorpusFile(Path.GetRelativePath(directory, path), File.ReadAllBytes(path)))
            .Where(file => !file.Content.Contains((byte)0))];
    }
}

/// <summary>One file of a corpus.</summary>
internal sealed record CorpusFile(string Path, byte[] Content)
{
    public string[] Lines { get; } = Encoding.UTF8.GetString(Content).TrimStart('\uFEFF').Split('\n');
}

/// <summary>Keys that are the same in each run, so that a failure comes back.</summary>
internal static class TestKey
{
    public static ProvenanceKey Of(int seed)
    {
        var random = new byte[ProvenanceKey.Length];
#pragma warning disable CA5394 // It must be repeatable, not secret.
        new Random(seed).NextBytes(random);
#pragma warning restore CA5394
        return new ProvenanceKey(random);
    }
}
