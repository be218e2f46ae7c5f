namespace Vitrine.Core.Inspect.Redaction;

/// <summary>What stands in place of a range of the text.</summary>
/// <param name="Range">The range, within one piece.</param>
/// <param name="Text">Printable ASCII without quotes and backslashes, such as <c>[redacted:aws-access-key-id]</c>.</param>
public readonly record struct Replacement(TextRange Range, string Text);
