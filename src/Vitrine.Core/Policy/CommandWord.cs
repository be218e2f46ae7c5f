namespace Vitrine.Core.Policy;

/// <summary>A word of a command: known, or only to be known when it runs (<c>$x</c>, <c>$(…)</c>, <c>*.c</c>).</summary>
/// <param name="Text">The word, as far as it is known; for messages where it is not.</param>
/// <param name="IsKnown">Whether it is exactly that.</param>
public readonly record struct CommandWord(string Text, bool IsKnown)
{
    /// <summary>A known word.</summary>
    public static CommandWord Known(string text) => new(text, true);
}

/// <summary>Whether a pattern covers a command whose words may be unknown in part.</summary>
public enum Coverage
{
    /// <summary>It doesn't, whatever the unknown words turn out to be.</summary>
    No,

    /// <summary>It depends on them.</summary>
    Maybe,

    /// <summary>It does.</summary>
    Yes,
}
