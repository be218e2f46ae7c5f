using System.Text.Json.Nodes;
using Vitrine.Gateway;
using Vitrine.Gateway.Model;
using Xunit;

namespace Vitrine.Tests.Gateway;

internal sealed class AnthropicAgent(string tools) : FakeAgent(ModelProtocol.AnthropicMessages, tools)
{
    protected override string Path(bool stream) => "/v1/messages?beta=true";

    protected override JsonObject Request(bool stream, string workspace) => new()
    {
        ["model"] = "claude-x",
        ["max_tokens"] = 1000,
        ["stream"] = stream,
        ["system"] = new JsonArray(new JsonObject
        {
            ["type"] = "text",
            ["text"] = $"You are an agent.\n - Primary working directory: {workspace}\n - Platform: linux"
        }),
        ["tools"] = Tools,
        ["messages"] = History.DeepClone(),
    };

    protected override void AddUser(string prompt, string workspace) => History.Add(new JsonObject { ["role"] = "user", ["content"] = prompt });

    protected override void AddAnswer(IReadOnlyList<ModelBlock> blocks) => History.Add(new JsonObject
    {
        ["role"] = "assistant",
        ["content"] = new JsonArray([.. blocks.Select(block => block is ModelBlock.Call call
            ? (JsonNode)new JsonObject { ["type"] = "tool_use", ["id"] = call.Start.Id, ["name"] = call.Start.Name, ["input"] = JsonNode.Parse(call.Arguments) }
            : new JsonObject { ["type"] = "text", ["text"] = ((ModelBlock.Text)block).Value })]),
    });

    protected override void AddResult(ModelBlock.Call call, (string Text, bool IsError) result) => History.Add(new JsonObject
    {
        ["role"] = "user",
        ["content"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "tool_result",
                ["tool_use_id"] = call.Start.Id,
                ["is_error"] = result.IsError,
                ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = result.Text })
            },
            new JsonObject { ["type"] = "text", ["text"] = "<system-reminder>nothing</system-reminder>" }),
    });
}

internal sealed class ChatAgent(string tools) : FakeAgent(ModelProtocol.OpenAIChat, tools)
{
    protected override string Path(bool stream) => "/v1/chat/completions";

    protected override JsonObject Request(bool stream, string workspace) => new()
    {
        ["model"] = "standin",
        ["stream"] = stream,
        ["stream_options"] = stream ? new JsonObject { ["include_usage"] = true } : null,
        ["tools"] = Tools,
        ["messages"] = new JsonArray([new JsonObject { ["role"] = "system", ["content"] = $"<env>\n  Working directory: {workspace}\n</env>" },
            .. History.DeepClone().AsArray().Select(item => item!.DeepClone())]),
    };

    protected override void AddUser(string prompt, string workspace) =>
        History.Add(new JsonObject { ["role"] = "user", ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = prompt }) });

    protected override void AddAnswer(IReadOnlyList<ModelBlock> blocks)
    {
        JsonObject message = new() { ["role"] = "assistant", ["content"] = string.Concat(blocks.OfType<ModelBlock.Text>().Select(block => block.Value)) };
        JsonNode[] calls = [.. blocks.OfType<ModelBlock.Call>().Select(call => new JsonObject
        {
            ["id"] = call.Start.Id,
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = call.Start.Name, ["arguments"] = call.Arguments },
        })];
        if (calls.Length > 0)
            message["tool_calls"] = new JsonArray(calls);
        History.Add(message);
    }

    protected override void AddResult(ModelBlock.Call call, (string Text, bool IsError) result) =>
        History.Add(new JsonObject
        {
            ["role"] = "tool",
            ["tool_call_id"] = call.Start.Id,
            ["content"] = result.IsError ? "Error: " + result.Text : result.Text
        });
}

internal sealed class ResponsesAgent(string tools, bool asItem = false) : FakeAgent(ModelProtocol.OpenAIResponses, tools)
{
    protected override string Path(bool stream) => "/v1/responses";

    protected override JsonObject Request(bool stream, string workspace)
    {
        JsonArray input = History.DeepClone().AsArray();
        JsonObject request = new() { ["model"] = "gpt-x", ["instructions"] = "You are an agent.", ["stream"] = stream, ["store"] = false, ["input"] = input };
        if (asItem)
            input.Insert(0, new JsonObject { ["type"] = "additional_tools", ["role"] = "developer", ["tools"] = Tools });
        else
            request["tools"] = Tools;
        return request;
    }

    protected override void AddUser(string prompt, string workspace)
    {
        if (History.Count == 0)
            History.Add(Message("user", "input_text", $"<environment_context>\n  <cwd>{workspace}</cwd>\n</environment_context>"));
        History.Add(Message("user", "input_text", prompt));
    }

