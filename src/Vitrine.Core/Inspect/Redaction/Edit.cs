namespace Vitrine.Core.Inspect.Redaction;

/// <summary>New bytes for a range of a piece's data.</summary>
/// <param name="Range">The range in the data.</param>
/// <param name="Bytes">What stands there.</param>
/// <param name="Child">The piece that the range is the source of; -1 for a replacement.</param>
internal readonly record struct Edit(TextRange Range, byte[] Bytes, int Child);
