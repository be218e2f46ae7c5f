namespace Vitrine.Core.Inspect.Redaction;

/// <summary>A body with replacements in it, or why there is none.</summary>
/// <param name="Result">Whether it is there.</param>
/// <param name="Body">The new body; empty unless done. Its length goes into Content-Length; digests of the old body (RFC 9530) hold no more.</param>
/// <param name="ContentEncoding">What Content-Encoding must say now; null for no such field.</param>
public readonly record struct RedactedBody(RedactionResult Result, ReadOnlyMemory<byte> Body, string? ContentEncoding);
