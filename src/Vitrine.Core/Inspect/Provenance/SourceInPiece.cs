using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>Lines of a file in one piece of a text.</summary>
/// <param name="Piece">Where the piece is, without the zero byte that ends it.</param>
/// <param name="Source">What was found in it.</param>
public readonly record struct SourceInPiece(TextRange Piece, SourceFound Source);
