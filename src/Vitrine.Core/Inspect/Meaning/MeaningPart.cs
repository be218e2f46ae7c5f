namespace Vitrine.Core.Inspect.Meaning;

/// <summary>Who says it, or what it is.</summary>
public enum PartKind
{
    /// <summary>Not known yet, or none of the others.</summary>
    Other,

    /// <summary>Instructions to the model: system and developer messages.</summary>
    System,

    /// <summary>The user's words, and what the client says in the user's name.</summary>
    User,

    /// <summary>The model's words.</summary>
    Assistant,

    /// <summary>The model's reasoning.</summary>
    Reasoning,

    /// <summary>The arguments of a call.</summary>
    ToolCall,

    /// <summary>What a call gave back.</summary>
    ToolResult,

    /// <summary>The description of a tool.</summary>
    ToolDefinition,

    /// <summary>A record of telemetry.</summary>
    Event,

    /// <summary>A package that is published.</summary>
    Package,

    /// <summary>A git reference that is pushed or asked for.</summary>
    GitRef,

    /// <summary>The objects that are pushed: a pack (gitformat-pack).</summary>
    GitPack,
}

/// <summary>A piece of a body and what it is.</summary>
/// <param name="Kind">Who says it, or what it is.</param>
/// <param name="Range">Where in the body, as it stands there (JSON escapes are not undone): the inside of a string, or a whole object.</param>
/// <param name="Name">The tool, event, attribute or reference that it belongs to; null where it has none.</param>
public readonly record struct MeaningPart(PartKind Kind, TextRange Range, string? Name);
