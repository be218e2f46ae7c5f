using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Ledger.Payloads;
using Vitrine.Runtime.Queries;
using Vitrine.Runtime.Recording;
using Vitrine.Tests.Runtime.Recording;
using Xunit;

namespace Vitrine.Tests.Runtime.Queries;

/// <summary>The index as a cache: whatever becomes of it, a search gives the same.</summary>
public sealed class IndexLifeTests : IDisposable
{
    private readonly RecordedSessions _sessions = new(7);
    private static readonly EntryQuery Requests = new() { Kind = "request-started" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _sessions.Dispose();

    [Fact]
    public async Task The_first_search_makes_the_index_and_the_next_uses_it()
    {
        SessionId id = await _sessions.RecordAsync(300);
        SearchOutcome first = Find(Requests, out List<string> found), second = Find(Requests, out List<string> again);
        Assert.Equal((302L, 0L), (first.Indexed, second.Indexed));
        Assert.Equal(found, again);
        Assert.NotEmpty(found);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(IndexOf(id)));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(IndexOf(id))!, "*.tmp"));
    }

    [Fact]
    public async Task An_index_that_was_changed_anywhere_is_made_anew()
    {
        SessionId id = await _sessions.RecordAsync(400);
        Find(Requests, out List<string> expected);
        byte[] good = await File.ReadAllBytesAsync(IndexOf(id), Stop);
        int remade = 0;
        for (int at = 0; at < good.Length; at += Math.Max(1, good.Length / 50))
        {
            byte[] bad = [.. good];
            bad[at] ^= 0x10;
            await File.WriteAllBytesAsync(IndexOf(id), bad, Stop);
            // Each part is read by one of these.
            foreach (EntryQuery query in (EntryQuery[])[Requests, new EntryQuery { Texts = ["SELECT * FROM"] },
                new EntryQuery { Host = Glob.TryParse("*.com", out Glob? host, out _) ? host : null }, new EntryQuery { File = EntryQuery.Path("*.c", out _) },
                new EntryQuery { Program = EntryQuery.Path("git", out _) }])
            {
                SearchOutcome outcome = Find(query, out List<string> found);
                Assert.Empty(outcome.Problems);
                Assert.Equal(Naive(query, id), found);
                remade += outcome.Indexed > 0 ? 1 : 0;
            }
        }

        Assert.InRange(remade, 40, 60);
        Find(Requests, out List<string> last);
        Assert.Equal(expected, last);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(1000)]
    public async Task An_index_that_was_cut_or_is_something_else_is_made_anew(int length)
    {
        SessionId id = await _sessions.RecordAsync(200);
        Find(Requests, out List<string> expected);
        byte[] good = await File.ReadAllBytesAsync(IndexOf(id), Stop);
        foreach (byte[] bad in (byte[][])[good[..length], good[^length..], new byte[length], [.. good, .. good]])
        {
            await File.WriteAllBytesAsync(IndexOf(id), bad, Stop);
            Assert.Equal(202, Find(Requests, out List<string> found).Indexed);
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public async Task The_index_of_another_session_is_not_used()
    {
        SessionId one = await _sessions.RecordAsync(200), two = await _sessions.RecordAsync(200);
        Find(Requests, out List<string> expected);
        File.Copy(IndexOf(one), IndexOf(two), overwrite: true);
        Assert.Equal(202, Find(Requests, out List<string> found).Indexed);
        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task An_index_of_a_journal_that_was_replaced_is_made_anew()
    {
        SessionId id = await _sessions.RecordAsync(200);
        Find(Requests, out _);
        byte[] journal = await File.ReadAllBytesAsync(LogOf(id), Stop);
        // A restored backup of an earlier state: shorter.
        await File.WriteAllBytesAsync(LogOf(id), journal[..(journal.Length / 2)], Stop);
        SearchOutcome outcome = Find(Requests, out List<string> found);
        Assert.InRange(outcome.Indexed, 1, 150);
        Assert.Equal(Naive(Requests, id), found);
    }

    [Fact]
    public async Task A_session_without_its_key_is_silent_and_said_to_be_purged_and_its_index_tells_nothing()
    {
        SessionId kept = await _sessions.RecordAsync(200), purged = await _sessions.RecordAsync(200);
        Find(Requests, out List<string> before);
        Assert.Contains(before, name => name.StartsWith(purged.ToString(), StringComparison.Ordinal));
        byte[] index = await File.ReadAllBytesAsync(IndexOf(purged), Stop);
        Assert.True(index.AsSpan().IndexOf("/usr/bin"u8) < 0 && index.AsSpan().IndexOf("EXAMPLE"u8) < 0 && index.AsSpan().IndexOf("example"u8) < 0);
        Assert.True(SessionKey.Destroy(_sessions[$"keys/{purged}.key"]));
        SearchOutcome outcome = Find(Requests, out List<string> found);
        Assert.Equal(1, outcome.Purged);
        Assert.Empty(outcome.Problems);
        Assert.Equal(Naive(Requests, kept), found);
    }

    [Fact]
    public async Task A_damaged_journal_is_said_and_the_other_sessions_go_on()
    {
        SessionId one = await _sessions.RecordAsync(300), two = await _sessions.RecordAsync(300);
        byte[] journal = await File.ReadAllBytesAsync(LogOf(one), Stop);
        journal[journal.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(LogOf(one), journal, Stop);
        SearchOutcome outcome = Find(Requests, out List<string> found);
        Assert.Equal(one, Assert.Single(outcome.Problems).Session);
        Assert.Equal(Naive(Requests, one, two), found);
        // It is said again, also now that there is an index.
        Assert.Equal(one, Assert.Single(Find(Requests, out _).Problems).Session);
    }

    [Fact]
    public async Task Damage_after_the_index_was_made_is_said_when_it_is_met_and_what_stands_elsewhere_is_found()
    {
        SessionId id = await _sessions.RecordAsync(2000);
        Find(Requests, out List<string> before);
        byte[] journal = await File.ReadAllBytesAsync(LogOf(id), Stop);
        journal[journal.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(LogOf(id), journal, Stop);
        SearchOutcome outcome = Find(Requests, out List<string> found);
        Assert.Equal(id, Assert.Single(outcome.Problems).Session);
        Assert.InRange(found.Count, before.Count - 128, before.Count);
        Assert.Subset(new HashSet<string>(before), new HashSet<string>(found));
    }

    [Fact]
    public async Task A_running_session_is_searched_to_its_end_and_stored_in_pieces()
    {
        await using SessionRecorder live = await _sessions.BeginAsync(100);
        Assert.Equal(101, Find(Requests, out List<string> found).Indexed);
        Assert.False(File.Exists(IndexOf(live.Id)));
        Assert.Equal(Naive(Requests, live.Id), found);
        await _sessions.AddAsync(live, 17_000);
        Find(Requests, out _);
        Assert.True(File.Exists(IndexOf(live.Id)));
        await _sessions.AddAsync(live, 200);
        Assert.Equal(200, Find(Requests, out found).Indexed);
        Assert.Equal(Naive(Requests, live.Id), found);
        await live.EndAsync(RecorderFixture.Ended);
        Assert.Equal(201, Find(Requests, out found).Indexed);
        Assert.Equal(0, Find(Requests, out List<string> again).Indexed);
        Assert.Equal(Naive(Requests, live.Id), found);
        Assert.Equal(found, again);
    }

    [Fact]
    public async Task Searches_while_a_session_grows_never_miss_what_was_there_before_them()
    {
        await using SessionRecorder live = await _sessions.BeginAsync(50);
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; i < 20; i++)
                await _sessions.AddAsync(live, 250);
        }, Stop);
        do
        {
            int before = Naive(Requests, live.Id).Count;
            SearchOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Find(Requests, out List<string> _), Stop)));
            int after = Naive(Requests, live.Id).Count;
            Assert.All(outcomes, outcome => Assert.InRange(outcome.Found, before, after));
            Assert.All(outcomes, outcome => Assert.Empty(outcome.Problems));
        }
        while (!writing.IsCompleted);
        await writing;
    }

    [Fact]
    public async Task A_session_of_more_than_one_segment_is_found_in_all_of_them()
    {
        SessionId id = await _sessions.RecordAsync(70_000);
        Find(Requests, out _);
        var query = new EntryQuery { Texts = ["SELECT * FROM users"], Host = Glob.TryParse("api.example.com", out Glob? host, out _) ? host : null };
        SearchOutcome outcome = Find(query, out List<string> found);
        Assert.Equal(0, outcome.Indexed);
        Assert.Equal(Naive(query, id), found);
        Assert.Contains(found, name => int.Parse(name.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) > 66_000);
    }

    [Fact]
    public async Task An_index_that_cannot_be_stored_is_said_and_the_search_goes_on()
    {
        SessionId id = await _sessions.RecordAsync(300);
        Directory.CreateDirectory(IndexOf(id));
        SearchOutcome outcome = Find(Requests, out List<string> found);
        Assert.NotNull(outcome.NotStored);
        Assert.Empty(outcome.Problems);
        Assert.Equal(Naive(Requests, id), found);
    }

    [Fact]
    public async Task A_text_that_is_nowhere_costs_nearly_no_reading()
    {
        await _sessions.RecordAsync(5000);
        Assert.InRange(Find(new EntryQuery { Texts = ["no such thing"] }, out _).BlocksRead, 0, 2);
        Assert.InRange(Find(new EntryQuery { Host = Glob.TryParse("nowhere.test", out Glob? host, out _) ? host : null }, out _).BlocksRead, 0, 0);
    }

    [Fact]
    public async Task Values_longer_than_the_index_keeps_and_texts_beyond_ascii_are_found()
    {
        string longPath = "/projects/" + string.Join('/', Enumerable.Repeat(new string('d', 200), 15)) + "/needle.txt";
        await using SessionRecorder recorder = await _sessions.BeginAsync(300);
        recorder.Record(new FileOpened(1, new UnixPath(longPath), "read", true));
        recorder.Record(new NameLookedUp(new string('h', 2000) + ".example", "A", "refused", Decision.Deny(null, null)));
        recorder.Record(new ProgramRun(1, 0, new UnixPath("/bin/\u0000x\n"), ["\ud83d\ude00 ȺȾ", "\"}]"], new UnixPath("/"), false));
        await recorder.EndAsync(RecorderFixture.Ended);
        foreach (EntryQuery query in (EntryQuery[])[
            new EntryQuery { File = EntryQuery.Path("needle.txt", out _) },
                new EntryQuery { Host = Glob.TryParse("hhh*.example", out Glob? host, out _) ? host : null },
            new EntryQuery { Texts = ["\ud83d\ude00 ⱥⱦ \"}]"] }, new EntryQuery { Texts = [longPath[..2900].ToUpperInvariant()] }])
        {
            Find(query, out List<string> found);
            Assert.Equal(Naive(query, recorder.Id), found);
            Assert.Single(found);
        }
    }

    private SearchOutcome Find(EntryQuery query, out List<string> found)
    {
        var names = new List<string>();
        SearchOutcome outcome = _sessions.Search.Find(query, entry => names.Add(Name(Entry.Parse(entry.Utf8.Span))), cancellationToken: Stop);
        found = names;
        return outcome;
    }

    private List<string> Naive(EntryQuery query, params SessionId[] ids) => [.. NaiveSearch.Find(query, ids.Select(_sessions.Read)).Select(Name)];

    private static string Name(Entry entry) => $"{entry.Session} {entry.Index}";

    private string IndexOf(SessionId id) => _sessions[$"sessions/{id}/index"];

    private string LogOf(SessionId id) => _sessions[$"sessions/{id}/entries.log"];
}
