using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Queries;
using Vitrine.Runtime.Recording;
using Xunit;

namespace Vitrine.Tests.Runtime.Queries;

public sealed class EntrySearchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_search_gives_what_reading_everything_gives(int seed)
    {
        using var sessions = new RecordedSessions(seed);
        List<SessionId> ids = [await sessions.RecordAsync(700), await sessions.RecordAsync(0), await sessions.RecordAsync(1500),
            await sessions.RecordAsync(130)];
        await using SessionRecorder live = await sessions.BeginAsync(400);
        ids.Add(live.Id);
        List<List<Entry>> all = [.. ids.Select(sessions.Read)];
        var random = new Random(seed);
        int withMatches = 0;
        for (int i = 0; i < 60; i++)
        {
            EntryQuery query = NextQuery(sessions, random, all);
            List<Entry> expected = NaiveSearch.Find(query, all), found = [];
            // Every third time none of the entries that wait may be kept.
            var search = new EntrySearch(sessions.Store) { WaitingBytes = i % 3 == 0 ? 0 : long.MaxValue };
            SearchOutcome outcome = search.Find(query, entry => found.Add(Entry.Parse(entry.Utf8.Span)),
                cancellationToken: TestContext.Current.CancellationToken);
            Assert.Empty(outcome.Problems);
            withMatches += expected.Count > 0 ? 1 : 0;
            Assert.True(expected.Select(Name).SequenceEqual(found.Select(Name)), $"{query}: {expected.Count} expected, {found.Count} found");
            Assert.Equal(expected.Count, outcome.Found);
            long counted = sessions.Search.Find(query, null, cancellationToken: TestContext.Current.CancellationToken).Found;
            Assert.Equal(NaiveSearch.Find(query with { Limit = 0 }, all).Count, counted);
            if (i == 30)
            {
                await sessions.AddAsync(live, 300);
                all[^1] = sessions.Read(live.Id);
            }
        }

        Assert.InRange(withMatches, 15, 59);
    }

    private static string Name(Entry entry) => $"{entry.Session} {entry.Index}";

    private static EntryQuery NextQuery(RecordedSessions sessions, Random random, List<List<Entry>> all)
    {
        bool Sometimes(int of = 5) => random.Next(of) == 0;
        DateTimeOffset Time() => sessions.Pick(sessions.Pick(all)).Time;
        var query = new EntryQuery { OldestFirst = Sometimes(2), Limit = Sometimes(2) ? 0 : random.Next(1, 40) };
        if (Sometimes())
            query = query with { Since = Time() };
        if (Sometimes())
            query = query with { Until = Time() };
        if (Sometimes())
            query = query with { Agent = sessions.Pick(["codex", "CLAUDE", "git", "none"]) };
        if (Sometimes())
            query = query with { Workspace = new UnixPath(sessions.Pick(["/projects", "/projects/deep", "/proj"])) };
        if (Sometimes(4))
            query = query with
            {
                Host = sessions.Pick([.. RecordedSessions.Hosts, "*.example.com", "*.EXAMPLE.com", "*", "api.*", "192.0.2.?"]) is var text
                && Glob.TryParse(text, out Glob? host, out _)
                ? host
                : null
            };
        if (Sometimes())
            query = query with { Decision = sessions.Pick([Effect.Allow, Effect.Deny, Effect.Redact, Effect.Ask, Effect.Record]) };
        if (Sometimes())
            query = query with
            {
                File = EntryQuery.Path(sessions.Pick([.. RecordedSessions.Files, ".env", "*.c", "src/**", "~/.ssh", "/projects/src/app.c?",
                "Résumé.md", "*"]),
                out _)!
            };
        if (Sometimes(8))
            query = query with { Program = EntryQuery.Path(sessions.Pick([.. RecordedSessions.Programs, "git", "./build", "n*"]), out _)! };
        if (Sometimes())
            query = query with { Kind = sessions.Pick(["request-started", "file-opened", "session-started", "program-run", "nothing"]) };
        if (Sometimes(3))
            query = query with { Texts = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Text(sessions, random))] };
        return query;
    }

    private static string Text(RecordedSessions sessions, Random random)
    {
        string text = sessions.Pick([.. RecordedSessions.Words, .. RecordedSessions.Files, .. RecordedSessions.Hosts, "push origin", "STRASSE", "NAÏVE",
            "résumé", "\\xffA", "%20", "POST", "7"]);
        int start = random.Next(text.Length);
        string part = text.Substring(start, random.Next(1, text.Length - start + 1));
        return random.Next(2) == 0 ? part.ToUpperInvariant() : part;
    }
}
