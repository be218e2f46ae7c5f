using System.Text.Json;

namespace Vitrine.Gateway.Model;

/// <summary>One request to a model, the same for every protocol: what a provider answers.</summary>
internal sealed record ModelRequest
{
    /// <summary>The model's name as the client wrote it.</summary>
    public required string Model { get; init; }

    /// <summary>The system prompt: its parts joined by line feeds. Empty when there is none.</summary>
    public string System { get; init; } = "";

    /// <summary>The conversation, oldest first.</summary>
    public IReadOnlyList<ModelMessage> Messages { get; init; } = [];

    /// <summary>The tools that the client offers, in its order.</summary>
    public IReadOnlyList<ModelTool> Tools { get; init; } = [];

    /// <summary>Which tools the answer may or must call.</summary>
    public ModelToolChoice ToolChoice { get; init; }

    /// <summary>Whether the client wants the answer event by event.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether a stream ends with the usage (Chat Completions only sends it on demand; the others always do).</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>The limit on the answer in tokens, when the client gave one.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>Whether the text of the answer has to be JSON.</summary>
    public bool WantsJson { get; init; }

    /// <summary>The JSON schema that the text has to satisfy, when one was given with <see cref="WantsJson"/>.</summary>
    public JsonElement? ResponseSchema { get; init; }
}
