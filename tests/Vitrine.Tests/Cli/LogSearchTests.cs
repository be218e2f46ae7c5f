using System.CommandLine;
using System.Globalization;
using System.Text;
using Vitrine.Cli.Commands;
using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Ledger.Payloads;
using Vitrine.Runtime.Recording;
using Vitrine.Tests.Core.Summary;
using Vitrine.Tests.Runtime.Recording;
using Xunit;

namespace Vitrine.Tests.Cli;

public sealed class LogSearchTests : IDisposable
{
    private readonly RecorderFixture _fixture = new();
    private readonly MemoryStream _data = new(), _messages = new();
    private int _width;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_filter_lists_entries_in_words_the_newest_first()
    {
        SessionId id = await RecordAsync(SampleSession.Busy());
        Assert.Equal(0, Run("log", "--program", "git", "--limit", "2"));
        string[] lines = Lines(_data);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.EndsWith($"  {id.Ending}  codex         ran git status", line, StringComparison.Ordinal));
        Assert.Contains("There are more than these 2 entries", Text(_messages), StringComparison.Ordinal);
        Assert.StartsWith("2026-11-21 ", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_kind_of_entry_has_words()
    {
        SampleSession sample = SampleSession.Busy();
        await RecordAsync(sample);
        Assert.Equal(0, Run("log", "--limit", "0", "--oldest-first"));
        Assert.Equal(sample.Entries.Count, Lines(_data).Length);
        Assert.All(sample.Entries.Select(entry => entry.Data).DistinctBy(data => data.GetType()), data =>
            Assert.DoesNotContain(data.GetType().Name, ObservationText.Of(data, new PathText(new UnixPath("/w"), null, 80)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_gives_each_entry_as_it_was_recorded()
    {
        SessionId id = await RecordAsync(SampleSession.Busy());
        Assert.Equal(0, Run("log", "--json", "--host", "statsig.example"));
        List<Entry> all = _fixture.Read(id, out _);
        Assert.Equal(
            all.Where(entry => entry.Data is NameLookedUp { Name: "statsig.example" }).Reverse().Select(entry => Encoding.UTF8.GetString(entry.ToUtf8())),
                Lines(_data));
        Assert.Empty(Text(_messages));
    }

    [Fact]
    public async Task What_the_agent_wrote_can_do_nothing_to_the_terminal_and_is_cut_to_it()
    {
        _width = 100;
        await RecordAsync(new SampleSession().Started("codex", "offline", "codex")
            .Ran(1, 0, "/bin/x", "x", "\u001b[2J\u202e" + new string('y', 500))
            .Ended(0, 1));
        Assert.Equal(0, Run("log", "--type", "program-run"));
        string line = Assert.Single(Lines(_data));
        Assert.Equal(100, line.Length);
        Assert.DoesNotContain('\u001b', line);
        Assert.Contains("ran x '\\x1b[2J\\u{202e}yyy", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_gives_a_number()
    {
        await RecordAsync(SampleSession.Busy());
        Assert.Equal(0, Run("log", "--count", "/usr/lib/x86_64"));
        Assert.Equal("1204\n", Text(_data));
    }

    [Fact]
    public async Task A_session_is_named_by_its_beginning_or_its_last_letters()
    {
        SessionId one = await RecordAsync(SampleSession.Busy());
        await RecordAsync(SampleSession.Busy());
        Assert.Equal(0, Run("log", "--session", one.Ending, "--type", "session-ended"));
        Assert.Contains(one.Ending, Assert.Single(Lines(_data)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_are_searched_when_asked_for()
    {
        SampleSession sample = new SampleSession().Started("codex", "offline", "codex");
        sample.Add(new RequestStarted(1, "POST", "https://api.example.com/v1", "2", [new("content-type", "application/json")], null, Decision.Allow("x")));
        await RecordAsync(sample.Ended(0, 1), "{\"text\":\"the caf\\u00e9 needle\"}");
        Assert.Equal(0, Run("log", "NEEDLE"));
        Assert.Empty(Text(_data));
        Assert.Contains("No entry is as asked for", Text(_messages), StringComparison.Ordinal);
        foreach (string text in (string[])["NEEDLE", "the café n"])
        {
            _data.SetLength(0);
            Assert.Equal(0, Run("log", "--bodies", text, "api.example.com"));
            Assert.Contains("POST https://api.example.com/v1", Assert.Single(Lines(_data)), StringComparison.Ordinal);
        }

        Assert.Contains("stored bodies are searched", Text(_messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Purged_and_damaged_sessions_are_said()
    {
        SessionId purged = await RecordAsync(SampleSession.Busy()), damaged = await RecordAsync(SampleSession.Busy());
        await RecordAsync(SampleSession.Busy());
        SessionKey.Destroy(_fixture[$"keys/{purged}.key"]);
        byte[] journal = await File.ReadAllBytesAsync(_fixture.LogOf(damaged), TestContext.Current.CancellationToken);
        journal[journal.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(_fixture.LogOf(damaged), journal, TestContext.Current.CancellationToken);
        Assert.Equal(1, Run("log", "--host", "statsig.example"));
        Assert.Equal(12, Lines(_data).Length);
        Assert.Contains("1 session was purged", Text(_messages), StringComparison.Ordinal);
        Assert.Contains($"Not all of session {damaged}'s record could be searched", Text(_messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_is_made_ahead()
    {
        SessionId id = await RecordAsync(SampleSession.Busy());
        Assert.Equal(0, Run("log", "index"));
        Assert.True(File.Exists(_fixture[$"sessions/{id}/index"]));
        Assert.Contains($"entries of 1 session indexed now", Text(_messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--since", "tomorrow-ish")]
    [InlineData("--since", "")]
    [InlineData("--decision", "maybe")]
    [InlineData("--host", "https://x/")]
    [InlineData("--host", "x:443")]
    [InlineData("--file", "a[b]c")]
    [InlineData("--file", "~ada/x")]
    [InlineData("--limit", "-1")]
    [InlineData("--bodies")]
    [InlineData("--count", "--limit", "3")]
    [InlineData("-n", "3", "text")]
    [InlineData("")]
    public void What_makes_no_sense_is_refused_before_anything_is_read(params string[] arguments) =>
        Assert.NotEmpty(Root().Parse(["log", .. arguments]).Errors);

    [Theory]
    [InlineData("2h", "2026-11-21T12:15:02.1Z")]
    [InlineData("3d", "2026-11-18T14:15:02.1Z")]
    [InlineData("now", "2026-11-21T14:15:02.1Z")]
    [InlineData("today", "2026-11-21T00:00:00Z")]
    [InlineData("yesterday", "2026-11-20T00:00:00Z")]
    [InlineData("2026-11-01", "2026-11-01T00:00:00Z")]
    [InlineData("2026-11-01 07:30", "2026-11-01T07:30:00Z")]
    [InlineData("2026-11-01T07:30:15", "2026-11-01T07:30:15Z")]
    [InlineData("2026-11-01T07:30:15.25+02:00", "2026-11-01T05:30:15.25Z")]
    [InlineData("2026-11-01T07:30:15Z", "2026-11-01T07:30:15Z")]
    [InlineData("99999999w", null)]
    [InlineData("-2h", null)]
    [InlineData("h", null)]
    [InlineData("2026-13-01", null)]
    [InlineData("2026-11-01T07:30:15+99:00", null)]
    [InlineData("0001-01-01T00:00:00+09:00", null)]
    public void Times_are_understood_as_people_type_them(string text, string? expected)
    {
        Assert.Equal(expected is not null, LogTime.TryParse(text, _fixture.Clock, out DateTimeOffset time));
        if (expected is not null)
            Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), time);
    }

    private RootCommand Root()
    {
        OutputStream Data() => new(_data, _width, IsPlain: true, IsColoured: false);
        OutputStream Messages() => new(_messages, 0, IsPlain: true, IsColoured: false);
        return [LogCommand.Create(() => _fixture.Store, _fixture.Clock, Data, Messages)];
    }

    private int Run(params string[] arguments) => Root().Parse(arguments).Invoke();

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());

    private static string[] Lines(MemoryStream stream) => Text(stream).TrimEnd('\n').Split('\n');

    private async Task<SessionId> RecordAsync(SampleSession sample, string? body = null)
    {
        await using SessionRecorder recorder = _fixture.Store.Create();
        PayloadReference? stored = null;
        if (body is not null)
        {
            await using IPayloadWriter writer = recorder.CreatePayload();
            await writer.WriteAsync(Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken);
            stored = await writer.CompleteAsync(TestContext.Current.CancellationToken);
        }

        foreach (Entry entry in sample.Entries)
        {
            Observation data = entry.Data is RequestStarted started ? started with { Body = stored } : entry.Data;
            if (entry.Index % 100 == 0)
                await recorder.RecordDurablyAsync(data, TestContext.Current.CancellationToken);
            else
                recorder.Record(data);
        }

        return recorder.Id;
    }
}
