namespace Vitrine.Core.Inspect.Meaning;

/// <summary>The names of kinds in the record.</summary>
public static class PartKinds
{
    /// <summary>The name of <paramref name="kind"/>, such as <c>tool-call</c>.</summary>
    public static string Name(PartKind kind) => kind switch
    {
        PartKind.System => "system",
        PartKind.User => "user",
        PartKind.Assistant => "assistant",
        PartKind.Reasoning => "reasoning",
        PartKind.ToolCall => "tool-call",
        PartKind.ToolResult => "tool-result",
        PartKind.ToolDefinition => "tool-definition",
        PartKind.Event => "event",
        PartKind.Package => "package",
        PartKind.GitRef => "git-ref",
        PartKind.GitPack => "git-pack",
        _ => "other",
    };
}
