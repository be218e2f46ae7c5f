namespace Vitrine.Core.Inspect.Recall;

/// <summary>What bytes are whose verdict is remembered: the same bytes mean something else as something else.</summary>
internal enum UnitKind : byte
{
    /// <summary>The inside of a JSON string.</summary>
    String,

    /// <summary>The inside of a JSON member's name.</summary>
    Name,

    /// <summary>An object or array within an array of JSON: a message, a tool.</summary>
    Element,
}
