namespace Vitrine.Core.Inspect.Decode;

/// <summary>What the head of a message says of its body. It is a claim: what the bytes themselves show goes before it.</summary>
/// <param name="ContentType">The field's value; null where there is none.</param>
/// <param name="ContentEncoding">The field's value, several codings separated by commas in the order in which they were applied (RFC 9110, 8.4).</param>
public readonly record struct BodyHead(string? ContentType, string? ContentEncoding);
