using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Vitrine.Gateway;
using Xunit;

namespace Vitrine.Tests.Audit.Running;

/// <summary>Answers of the stand-in with what an endpoint may say besides.</summary>
public sealed class AnswerAdditionsTests
{
    private static readonly AnswerAddition s_addition = new()
    {
        Headers = new Dictionary<string, string> { ["x-cohort"] = "blue" },
        Members = new Dictionary<string, string> { ["mode"] = "\"full\"", ["id"] = "7" },
        Comments = ["ping", "hb 3"],
    };

    public static readonly TheoryData<string, string> Requests = new()
    {
        { "/v1/messages", """{"model":"m","max_tokens":9,"stream":STREAM,"messages":[{"role":"user","content":"hi"}]}""" },
        { "/v1/chat/completions", """{"model":"m","stream":STREAM,"messages":[{"role":"user","content":"hi"}]}""" },
        { "/v1/responses", """{"model":"m","stream":STREAM,"input":"hi"}""" },
        { "/v1beta/models/m:STREAM", """{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Document_keeps_its_members_and_gets_those_that_are_added(string path, string body)
    {
        string plain = await AnswerAsync(path, body, "false", null), added = await AnswerAsync(path, body, "false", s_addition);
        JsonElement before = JsonDocument.Parse(plain).RootElement, after = JsonDocument.Parse(added).RootElement;
        Assert.Equal("full", after.GetProperty("mode").GetString());
        foreach (JsonProperty member in before.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Object))
            Assert.Equal(member.Value.GetRawText(), after.GetProperty(member.Name).GetRawText());
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Stream_keeps_its_events_and_gets_comments_after_the_first(string path, string body)
    {
        string[] plain = (await AnswerAsync(path, body, "true", null)).ReplaceLineEndings("\n").Split("\n\n"),
            added = (await AnswerAsync(path, body, "true", s_addition)).ReplaceLineEndings("\n").Split("\n\n");
        Assert.Equal(": ping\n: hb 3", added[1]);
        Assert.Equal(plain.Length + 1, added.Length);
        string[] events = [.. added.Where((_, at) => at != 1)];
        for (int at = 0; at < plain.Length; at++)
        {
            string[] before = plain[at].Split('\n'), after = events[at].Split('\n');
            Assert.Equal(before.Length, after.Length);
            Assert.Equal(before.Where(line => !line.StartsWith("data: {", StringComparison.Ordinal)),
                after.Where(line => !line.StartsWith("data: {", StringComparison.Ordinal)));
            Assert.All(after.Where(line => line.StartsWith("data: {", StringComparison.Ordinal)),
                line => Assert.Equal("full", JsonDocument.Parse(line[6..]).RootElement.GetProperty("mode").GetString()));
        }
    }

    private static async Task<string> AnswerAsync(string path, string body, string stream, AnswerAddition? addition)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Path = path.Replace("STREAM", stream == "true" ? "streamGenerateContent" : "generateContent");
        if (path.Contains("v1beta") && stream == "true")
            context.Request.QueryString = new QueryString("?alt=sse");
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body.Replace("STREAM", stream)));
        using var written = new MemoryStream();
        context.Response.Body = written;
        var model = new StandInModel(StandInScript.Default, new StoppedTime());
        bool isAnswered = addition is null ? await model.TryAnswerAsync(context) : await AnswerAdditions.AnswerAsync(context, addition, model.TryAnswerAsync);
        Assert.True(isAnswered);
        Assert.Equal(addition is null ? "" : "blue", context.Response.Headers["x-cohort"].ToString());
        return Encoding.UTF8.GetString(written.ToArray());
    }

    private sealed class StoppedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }
}
