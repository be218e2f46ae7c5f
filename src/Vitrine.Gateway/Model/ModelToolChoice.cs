namespace Vitrine.Gateway.Model;

/// <summary>Whether the answer may, must or must not call a tool.</summary>
internal enum ToolChoiceMode
{
    /// <summary>The model decides.</summary>
    Auto,

    /// <summary>No tool may be called.</summary>
    None,

    /// <summary>Some tool must be called.</summary>
    Required,

    /// <summary>The named tool must be called.</summary>
    Named,
}

/// <summary>What the client said of the choice of tools; <c>default</c> leaves it to the model.</summary>
/// <param name="Mode">May, must or must not.</param>
/// <param name="Name">The tool, for <see cref="ToolChoiceMode.Named"/>.</param>
internal readonly record struct ModelToolChoice(ToolChoiceMode Mode, string? Name = null);
