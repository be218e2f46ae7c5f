using System.Text.Json;

namespace Vitrine.Gateway.Model;

/// <summary>How a tool is called.</summary>
internal enum ModelToolKind
{
    /// <summary>With a JSON object that satisfies its schema.</summary>
    Function,

    /// <summary>With free text (OpenAI's <c>custom</c> tools, such as apply_patch with a grammar).</summary>
    Custom,

    /// <summary>OpenAI's <c>local_shell</c>: an action object with a command of several words.</summary>
    LocalShell,

    /// <summary>Run by the model's own server (web search and the like); the client does not carry it out.</summary>
    Hosted,
}

/// <summary>A tool that the client offers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, in the client's words; may be empty.</param>
/// <param name="Kind">How it is called.</param>
/// <param name="Schema">The JSON schema of its arguments; undefined for tools without one.</param>
/// <param name="Namespace">The namespace that the tool belongs to, where the protocol has them.</param>
internal sealed record ModelTool(string Name, string Description, ModelToolKind Kind, JsonElement Schema, string? Namespace = null);
