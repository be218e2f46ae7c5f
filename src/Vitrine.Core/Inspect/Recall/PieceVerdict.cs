namespace Vitrine.Core.Inspect.Recall;

/// <summary>What was found in bytes that came before. Places and encodings are relative to these bytes.</summary>
internal sealed record PieceVerdict(IReadOnlyList<PlacedHit> Hits, IReadOnlyList<Model.UnscannedPart> Unscanned)
{
    /// <summary>Nothing was found, and all was searched.</summary>
    public static PieceVerdict Clean { get; } = new([], []);

    public bool IsClean => Hits.Count + Unscanned.Count == 0;

    /// <summary>Whether it matters where its bytes stand. To find that out means to walk through all that is before them.</summary>
    public bool IsPlaced { get; } = Unscanned.Count > 0 || Hits.Any(each => each.Hit is not SourceHit);

    /// <summary>About how many bytes it takes to keep it.</summary>
    public int Cost => 96 + (256 * (Hits.Count + Unscanned.Count));
}

/// <summary>A hit and where it stands.</summary>
internal readonly record struct PlacedHit(Hit Hit, string Place, string Encoding);
