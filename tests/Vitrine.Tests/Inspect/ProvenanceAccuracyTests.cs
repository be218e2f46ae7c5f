using System.Globalization;
using System.Text;
using Xunit;

namespace Vitrine.Tests.Inspect;

/// <summary>How many lines are found in each disguise, and that no file is named that was not sent.</summary>
#pragma warning disable CA5394 // The corpus must come out the same each time.
public sealed class ProvenanceAccuracyTests(ITestOutputHelper output)
{
    private const double LeastRecall = 0.99;

    // A dozen everyday lines, torn apart or without their ends of line, hold too little to name a file without doubt; that none is named wrongly comes first.
    private const double LeastRecallOfScraps = 0.90;
    private static readonly Lazy<ProvenanceCorpus> Loaded = new(ProvenanceCorpus.Open);
    private readonly ProvenanceCorpus _corpus = Loaded.Value;
    private readonly Dictionary<string, CorpusFile> _files = Loaded.Value.Workspace.ToDictionary(file => file.Path);

    [Fact]
    public void Whole_files_are_found_in_each_disguise() =>
        Check([.. ProvenanceDisguises.All.Select(disguise => Score(disguise, $"whole: {disguise.Name}", (file, _) => (0, file.Lines.Length)))]);

    [Fact]
    public void Parts_of_files_are_found_in_each_disguise() =>
        Check([.. ProvenanceDisguises.All.Select(disguise => Score(disguise, $"part: {disguise.Name}", (file, random) =>
        {
            int length = Math.Min(file.Lines.Length, 12 + random.Next(50));
            return (random.Next(file.Lines.Length - length + 1), length);
        }))]);

    [Fact]
    public void Files_behind_one_another_and_between_one_another_are_told_apart()
    {
        var mixed = new ProvenanceScore("snippets interleaved");
        var behind = new ProvenanceScore("files concatenated");
        var pieces = new ProvenanceScore("files in pieces");
        Random random = Seeded(3);
        foreach (CorpusFile[] three in _corpus.Workspace.Where(Counts).OrderBy(_ => random.Next()).Chunk(3))
        {
            Try(behind, string.Join('\n', three.Select(file => string.Join('\n', file.Lines))),
                three.SelectMany(file => Expected(file, 0, file.Lines.Length, int.MaxValue)), three);
            Try(pieces, string.Concat(three.Select(file => string.Join('\n', file.Lines) + "\0role\0user\0")),
                three.SelectMany(file => Expected(file, 0, file.Lines.Length, int.MaxValue)), three);
            var text = new StringBuilder();
            var expected = new List<(string, int)>();
            for (int round = 0; round < 4; round++)
                foreach (CorpusFile file in three)
                {
                    int length = Math.Min(file.Lines.Length, 10 + random.Next(10)), from = random.Next(file.Lines.Length - length + 1);
                    text.Append(CultureInfo.InvariantCulture, $"In {file.Path}:\n").AppendJoin('\n', file.Lines.Skip(from).Take(length)).Append("\n---\n");
                    expected.AddRange(Expected(file, from, length, int.MaxValue));
                }

            Try(mixed, text.ToString(), expected.Distinct(), three);
        }

        Check([mixed, behind, pieces]);
    }

    [Fact]
    public void Part_of_a_very_long_line_is_found()
    {
        var score = new ProvenanceScore("part of a long line");
        Random random = Seeded(5);
        foreach (CorpusFile file in _corpus.Workspace)
            for (int line = 0; line < file.Lines.Length; line++)
                for (int i = 0; i < 20 && file.Lines[line].Length > 1000; i++)
                    Try(score, $"It says {file.Lines[line].Substring(random.Next(file.Lines[line].Length - 200), 200)} there.", [(file.Path, line + 1)],
                        [file]);
        Check([score]);
    }

    [Fact]
    public void Of_another_version_only_equal_lines_are_claimed_and_only_for_its_own_path()
    {
        var score = new ProvenanceScore("other versions");
        foreach (CorpusFile file in _corpus.Versions)
            Try(score, string.Join('\n', file.Lines), [], [file]);
        Check([score]);
    }

