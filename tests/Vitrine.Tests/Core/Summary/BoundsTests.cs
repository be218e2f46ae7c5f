using System.Globalization;
using Vitrine.Core.Model;
using Vitrine.Core.Summary;
using Xunit;

namespace Vitrine.Tests.Core.Summary;

[Collection(Layout.ProcessStartingTests.Name)] // It measures the memory of the whole process.
public sealed class BoundsTests
{
    private const int Million = 1_000_000;
    private static readonly UnixPath Workspace = new(SampleSession.Workspace);

    [Fact]
    public void A_million_different_entries_of_each_wasteful_kind_keep_the_summary_within_its_bounds()
    {
        var summary = new SessionSummary();
        summary.Add(At(0, new SessionStarted("0", null, ["x"], Workspace, "observe", [], [], "") { Home = new UnixPath("/home/ada") }));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        string padding = new('p', 200);
        for (int i = 1; i <= Million; i++)
            summary.Add(At(i, (i % 10) switch
            {
                0 => new NameLookedUp($"{i}.{padding}.example", "A", "refused", Decision.Deny(null, $"--allow {i}.{padding}.example")),
                1 => new RequestStarted(i, "GET", $"https://h{i}.{padding}/", "2", [], null, Decision.Allow("--observe")),
                2 => new CallRefused(i, $"call{i}{padding}", padding + i, "EPERM"),
                3 => new ProgramRun(i, i - 1, new UnixPath($"/bin/{i}{padding}"), [padding, padding + i], Workspace, false),
                4 => new FileChanged(i, new UnixPath($"/w/{i}{padding}"), "rename", new UnixPath($"/x/{i}{padding}")),
                5 => new SocketConnected(i, "unix", $"@{i}{padding}", null),
                6 => new FileHeldBack(new UnixPath($"/w/{i}{padding}"), padding + i, new UnixPath($"/k/{i}{padding}")),
                7 => new EventsLost($"{i}{padding}", 1, padding + i),
                _ => new FileOpened(i, new UnixPath($"/home/ada/{i}/{padding}"), "write", false),
            }));
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        SessionReport report = summary.ToReport();
        // 2,000,000 characters of text, 131,072 hashes in each of a dozen tables, and the rows.
        Assert.InRange(kept, 0, 32 << 20);
        Assert.InRange(report.ToUtf8().Length, 0, 16 << 20);
        Assert.Equal(Million + 1, report.EntryCount);
        Assert.Equal(Million / 5, report.Refused.Count);
        Assert.Equal(Million / 10, report.Programs.Runs);
        Assert.Equal(Million / 10, report.Programs.Programs.Count + report.Programs.MorePrograms.Count);
        Assert.Equal(Million / 10, report.Record.HeldBack.Count + report.Record.MoreHeldBack);
        GC.KeepAlive(summary);
    }

    [Fact]
    public void Long_names_use_the_text_up_before_the_lists_are_full()
    {
        var limits = new SummaryLimits { Paths = 1000, Names = 1000, TextCharacters = 100_000 };
        var summary = new SessionSummary(limits);
        string padding = new('p', 4000);
        for (int i = 0; i < 2000; i++)
            summary.Add(At(i,
                i % 2 == 0
                    ? new FileOpened(1, new UnixPath($"/data/{padding}{i}"), "read", true)
                    : new NameLookedUp($"{i}{padding}", "A", "nodata", Decision.Allow("x"))));
        SessionReport report = summary.ToReport();
        PlaceReport place = report.Files.In(Place.Elsewhere);
        Assert.InRange(place.Files.Sum(file => file.Path.ToString().Length) + report.Sockets.Names.Sum(name => name.Name.Length), 90_000,
            limits.TextCharacters);
        Assert.Equal((1000, 1000), (place.Read, report.Sockets.Names.Count + report.Sockets.MoreNames.Count));
    }

    [Fact]
    public void Different_files_are_counted_exactly_far_past_the_end_of_the_list()
    {
        var summary = new SessionSummary();
        for (int round = 0; round < 2; round++)
            for (int i = 0; i < 50_000; i++)
                summary.Add(At((round * 50_000) + i, new FileOpened(1, new UnixPath($"/data/{i}"), "read", true)));
        FilesReport files = summary.ToReport().Files;
        PlaceReport place = files.In(Place.Elsewhere);
        Assert.True(files.IsExact);
        Assert.Equal((50_000, 100_000, 200, 49_800), (place.Read, place.Uses, place.Files.Count, place.MoreFiles));
    }

    [Fact]
    public void Past_the_last_hash_the_count_is_a_lower_bound_and_says_so()
    {
        var summary = new SessionSummary(new SummaryLimits { Paths = 10, DistinctHashes = 100 });
        for (int i = 0; i < 500; i++)
            summary.Add(At(i, new FileOpened(1, new UnixPath($"/data/{i}"), "read", true)));
        FilesReport files = summary.ToReport().Files;
        Assert.False(files.IsExact);
        Assert.Equal((110, 500), (files.In(Place.Elsewhere).Read, files.In(Place.Elsewhere).Uses));
    }

    [Fact]
    public void A_file_that_one_list_had_no_room_for_is_not_counted_again_when_another_has()
    {
        var summary = new SessionSummary(new SummaryLimits { Paths = 1 });
        string[] uses = ["read:/a", "read:/b", "write:/b", "read:/b", "read:/c", "read:/c", "write:/c"];
        for (int i = 0; i < uses.Length; i++)
            summary.Add(At(i,
                new FileOpened(1, new UnixPath(uses[i][(uses[i].IndexOf(':', StringComparison.Ordinal) + 1)..]),
                    uses[i][..uses[i].IndexOf(':', StringComparison.Ordinal)], true)));
        PlaceReport place = summary.ToReport().Files.In(Place.Elsewhere);
        Assert.Equal((3, 2), (place.Read, place.Written));
    }

    [Fact]
    public void The_end_of_a_request_that_many_others_overtook_still_counts_in_the_totals()
    {
        var session = new SampleSession();
        for (int i = 0; i < 40_000; i++)
            session.Add(new RequestStarted(i, "GET", "https://a.example/", "2", [], null, Decision.Allow("a")));
        for (int i = 0; i < 40_000; i++)
            session.Add(new RequestEnded(i, 200, "upstream", [], null, null, 1, 2, 0, null));
        HttpReport http = session.Summarise().ToReport().Http;
        Assert.Equal((40_000, 40_000, 80_000), (http.Total.Requests, http.Total.BytesOut, http.Total.BytesIn));
        Assert.Equal(16_384, Assert.Single(http.Hosts).BytesOut);
    }

    [Theory]
    [InlineData("https://a.example/x", "a.example")]
    [InlineData("https://a.example:443/x", "a.example")]
    [InlineData("https://a.example:8443?q", "a.example:8443")]
    [InlineData("http://a.example:80", "http://a.example")]
    [InlineData("http://a.example:8080/#f", "http://a.example:8080")]
    [InlineData("https://[::1]:443/", "[::1]")]
    [InlineData("://", "://")]
    [InlineData("", "")]
    public void A_host_is_named_with_what_is_unusual_about_it(string url, string host) =>
        Assert.Equal(host, HttpTally.HostOf(url).ToString());

    private static Entry At(int index, Observation data) =>
        new(Entry.CurrentVersion, "s", index, DateTimeOffset.Parse("2026-11-21T14:15:02Z", CultureInfo.InvariantCulture), data);
}
