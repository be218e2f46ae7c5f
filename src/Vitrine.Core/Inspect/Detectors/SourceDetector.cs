using Vitrine.Core.Inspect.Provenance;
using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect.Detectors;

/// <summary>Lines of files of the workspace. What is found in a piece depends on that piece alone, so that it can be remembered with it.</summary>
/// <param name="index">What the workspace's files hold.</param>
public sealed class SourceDetector(ProvenanceIndex index) : IDetector
{
    /// <inheritdoc/>
    public ulong Version => index.Version;

    /// <inheritdoc/>
    public void Find(ReadOnlySpan<byte> text, ICollection<Hit> hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        foreach (SourceInPiece each in index.FindInPieces(text))
            foreach (LineRange lines in each.Source.Lines)
                hits.Add(new SourceHit(each.Piece, each.Source.File, lines, each.Source.FileLines, each.Source.IsExact));
    }
}