    [Fact]
    public void Nothing_is_claimed_of_unrelated_code_prompts_and_tool_definitions()
    {
        List<ProvenanceScore> scores = [];
        foreach (Disguise disguise in ProvenanceDisguises.All)
        {
            var score = new ProvenanceScore($"unrelated: {disguise.Name}");
            foreach (CorpusFile file in _corpus.Innocent)
                Try(score, disguise.Apply([.. file.Lines.Select((text, i) => (i + 1, text))], Seeded(1)), [], []);
            scores.Add(score);
        }

        Check(scores);
    }

    [Fact]
    public void Given_cases_are_found()
    {
        var score = new ProvenanceScore("given cases");
        if (Directory.Exists(_corpus.Cases))
            foreach (string path in Directory.EnumerateFiles(_corpus.Cases, "*.txt").Order(StringComparer.Ordinal))
            {
                var ranges = File.ReadLines(Path.ChangeExtension(path, ".expected")).Where(line => line.Length > 0)
                    .Select(line => line.Split([' ', '-'], 3))
                    .Select(part => (First: int.Parse(part[0], CultureInfo.InvariantCulture), Last: int.Parse(part[1], CultureInfo.InvariantCulture),
                        Path: part[2]))
                    .ToList();
                Try(score, File.ReadAllText(path),
                    ranges.SelectMany(range => Expected(_files[range.Path], range.First - 1, range.Last - range.First + 1, int.MaxValue)).Distinct(),
                    ranges.Select(range => _files[range.Path]));
            }

        Check([score]);
    }

    private ProvenanceScore Score(Disguise disguise, string name, Func<CorpusFile, Random, (int From, int Length)> choose)
    {
        var score = new ProvenanceScore(name);
        Random random = Seeded(11);
        foreach (CorpusFile file in _corpus.Workspace.Where(Counts))
        {
            (int from, int length) = choose(file, random);
            (int, string)[] lines = [.. file.Lines.Skip(from).Take(length).Select((text, i) => (from + i + 1, text))];
            Try(score, disguise.Apply(lines, random).Replace(ProvenanceDisguises.PathPlace, file.Path, StringComparison.Ordinal),
                Expected(file, from, length, ProvenanceDisguises.CutAt(disguise.Name)), [file]);
        }

        return score;
    }

    private void Try(ProvenanceScore score, string text, IEnumerable<(string, int)> expected, IEnumerable<CorpusFile> files) =>
        score.Try(_corpus.Index, _files, text, [.. expected], files.Select(file => file.Path).ToHashSet());

    private static IEnumerable<(string Path, int Line)> Expected(CorpusFile file, int from, int length, int cutAt)
    {
        for (int line = from; line < from + length; line++)
        {
            int left = ProvenanceScore.Dense(ProvenanceDisguises.Cut(file.Lines[line], cutAt)).Length;
            if (left > 0 && (file.Lines[line].Length <= cutAt || left >= 24))
                yield return (file.Path, line + 1);
        }
    }

    // A file of a line or two is no evidence of anything.
    private static bool Counts(CorpusFile file) => file.Lines.Count(line => !string.IsNullOrWhiteSpace(line)) >= 5;

    private static Random Seeded(int seed) =>
        new(seed + int.Parse(Environment.GetEnvironmentVariable("VITRINE_PROVENANCE_SEED") ?? "0", CultureInfo.InvariantCulture));

    private void Check(IReadOnlyList<ProvenanceScore> scores)
    {
        foreach (ProvenanceScore score in scores)
        {
            output.WriteLine(score.ToString());
            foreach (string example in score.FalseClaims)
                output.WriteLine($"    false  {example}");
            foreach (string example in score.Recall < LeastRecall ? score.Missed : [])
                output.WriteLine($"    missed {example}");
        }

        Assert.All(scores,
            score => Assert.True(score.Recall >= (score.IsOfScraps ? LeastRecallOfScraps : LeastRecall) && score.FalseFiles == 0 && score.FalseLines == 0,
                score.ToString()));
    }
}
