using Vitrine.Core.Inspect.Provenance;
using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect.Detectors;

/// <summary>Lines of files of the workspace. Each piece of the text is searched by itself, so that what is found belongs to a piece and can be remembered with it.</summary>
/// <param name="index">What the workspace's files hold.</param>
public sealed class SourceDetector(ProvenanceIndex index) : IDetector
{
    // Less than this can't be enough evidence for a claim.
    private const int ShortestPiece = 16;

    /// <inheritdoc/>
    public ulong Version => index.Version;

    /// <inheritdoc/>
    public void Find(ReadOnlySpan<byte> text, ICollection<Hit> hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        for (int start = 0; start < text.Length;)
        {
            int length = text[start..].IndexOf((byte)0);
            if (length < 0)
                length = text.Length - start;
            if (length >= ShortestPiece)
                Add(index.Find(text.Slice(start, length)), new TextRange(start, length), hits);
            start += length + 1;
        }
    }

    private static void Add(IReadOnlyList<SourceFound> found, TextRange piece, ICollection<Hit> hits)
    {
        foreach (SourceFound each in found)
            foreach (LineRange lines in each.Lines)
                hits.Add(new SourceHit(piece, each.File, lines, each.FileLines, each.IsExact));
    }
}
