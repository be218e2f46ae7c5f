using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Gateway;
using Vitrine.Gateway.Model;
using Xunit;

namespace Vitrine.Tests.Gateway;

/// <summary>The loop of every agent: ask the model, carry out its calls, send the results, until it answers without a call.</summary>
/// <param name="protocol">What it speaks.</param>
/// <param name="tools">Its tools in the protocol's form.</param>
internal abstract class FakeAgent(ModelProtocol protocol, string tools)
{
    protected JsonArray History { get; } = [];

    protected JsonArray Tools => JsonNode.Parse(tools)!.AsArray();

    /// <summary>Runs one turn and gives the final text. At most twenty requests, so that a model that never finishes fails.</summary>
    public async Task<string> RunAsync(StandInServer server, AgentHands hands, bool stream, string prompt)
    {
        AddUser(prompt, hands.Workspace);
        for (int i = 0; i < 20; i++)
        {
            string body = await server.PostAsync(Path(stream), Request(stream, hands.Workspace).ToJsonString());
            ModelAnswer answer = new();
            foreach (ModelEvent next in stream ? StreamParsers.Parse(protocol, body) : SingleAnswers.Parse(protocol, body))
                answer.Add(next);
            Assert.True(answer.Usage is { InputTokens: > 0, OutputTokens: > 0 });
            AddAnswer(answer.Blocks);
            ModelBlock.Call[] calls = [.. answer.Blocks.OfType<ModelBlock.Call>()];
            if (calls.Length == 0)
                return string.Concat(answer.Blocks.OfType<ModelBlock.Text>().Select(block => block.Value));
            foreach (ModelBlock.Call call in calls)
                AddResult(call, Perform(call, hands));
        }

        throw new InvalidOperationException("The model did not finish.");
    }

    protected abstract string Path(bool stream);

    protected abstract JsonObject Request(bool stream, string workspace);

    protected abstract void AddUser(string prompt, string workspace);

    protected abstract void AddAnswer(IReadOnlyList<ModelBlock> blocks);

    protected abstract void AddResult(ModelBlock.Call call, (string Text, bool IsError) result);

    protected virtual (string Text, bool IsError) Perform(ModelBlock.Call call, AgentHands hands) =>
        hands.Call(call.Start.Name, SchemaOf(call.Start.Name), JsonElement.Parse(call.Arguments));

    /// <summary>The schema of the tool called <paramref name="name"/>, wherever the protocol puts it.</summary>
    private JsonElement SchemaOf(string name) => Find(JsonElement.Parse(tools), name) is { ValueKind: JsonValueKind.Object } tool
        ? new[] { "input_schema", "parameters", "parametersJsonSchema" }.Select(key => tool.TryGetProperty(key, out JsonElement schema)
            ? schema
            : default).FirstOrDefault(schema => schema.ValueKind == JsonValueKind.Object)
        : throw new InvalidOperationException($"The model called {name}, which was not offered.");

    private static JsonElement Find(JsonElement node, string name) => node.ValueKind switch
    {
        JsonValueKind.Array => node.EnumerateArray().Select(item => Find(item, name)).FirstOrDefault(found => found.ValueKind != JsonValueKind.Undefined),
        JsonValueKind.Object when node.TryGetProperty("name", out JsonElement named) && named.ValueEquals(name) => node,
        JsonValueKind.Object => node.EnumerateObject()
            .Select(property => Find(property.Value, name))
            .FirstOrDefault(found => found.ValueKind != JsonValueKind.Undefined),
        _ => default,
    };
}
