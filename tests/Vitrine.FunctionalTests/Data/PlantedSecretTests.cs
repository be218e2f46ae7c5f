using System.Text;
using System.Text.Json;
using Vitrine.Core.Model;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Data;

/// <summary>Real agents read a source file and a file with secrets; what leaves, and what the report says of it, is as the policy wants it.</summary>
public sealed class PlantedSecretTests(Machine machine)
{
    [Theory]
    [InlineData("codex")]
    [InlineData("opencode")]
    [InlineData("qwen-code")]
    [InlineData("gemini-cli")]
    [InlineData("claude-code")]
    public async Task Secrets_stay_here_as_the_policy_says_and_the_report_names_exactly_the_files_that_were_sent(string agent)
    {
        Books books = await Books.MakeAsync(await machine.AgentDeskAsync());
        await RedactedAsync(books, agent);
        File.Delete(books.Note);
        // Claude Code repeats a request that got 403 for four minutes before it ends, which is longer than a test may take.
        if (agent != "claude-code")
            await BlockedAsync(books, agent);
        await RecordedAsync(books, agent);
    }

    private static async Task RedactedAsync(Books books, string agent)
    {
        Finished run = (await books.LetWorkAsync(agent)).Exits(0);
        SessionRecord record = (await run.RecordAsync()).IsWhole().LeftNothing();
        Assert.Contains("The books were read.", await File.ReadAllTextAsync(books.Note, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await books.IsUnchangedAsync();

        JsonElement model = await ModelAsync(run);
        Assert.Equal([("src/ledger.py", Books.SourceLines, $"1-{Books.SourceLines}")], Files(model));
        AssertSecrets(model, isStopped: true);
        await AssertBodiesAsync(books, run, record, expectsPlaceholder: true);
        Assert.Contains("secrets stopped: .env: AWS_ACCESS_KEY_ID", run.Error, StringComparison.Ordinal);
        Assert.All(record.All<BodyInspected>().Where(body => body.Findings.Secrets.Count > 0),
            body => Assert.Equal((true, Effect.Redact), (body.Decision.IsAllowed, body.Decision.Outcome)));
    }

    private static async Task BlockedAsync(Books books, string agent)
    {
        await books.Desk.WritePolicyAsync("data: { secrets: block }");
        Finished run = await books.LetWorkAsync(agent);
        // With which status an agent ends whose model refused is its own matter: Qwen Code was seen to end with 0.
        SessionRecord record = (await run.RecordAsync()).IsWhole().LeftNothing();
        Assert.False(File.Exists(books.Note));
        await books.IsUnchangedAsync();

        BodyInspected[] refused = [.. record.All<BodyInspected>().Where(body => body.Findings.Secrets.Count > 0)];
        Assert.NotEmpty(refused);
        foreach (BodyInspected body in refused)
        {
            Assert.Equal((false, Effect.Deny), (body.Decision.IsAllowed, body.Decision.Outcome));
            Assert.Contains("secrets", body.Decision.Rule, StringComparison.Ordinal);
            Assert.StartsWith("user ", body.Decision.Origin, StringComparison.Ordinal);
            Assert.EndsWith("vitrine.yaml:2", body.Decision.Origin, StringComparison.Ordinal);
            Assert.Equal((403, "door"),
                record.All<RequestEnded>().Where(ended => ended.Request == body.Request).Select(ended => (ended.Status, ended.AnsweredBy)).Single());
        }

        JsonElement model = await ModelAsync(run);
        Assert.Equal([("src/ledger.py", Books.SourceLines, $"1-{Books.SourceLines}")], Files(model));
        Assert.Equal(refused.Length, model.GetProperty("refused").GetInt64());
        AssertSecrets(model, isStopped: true);
        Assert.Contains("stopped", run.Error, StringComparison.Ordinal);
    }

    private static async Task RecordedAsync(Books books, string agent)
    {
        await books.Desk.WritePolicyAsync("data: { secrets: record }");
        Finished run = (await books.LetWorkAsync(agent)).Exits(0);
        SessionRecord record = (await run.RecordAsync()).IsWhole().LeftNothing();
        Assert.True(File.Exists(books.Note));
        JsonElement model = await ModelAsync(run);
        Assert.Equal([(".env", 2, "1-2"), ("src/ledger.py", Books.SourceLines, $"1-{Books.SourceLines}")], Files(model));
        AssertSecrets(model, isStopped: false);
        await AssertBodiesAsync(books, run, record, expectsPlaceholder: false);
        Assert.Contains("secrets that left: .env: AWS_ACCESS_KEY_ID", run.Error, StringComparison.Ordinal);
    }

    /// <summary>The one destination to which lines of the workspace went.</summary>
    private static async Task<JsonElement> ModelAsync(Finished run)
    {
        JsonElement[] destinations = [.. (await run.ReportAsync()).GetProperty("session").GetProperty("left").GetProperty("destinations").EnumerateArray()];
        return Assert.Single(destinations, destination => destination.GetProperty("files").GetArrayLength() > 0);
    }

    private static IEnumerable<(string? File, int Lines, string Ranges)> Files(JsonElement destination) => destination.GetProperty("files").EnumerateArray()
        .Select(file => (file.GetProperty("file").GetString(), file.GetProperty("lines").GetInt32(),
            string.Join(',',
                file.GetProperty("ranges")
                    .EnumerateArray()
                    .Select(range => $"{range.GetProperty("first").GetInt32()}-{range.GetProperty("last").GetInt32()}"))))
        .OrderBy(file => file.Item1, StringComparer.Ordinal);

    private static void AssertSecrets(JsonElement destination, bool isStopped)
    {
        JsonElement[] secrets = [.. destination.GetProperty("secrets").EnumerateArray()];
        Assert.Superset(new HashSet<string?> { ".env: AWS_ACCESS_KEY_ID", ".env: DATABASE_PASSWORD" },
            secrets.Select(secret => secret.TryGetProperty("name", out JsonElement name) ? name.GetString() : null).ToHashSet());
        Assert.All(secrets,
            secret => Assert.Equal((isStopped, !isStopped), (secret.GetProperty("stopped").GetInt64() > 0, secret.GetProperty("left").GetInt64() > 0)));
    }

    /// <summary>The bodies as they left hold what the policy says; what stands in the record in clear never holds a secret.</summary>
    private static async Task AssertBodiesAsync(Books books, Finished run, SessionRecord record, bool expectsPlaceholder)
    {
        long[] concerned = [.. record.All<BodyInspected>().Where(body => body.Findings.Secrets.Count > 0).Select(body => body.Request)];
        Assert.NotEmpty(concerned);
        foreach (RequestStarted request in record.All<RequestStarted>().Where(request => request.Method == "POST"))
        {
            string body = Encoding.UTF8.GetString(await run.BodyAsync(request.Request));
            bool isConcerned = concerned.Contains(request.Request);
            Assert.Equal(isConcerned && !expectsPlaceholder, books.IsIn(body));
            Assert.Equal(isConcerned && expectsPlaceholder, body.Contains("[redacted-", StringComparison.Ordinal));
        }

        Assert.False(books.IsIn((await books.Desk.VitrineAsync(["show", run.Session, "--entries"])).Exits(0).Text));
        Assert.False(books.IsIn((await books.Desk.VitrineAsync(["show", run.Session])).Exits(0).Text));
    }
}
