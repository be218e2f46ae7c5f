using System.Numerics;
using Vitrine.Core.Inspect.Provenance;

namespace Vitrine.Benchmarks;

/// <summary>
/// <c>provenance-model OUT SOURCE…</c> counts which words and triples of words many public packages share, and writes them as the Bloom filter of
/// <c>EverydayText</c>. A source <c>packages:DIRECTORY</c> holds one package in each of its entries (<c>@scope</c> is one); what at least
/// <see cref="MostOwnTriples"/> or <see cref="MostOwnWords"/> of all have is common. <c>api:DIRECTORY</c> holds declarations of public interfaces, which are
/// common whoever declares them. <c>-NAME</c> leaves packages of that name out, to be measured with.
/// </summary>
internal sealed class ProvenanceModel
{
    private const int MostOwnTriples = 4, MostOwnWords = 6, MostOfPackage = 4 << 20, LongestFile = 400_000, BitsPerEntry = 10;
    private static readonly HashSet<string> Kinds = new(
        ".js .mjs .cjs .ts .tsx .jsx .py .c .h .cc .hpp .cs .go .java .rb .rs .sh .css .html .yml .yaml .json .toml .md .txt .xml".Split(' '),
            StringComparer.Ordinal) { "" };

    private readonly Dictionary<ulong, (int Last, int Count)> _words = [], _triples = [];
    private readonly HashSet<ulong> _common = [];
    private int _package;

    public static int Run(string[] args)
    {
        if (args is not [var path, .. { Length: > 0 } sources])
        {
            Console.Error.WriteLine("usage: provenance-model OUT packages:DIRECTORY|api:DIRECTORY|-NAME…");
            return 2;
        }

        var model = new ProvenanceModel();
        HashSet<string> without = [.. sources.Where(each => each.StartsWith('-')).Select(each => each[1..])];
        foreach (string source in sources.Where(each => !each.StartsWith('-')))
            model.Read(source, without);
        model.Write(path);
        return 0;
    }

    private void Read(string source, HashSet<string> without)
    {
        if (source.StartsWith("api:", StringComparison.Ordinal))
        {
            foreach (string file in Files(source["api:".Length..]))
                foreach (ReadOnlyMemory<byte> part in Declarations(file))
                    Count(part.Span, isCommon: true);
            return;
        }

        foreach (string package in Directory.EnumerateFileSystemEntries(source["packages:".Length..]).Where(each => !without.Contains(Path.GetFileName(each))))
        {
            _package++;
            int left = MostOfPackage;
            foreach (string file in File.Exists(package) ? [package] : Files(package))
            {
                byte[] content = File.ReadAllBytes(file);
                if (content.Length > LongestFile || content.Contains((byte)0))
                    continue;
                if ((left -= content.Length) < 0)
                    break;
                Count(content, isCommon: false);
            }
        }
    }

    // Of the documentation of an assembly only the names: what is said of them is somebody's text.
    private static IEnumerable<ReadOnlyMemory<byte>> Declarations(string file) => Path.GetExtension(file) != ".xml"
        ? [File.ReadAllBytes(file)]
        : File.ReadLines(file).Where(line => line.Contains("<member name=", StringComparison.Ordinal))
            .Select(line => line.Split('"')[1].Split('(')[0][2..]).Select(name => (ReadOnlyMemory<byte>)System.Text.Encoding.UTF8.GetBytes(name));

    private void Count(ReadOnlySpan<byte> text, bool isCommon)
    {
        ulong first = 0, second = 0;
        for (var words = new EvidenceWords(text); words.Next();)
        {
            ulong word = EverydayText.Word(words.Word);
            Count(_words, word, isCommon, MostOwnWords);
            if (first != 0)
                Count(_triples, EverydayText.Triple(first, second, word), isCommon, MostOwnTriples);
            (first, second) = (second, word);
        }
    }

    private void Count(Dictionary<ulong, (int Last, int Count)> counts, ulong entry, bool isCommon, int most)
    {
        if (isCommon)
        {
            _common.Add(entry);
            return;
        }

        ref (int Last, int Count) known = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, entry, out _);
        if (known.Last == _package)
            return;
        known = (_package, known.Count + 1);
        if (known.Count == most)
            _common.Add(entry);
    }

    private void Write(string path)
    {
        var filter = new byte[(int)Math.Max(64, (_common.Count * (long)BitsPerEntry / 8) + 1)];
        foreach (ulong entry in _common)
            for (int probe = 0; probe < EverydayText.Probes; probe++)
            {
                uint bit = EverydayText.Bit(entry, probe, filter.Length);
                filter[bit >> 3] |= (byte)(1 << (int)(bit & 7));
            }

        File.WriteAllBytes(path, filter);
        int words = _words.Count(each => each.Value.Count >= MostOwnWords), triples = _triples.Count(each => each.Value.Count >= MostOwnTriples);
        double full = filter.Sum(each => BitOperations.PopCount(each)) / (8.0 * filter.Length);
        Console.WriteLine($"{_package} packages, {words} words of {_words.Count}, {triples} triples of {_triples.Count}, {_common.Count} entries, {filter.Length} bytes, {full:P0} set");
    }

    private static IEnumerable<string> Files(string directory) =>
        Directory.EnumerateFiles(directory, "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true })
            .Where(file => Kinds.Contains(Path.GetExtension(file)) && !file.Contains(".min.", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
