using System.Text.Json;
using Vitrine.Core.Model;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Agents;

/// <summary>
/// Real agents of the npm registry at the versions of their profiles, installed by Vitrine at first use. Each plays the scripted conversation with the
/// stand-in; what it did is read from the record and nowhere else, but for the content of the file that it wrote.
/// </summary>
public sealed class AgentTests(Machine machine)
{
    private const string Prompt = "Please leave a note about this project (prompt 3f9a).";

    [Theory]
    [InlineData("codex", "/v1/responses")]
    [InlineData("opencode", "/v1/chat/completions")]
    [InlineData("qwen-code", "/v1/chat/completions")]
    [InlineData("gemini-cli", "/v1beta/models/")]
    [InlineData("copilot", "/v1/chat/completions")]
    [InlineData("claude-code", "/v1/messages")]
    public async Task An_agent_works_behind_glass_and_the_record_tells_all_of_it(string agent, string endpoint)
    {
        Desk desk = await (await machine.DeskAsync()).WithRepositoryAsync();
        Finished run = (await desk.VitrineAsync(["run", "--offline", "--agent", agent, Prompt])).Exits(0);
        SessionRecord record = (await run.RecordAsync()).IsWhole().LeftNothing();

        // The edit.
        string note = Path.Combine(desk.Workspace, "VITRINE-NOTE.md");
        Assert.True(record.Wrote(note));
        Assert.Contains("The stand-in model was here", await File.ReadAllTextAsync(note, TestContext.Current.CancellationToken));

        // The command, as the agent's shell ran it.
        Assert.True(record.Ran("/git", "status", "--short"));

        // The model requests: all answered by the stand-in, with bodies that hold the prompt and the tools.
        RequestStarted[] asked = [.. record.All<RequestStarted>().Where(request => request.Url.Contains(endpoint, StringComparison.Ordinal)
            && request.Method == "POST")];
        Assert.True(asked.Length >= 4, $"{asked.Length} requests to {endpoint}");
        foreach (RequestStarted request in asked)
            Assert.Equal("stand-in", record.All<RequestEnded>().Single(ended => ended.Request == request.Request).AnsweredBy);
        JsonElement[] bodies = [.. await Task.WhenAll(asked.Select(async request => JsonDocument.Parse(await run.BodyAsync(request.Request)).RootElement))];
        Assert.All(bodies, body => Assert.Equal(JsonValueKind.Object, body.ValueKind));
        Assert.Contains(bodies, body => body.GetRawText().Contains("prompt 3f9a", StringComparison.Ordinal));
        Assert.Contains(bodies, body => body.GetRawText().Contains("\"tools\":[{", StringComparison.Ordinal));

        // And the report says the same.
        JsonElement report = await run.ReportAsync();
        Assert.Equal("intact", report.GetProperty("integrity").GetString());
        Assert.Equal("ended", report.GetProperty("state").GetString());
    }
}