    protected override void AddAnswer(IReadOnlyList<ModelBlock> blocks)
    {
        foreach (ModelBlock block in blocks)
        {
            History.Add(block switch
            {
                ModelBlock.Call { Start.Kind: ModelToolKind.Custom } call => new JsonObject
                {
                    ["type"] = "custom_tool_call",
                    ["call_id"] = call.Start.Id,
                    ["name"] = call.Start.Name,
                    ["namespace"] = call.Start.Namespace,
                    ["input"] = call.Arguments
                },
                ModelBlock.Call { Start.Kind: ModelToolKind.LocalShell } call => new JsonObject
                {
                    ["type"] = "local_shell_call",
                    ["call_id"] = call.Start.Id,
                    ["status"] = "completed",
                    ["action"] = JsonNode.Parse(call.Arguments)
                },
                ModelBlock.Call call => new JsonObject
                {
                    ["type"] = "function_call",
                    ["call_id"] = call.Start.Id,
                    ["name"] = call.Start.Name,
                    ["namespace"] = call.Start.Namespace,
                    ["arguments"] = call.Arguments
                },
                _ => Message("assistant", "output_text", ((ModelBlock.Text)block).Value),
            });
        }
    }

    protected override void AddResult(ModelBlock.Call call, (string Text, bool IsError) result) => History.Add(new JsonObject
    {
        ["type"] = call.Start.Kind switch
        {
            ModelToolKind.Custom => "custom_tool_call_output",
            ModelToolKind.LocalShell => "local_shell_call_output",
            _ => "function_call_output"
        },
        ["call_id"] = call.Start.Id,
        ["output"] = result.Text,
    });

    protected override (string Text, bool IsError) Perform(ModelBlock.Call call, AgentHands hands)
    {
        switch (call.Start.Kind)
        {
            case ModelToolKind.LocalShell:
                hands.Called.Add("local_shell");
                JsonNode action = JsonNode.Parse(call.Arguments)!;
                string[] words = [.. action["command"]!.AsArray().Select(word => word!.GetValue<string>())];
                Assert.Equal(("exec", "bash", "-lc", 3), (action["type"]!.GetValue<string>(), words[0], words[1], words.Length));
                return hands.Shell(words[2]);
            case ModelToolKind.Custom when call.Start.Name == "exec":
                return FakeCode.Run(call.Arguments, hands);
            case ModelToolKind.Custom:
                return (hands.ApplyPatch(call.Arguments), false);
            default:
                return base.Perform(call, hands);
        }
    }

    private static JsonObject Message(string role, string kind, string text) =>
        new() { ["type"] = "message", ["role"] = role, ["content"] = new JsonArray(new JsonObject { ["type"] = kind, ["text"] = text }) };
}

internal sealed class GeminiAgent(string tools, bool withIds, string alt) : FakeAgent(ModelProtocol.Gemini, tools)
{
    protected override string Path(bool stream) => stream ? $"/v1beta/models/gemini-x:streamGenerateContent{alt}" : "/v1beta/models/gemini-x:generateContent";

    protected override JsonObject Request(bool stream, string workspace) => new()
    {
        ["systemInstruction"] = new JsonObject
        {
            ["role"] = "user",
            ["parts"] = new JsonArray(new JsonObject { ["text"] = $"You are an agent.\n- **Workspace Directories:**\n  - {workspace}\n" })
        },
        ["tools"] = Tools,
        ["contents"] = History.DeepClone(),
    };

    protected override void AddUser(string prompt, string workspace) => History.Add(Content("user", new JsonObject { ["text"] = prompt }));

    /// <summary>A client keeps the signature as it came; whether it keeps the id differs.</summary>
    protected override void AddAnswer(IReadOnlyList<ModelBlock> blocks) => History.Add(Content("model", [.. blocks.Select(block =>
    {
        if (block is not ModelBlock.Call call)
            return (JsonNode)new JsonObject { ["text"] = ((ModelBlock.Text)block).Value };
        JsonObject function = new() { ["name"] = call.Start.Name, ["args"] = JsonNode.Parse(call.Arguments) };
        if (withIds)
            function["id"] = call.Start.Id;
        return new JsonObject { ["functionCall"] = function,
            ["thoughtSignature"] = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(call.Start.Id)) };
    })]));

    protected override void AddResult(ModelBlock.Call call, (string Text, bool IsError) result)
    {
        JsonObject response = new() { ["name"] = call.Start.Name, ["response"] = new JsonObject { [result.IsError ? "error" : "output"] = result.Text } };
        if (withIds)
            response["id"] = call.Start.Id;
        History.Add(Content("user", new JsonObject { ["functionResponse"] = response }));
    }

    private static JsonObject Content(string role, params JsonNode[] parts) => new() { ["role"] = role, ["parts"] = new JsonArray(parts) };
}
