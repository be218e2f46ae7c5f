using System.CommandLine;
using System.Text;
using System.Text.Json;
using Vitrine.Cli.Commands;
using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Core.Summary;
using Vitrine.Runtime.Recording;
using Vitrine.Tests.Core.Summary;
using Xunit;

namespace Vitrine.Tests.Cli;

public sealed class SessionCommandTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("vitrine-cli-").FullName;
    private readonly MemoryStream _data = new();
    private readonly MemoryStream _messages = new();
    private bool _isTerminal;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public void Without_a_session_show_says_so_and_how_to_make_one()
    {
        Assert.Equal(2, Run("show"));
        Assert.Equal("vitrine: There is no session yet.\nhint: vitrine run -- COMMAND makes one.\n", Text(_messages));
        Assert.Empty(Text(_data));
    }

    [Fact]
    public async Task An_unknown_session_is_one_clear_line_and_a_hint()
    {
        await RecordAsync(SampleSession.Busy());
        Assert.Equal(2, Run("show", "no\u001b[2Jsuch"));
        Assert.Equal("vitrine: No session has the id \"no\\x1b[2Jsuch\", or one that begins so.\nhint: vitrine log lists the sessions.\n", Text(_messages));
    }

    [Fact]
    public async Task A_session_that_was_purged_is_named_to_verify()
    {
        await RecordAsync(SampleSession.Busy());
        Assert.Equal(2, Run("show", "20261121-072810-4rsraq"));
        Assert.Contains("\nhint: vitrine verify 20261121-072810-4rsraq says whether it was purged;", Text(_messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_without_its_key_or_of_another_version_shows_no_empty_page_and_says_what_it_is()
    {
        SessionId id = await RecordAsync(SampleSession.Busy());
        File.Delete(Path.Combine(_state, "keys", $"{id}.key"));
        Assert.Equal(2, Run("show"));
        Assert.Contains("and the key to what they say is gone.\nhint: vitrine verify", Text(_messages), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_state, "sessions", id.ToString(), "entries.log"), "vitrine-log\n\0\0\0\u0001",
            TestContext.Current.CancellationToken);
        Assert.Equal(1, Run("show"));
        Assert.Contains("is of format version 1, which this version of Vitrine does not read.", Text(_messages), StringComparison.Ordinal);
        Assert.Empty(Text(_data));
    }

    [Fact]
    public async Task The_beginning_of_two_ids_names_neither()
    {
        await RecordAsync(SampleSession.Busy());
        await RecordAsync(SampleSession.Busy());
        Assert.Equal(2, Run("show", "20"));
        Assert.Contains("2 sessions begin with \"20\"", Text(_messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_gives_every_section_of_the_last_session()
    {
        SessionId id = await RecordAsync(SampleSession.Busy());
        Assert.Equal(0, Run("show"));
        string shown = Text(_data);
        Assert.Empty(Text(_messages));
        string[] sections =
        [
            "session    " + id, "state      ended, exit 0", "Programs: ", "Who started what: ", "Where people keep secrets: ", "Files in the workspace: ",
                "Files in .git: ", "Files of the system: ",
            "Renames and links", "Hosts: 7 requests", "Requests: ", "Flows let through unread", "Names looked up", "Listened on", "Refused: ", "Signals sent",
            "Held back: ", "Kept from the terminal", "Lost",
        ];
        Assert.All(sections, section => Assert.Contains(section, shown, StringComparison.Ordinal));
        Assert.Equal(1204, shown.Split('\n').Count(line => line.Contains("/usr/lib/x86_64-linux-gnu/lib", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_json_holds_the_report_and_on_demand_the_entries()
    {
        SampleSession sample = SampleSession.Busy();
        await RecordAsync(sample);
        Assert.Equal(0, Run("show", "last", "--json", "--entries"));
        using var json = JsonDocument.Parse(_data.ToArray());
        Assert.Equal(("ended", "intact"), (json.RootElement.GetProperty("state").GetString(), json.RootElement.GetProperty("integrity").GetString()));
        Assert.Equal(sample.Entries.Count, json.RootElement.GetProperty("entries").GetArrayLength());
        var report = SessionReport.Parse(Encoding.UTF8.GetBytes(json.RootElement.GetProperty("session").GetRawText()));
        Assert.Equal((sample.Entries.Count, 7), (report.EntryCount, report.Http.Requests.Count));
    }

    [Fact]
    public async Task Entries_alone_are_one_object_on_each_line()
    {
        SampleSession sample = SampleSession.Busy();
        await RecordAsync(sample);
        Assert.Equal(0, Run("show", "--entries"));
        string[] lines = Text(_data).TrimEnd('\n').Split('\n');
        Assert.Equal(sample.Entries.Select(entry => entry.Data.GetType()), lines.Select(line => Entry.Parse(Encoding.UTF8.GetBytes(line)).Data.GetType()));
    }

    [Theory]
    [InlineData(false, "{\"a\":\"\u001b[2J\"}")]
    [InlineData(true, "{\"a\":\"\\x1b[2J\"}\n")]
    public async Task A_body_is_given_as_it_was_to_a_pipe_and_visibly_to_a_terminal(bool isTerminal, string expected)
    {
        _isTerminal = isTerminal;
        await RecordAsync(SampleSession.Busy(), "{\"a\":\"\u001b[2J\"}");
        Assert.Equal(0, Run("show", "--body", "3"));
        Assert.Equal(expected, Text(_data));
    }

    [Theory]
    [InlineData("99", "has no request 99.")]
    [InlineData("3", "Request 3 of session")]
    public async Task A_body_that_is_not_there_is_said_to_be_missing(string number, string message)
    {
        await RecordAsync(SampleSession.Busy());
        Assert.Equal(2, Run("show", "--body", number));
        Assert.Contains(message, Text(_messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_record_is_shown_as_far_as_it_goes_with_status_1()
    {
        SessionId id = await RecordAsync(SampleSession.Busy());
        string log = Path.Combine(_state, "sessions", id.ToString(), "entries.log");
        byte[] bytes = await File.ReadAllBytesAsync(log, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(log, bytes, TestContext.Current.CancellationToken);
        Assert.Equal(1, Run("show"));
        Assert.Contains("is damaged after", Text(_messages), StringComparison.Ordinal);
        Assert.Contains("Programs: ", Text(_data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_lists_the_newest_first_and_says_what_it_leaves_out()
    {
        var ids = new List<SessionId>();
        for (int i = 0; i < 3; i++)
            ids.Add(await RecordAsync(SampleSession.Busy()));
        ids.Sort();
        Assert.Equal(0, Run("log", "-n", "2"));
        string[] lines = Text(_data).TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith(ids[2].ToString(), lines[1], StringComparison.Ordinal);
        Assert.StartsWith(ids[1].ToString(), lines[2], StringComparison.Ordinal);
        Assert.Contains("just now  codex  ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("exit 0", lines[1], StringComparison.Ordinal);
        Assert.Contains("1 older session not listed", Text(_messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_gives_json_with_the_count_of_refusals()
    {
        SessionId id = await RecordAsync(SampleSession.Busy());
        Assert.Equal(0, Run("log", "--json"));
        using var json = JsonDocument.Parse(_data.ToArray());
        JsonElement session = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal((id.ToString(), "ended", 15),
            (session.GetProperty("session").GetString(), session.GetProperty("state").GetString(), session.GetProperty("refused").GetInt64()));
    }

    [Fact]
    public void Log_of_nothing_is_an_empty_list_and_no_error()
    {
        Assert.Equal(0, Run("log", "--json"));
        Assert.Equal("[]", Text(_data).Trim());
    }

    [Theory]
    [InlineData("show", "--response")]
    [InlineData("show", "--body", "1", "--json")]
    [InlineData("log", "-n", "-1")]
    [InlineData("log", "-n", "many")]
    public void What_makes_no_sense_is_refused_before_anything_is_read(params string[] arguments) => Assert.NotEmpty(Root().Parse(arguments).Errors);

    private RootCommand Root()
    {
        OutputStream Data() => new(_data, _isTerminal ? 80 : 0, IsPlain: true, IsColoured: false);
        OutputStream Messages() => new(_messages, 0, IsPlain: true, IsColoured: false);
        SessionStore Store() => new(_state, TimeProvider.System);
        return [ShowCommand.Create(Store, Data, Messages), LogCommand.Create(Store, TimeProvider.System, Data, Messages)];
    }

    private int Run(params string[] arguments) => Root().Parse(arguments).Invoke();

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());

    private async Task<SessionId> RecordAsync(SampleSession sample, string? body = null)
    {
        await using SessionRecorder recorder = new SessionStore(_state, TimeProvider.System).Create();
        foreach (Entry entry in sample.Entries)
        {
            Observation data = entry.Data;
            if (data is RequestStarted started)
                data = started with { Body = body is null ? null : await StoreAsync(recorder, body) };
            if (data is SessionEnded ended)
                data = ended with { Refused = sample.Summarise().Refusals };
            // The disk is waited for now and then, so that the queue never overflows, and not for each of a thousand entries.
            if (entry.Index % 100 == 0)
                await recorder.RecordDurablyAsync(data, TestContext.Current.CancellationToken);
            else
                recorder.Record(data);
        }

        return recorder.Id;
    }

    private static async Task<PayloadReference?> StoreAsync(SessionRecorder recorder, string body)
    {
        await using IPayloadWriter writer = recorder.CreatePayload();
        await writer.WriteAsync(Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken);
        return await writer.CompleteAsync(TestContext.Current.CancellationToken);
    }
}
