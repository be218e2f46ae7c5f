using System.Text.Json;

namespace Vitrine.Gateway.Model;

/// <summary>One part of a message.</summary>
internal abstract record ModelPart
{
    private ModelPart()
    {
    }

    /// <summary>Plain text.</summary>
    internal sealed record Text(string Value) : ModelPart;

    /// <summary>A call that the model made earlier.</summary>
    /// <param name="Id">The call's id; results name it.</param>
    /// <param name="Name">The tool's name.</param>
    /// <param name="Arguments">JSON for a function, free text for a custom tool; may be empty.</param>
    internal sealed record ToolCall(string Id, string Name, string Arguments) : ModelPart;

    /// <summary>What a tool answered.</summary>
    /// <param name="CallId">The id of the call.</param>
    /// <param name="Value">The text of the result; parts of other kinds are left out.</param>
    /// <param name="IsError">Whether the client marked it as a failure; not every protocol can.</param>
    internal sealed record ToolResult(string CallId, string Value, bool IsError) : ModelPart;

    /// <summary>A part that the neutral model has no word for (an image, sealed reasoning), kept as it came.</summary>
    internal sealed record Opaque(string Kind, JsonElement Json) : ModelPart;
}
