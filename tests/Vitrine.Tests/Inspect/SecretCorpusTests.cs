using Xunit;

namespace Vitrine.Tests.Inspect;

/// <summary>How much is found, and how much of what is reported is right.</summary>
public sealed class SecretCorpusTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(20260301, false)]
    [InlineData(77, true)]
    public void At_least_95_percent_is_found_and_95_percent_of_the_reports_are_right(int seed, bool heldOut)
    {
        var score = SecretScore.Of(SecretCorpus.Make(seed, heldOut));
        output.WriteLine(score.ToString());
        Assert.True(score.Recall >= 0.95, $"recall {score.Recall:P2}; missed:\n{string.Join('\n', score.Missed.Take(150))}");
        Assert.True(score.Precision >= 0.95, $"precision {score.Precision:P2}; wrong:\n{string.Join('\n', score.Wrong.Take(100))}");
    }

    [Fact]
    public void In_texts_written_by_hand_at_least_95_percent_is_found_and_right_by_line_and_by_rule()
    {
        var score = SecretScore.Of(SecretTemplates.Fill(1, 2, 3, 4, 5, 6, 7, 8));
        output.WriteLine(score.ToString());
        string faults = $"missed:\n{string.Join('\n', score.Missed.Take(150))}\nwrong:\n{string.Join('\n', score.Wrong.Take(100))}";
        output.WriteLine(faults);
        Assert.True(score.Labelled > 1000, $"only {score.Labelled} lines are labelled");
        Assert.True(score.Recall >= 0.95, $"recall {score.Recall:P2}; {faults}");
        Assert.True(score.Precision >= 0.95, $"precision {score.Precision:P2}; {faults}");
        Assert.True(score.RightRule >= 0.95, $"right rule {score.RightRule:P2}");
    }

    [Fact]
    public void Another_corpus_is_measured_where_a_variable_names_it()
    {
        if (Environment.GetEnvironmentVariable("VITRINE_SECRETS_CORPUS") is not { Length: > 0 } folder)
        {
            Assert.Skip("VITRINE_SECRETS_CORPUS names no folder.");
            return;
        }

        var labels = new Dictionary<(string, int), string>();
        foreach (string line in File.ReadLines(Path.Combine(folder, "labels.tsv")))
            if (line.Length > 0 && line[0] != '#' && line.Split('\t') is [string file, string number, string rule])
                labels[(file, int.Parse(number, System.Globalization.CultureInfo.InvariantCulture))] = rule;
        (string, byte[])[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(folder, path), Path: path))
            .Where(static file => file.Name != "labels.tsv")
            .Select(static file => (file.Name, File.ReadAllBytes(file.Path)))];
        var score = SecretScore.Of(new SecretCorpus(files, labels));
        output.WriteLine(score.ToString());
        output.WriteLine($"missed:\n{string.Join('\n', score.Missed)}\nwrong:\n{string.Join('\n', score.Wrong)}");
        Assert.True(score.Labelled > 0, "labels.tsv has no label.");
    }
}
