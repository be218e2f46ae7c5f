using System.Text;
using Vitrine.Core.Inspect.Provenance;
using Vitrine.Core.Model;
using Vitrine.Runtime.Inspection;
using Xunit;

namespace Vitrine.Tests.Inspect;

/// <summary>What the index promises beside finding much: versions, equal files, bounds, no allocation, and the workspace as it is read.</summary>
public sealed class ProvenanceIndexTests : IDisposable
{
    private const string First = "const weather = require('./weather');\nfunction forecastTomorrow(city) {\n  return weather.lookupMetric(city);\n}\n";
    private const string Second =
        "const thermometer = open('/dev/thermometer');\nexport function celsius() {\n  return thermometer.readKelvin() - 273.15;\n}\n";
    private readonly ProvenanceIndex _index = new(TestKey.Of(1));
    private readonly string _directory = Directory.CreateTempSubdirectory("vitrine-provenance-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Lines_are_counted_from_one_and_the_file_is_measured()
    {
        Add("a.js", "\n" + First);
        SourceFound found = Assert.Single(Find("Look:\n" + First));
        Assert.Equal(new SourceFoundText("a.js", "2-5", 5, true), SourceFoundText.Of(found));
    }

    [Fact]
    public void What_a_version_had_stays_known_and_edits_do_not_make_lines_common()
    {
        for (int edit = 0; edit < 40; edit++)
            Assert.Equal(ProvenanceAddition.Added, Add("a.js", $"{First}let lastEdition = 'edition {edit}';\n"));
        Add("a.js", Second);
        Assert.Equal("a.js", Assert.Single(Find(First)).File.ToString());
        Assert.Equal("a.js", Assert.Single(Find(Second)).File.ToString());
    }

    [Fact]
    public void Of_equal_files_the_one_that_the_text_names_is_claimed_and_the_others_are_listed()
    {
        Add("one/a.js", First);
        Assert.Equal(ProvenanceAddition.Known, Add("two/a.js", First));
        SourceFound found = Assert.Single(Find($"read two/a.js\n{First}"));
        Assert.Equal("two/a.js", found.File.ToString());
        Assert.Equal("one/a.js", Assert.Single(found.AlsoIn).ToString());
    }

    [Fact]
    public void Nothing_is_found_across_two_pieces()
    {
        Add("a.js", First);
        Assert.Empty(Find("const weather = req\0uire('./weather');"));
    }

    [Fact]
    public void Above_the_budget_lines_are_known_by_digest_and_said_to_be()
    {
        var index = new ProvenanceIndex(TestKey.Of(2), new ProvenanceOptions { MostText = 0 });
        index.Add(new UnixPath("a.js"), Encoding.UTF8.GetBytes(First));
        Assert.Equal(new SourceFoundText("a.js", "1-4", 4, false), SourceFoundText.Of(Assert.Single(index.Find(Encoding.UTF8.GetBytes("12: x\n" + First)))));
        Assert.Equal(1, index.Statistics.ByDigest);
    }

    [Fact]
    public void Binary_and_overlong_files_are_refused()
    {
        Assert.Equal(ProvenanceAddition.Binary, Add("a", "text\0"));
        Assert.Equal(ProvenanceAddition.TooLong,
            new ProvenanceIndex(TestKey.Of(1), new ProvenanceOptions { LongestFile = 3 }).Add(new UnixPath("a"), "text"u8));
    }

    [Fact]
    public void Text_in_which_nothing_is_found_allocates_nothing()
    {
        Add("a.js", First);
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Second + "   12→" + Second, 2000)));
        Assert.Empty(_index.Find(text));

        // The run-time itself may allocate once while it compiles the code anew.
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int found = _index.Find(text).Count;
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(0, found);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public async Task The_workspace_is_read_without_following_links_or_waiting_for_pipes()
    {
        string outside = Path.Combine(_directory, "outside.js"), workspace = Directory.CreateDirectory(Path.Combine(_directory, "workspace")).FullName;
        File.WriteAllText(outside, Second);
        File.WriteAllText(Path.Combine(workspace, "a.js"), First);
        File.CreateSymbolicLink(Path.Combine(workspace, "link.js"), outside);
        Directory.CreateSymbolicLink(Path.Combine(workspace, "up"), _directory);
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(workspace, "pipe")]))
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var indexer = new WorkspaceIndexer(new UnixPath(workspace), _index);
        await indexer.Completion;
        Assert.Equal("a.js", Assert.Single(Find(First)).File.ToString());
        Assert.Empty(Find(Second));
        Assert.False(indexer.Changed(new UnixPath("link.js"))
            || indexer.Changed(new UnixPath("up/outside.js"))
            || indexer.Changed(new UnixPath("../outside.js"))
            || indexer.Changed(new UnixPath("pipe")));
        Assert.Empty(Find(Second));
    }

    [Fact]
    public async Task A_file_that_was_written_is_read_again_and_one_that_was_not_is_not()
    {
        string path = Path.Combine(_directory, "a.js");
        File.WriteAllText(path, First);
        using var indexer = new WorkspaceIndexer(new UnixPath(_directory), _index);
        await indexer.Completion;
        Assert.False(indexer.Changed(new UnixPath("a.js")));
        File.WriteAllText(path, Second);
        Assert.True(indexer.Changed(new UnixPath("a.js")));
        Assert.Single(Find(Second));
        Assert.Single(Find(First));
        Assert.Equal(2, indexer.Progress.Read);
    }

    [Fact]
    public async Task Reading_a_file_again_uses_no_room_and_what_is_left_out_is_said()
    {
        string path = Path.Combine(_directory, "a.js");
        File.WriteAllText(path, First);
        var options = new WorkspaceIndexOptions { MostBytes = First.Length + Second.Length, MostRereadPerMinute = 20 * (First.Length + Second.Length) };
        using var indexer = new WorkspaceIndexer(new UnixPath(_directory), _index, options);
        Assert.True((await indexer.Completion).IsComplete);
        for (int i = 0; i < 10; i++)
        {
            File.WriteAllText(path, $"{First}// {i}\n"[..First.Length]);
            indexer.Changed(new UnixPath("a.js"));
        }

        Assert.Equal((0, First.Length), (indexer.Progress.Skipped, (int)indexer.Progress.Bytes));
        using var narrow = new WorkspaceIndexer(new UnixPath(_directory), _index, new WorkspaceIndexOptions { MostBytes = 1 });
        WorkspaceIndexCompletion completion = await narrow.Completion;
        Assert.Equal((false, 1), (completion.IsComplete, completion.Skipped));
        Assert.NotNull(completion.Reason);
    }

    private ProvenanceAddition Add(string path, string content) => _index.Add(new UnixPath(path), Encoding.UTF8.GetBytes(content));

    private IReadOnlyList<SourceFound> Find(string text) => _index.Find(Encoding.UTF8.GetBytes(text));

    private sealed record SourceFoundText(string File, string Lines, int FileLines, bool IsExact)
    {
        public static SourceFoundText Of(SourceFound found) =>
            new(found.File.ToString(), string.Join(' ', found.Lines.Select(range => $"{range.First}-{range.Last}")), found.FileLines, found.IsExact);
    }
}
