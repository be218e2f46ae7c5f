using System.Diagnostics;
using System.Text;
using Vitrine.Core.Inspect.Provenance;
using Vitrine.Core.Model;

namespace Vitrine.Benchmarks;

/// <summary>
/// <c>provenance-speed CORPUS</c>: gigabytes per second of one core, the best of many rounds, over texts of many pieces as prompts have them. The texts are the
/// same each time.
/// </summary>
internal static class ProvenanceSpeed
{
    private const int Length = 4 << 20, Rounds = 25, LinesOfPiece = 40;

    public static int Run(string[] args)
    {
        if (args is not [var corpus])
        {
            Console.Error.WriteLine("usage: provenance-speed CORPUS");
            return 2;
        }

        var index = new ProvenanceIndex(new ProvenanceKey([.. Enumerable.Range(1, ProvenanceKey.Length).Select(each => (byte)(each * 37))]));
        string[] own = Files(corpus, "workspace"), foreign = Files(corpus, "unrelated");
        foreach (string path in own)
            index.Add(new UnixPath(path), File.ReadAllBytes(path));
        Measure(index, "nothing found", Text(foreign, numbered: false));
        Measure(index, "nothing found, numbered", Text(foreign, numbered: true));
        Measure(index, "all found", Text(own, numbered: false));
        Measure(index, "all found, numbered", Text(own, numbered: true));
        return 0;
    }

    private static void Measure(ProvenanceIndex index, string name, byte[] text)
    {
        var best = TimeSpan.MaxValue;
        int found = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            found = index.FindInPieces(text).Count;
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            best = took < best ? took : best;
        }

        Console.WriteLine($"{name,-26} {text.Length / best.TotalSeconds / 1e9,6:F2} GB/s {found,7} found");
    }

    private static byte[] Text(string[] files, bool numbered)
    {
        var text = new StringBuilder();
        while (text.Length < Length)
            foreach (string path in files)
            {
                int line = 0;
                foreach (string each in File.ReadLines(path))
                {
                    line++;
                    text.Append(numbered ? $"{line,6}→{each}" : each).Append(line % LinesOfPiece == 0 ? '\0' : '\n');
                }

                text.Append("\0tool_result\0");
            }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string[] Files(string corpus, string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(corpus, folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
