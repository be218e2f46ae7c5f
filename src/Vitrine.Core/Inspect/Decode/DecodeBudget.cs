namespace Vitrine.Core.Inspect.Decode;

/// <summary>How much work one body may cause. What exceeds it becomes an <see cref="Model.UnscannedPart"/>, never silence.</summary>
public sealed record DecodeBudget
{
    /// <summary>The limits used where nothing else is said.</summary>
    public static DecodeBudget Default { get; } = new();

    /// <summary>Bytes that all layers of one body together may decode to.</summary>
    public int MaxBytes { get; init => field = value is > 0 and <= 1 << 30 ? value : throw Bad(nameof(MaxBytes)); } = 64 << 20;

    /// <summary>Layers within each other, content codings not counted.</summary>
    public int MaxDepth { get; init => field = value is > 0 and <= 32 ? value : throw Bad(nameof(MaxDepth)); } = 8;

    /// <summary>
    /// Bytes that one compressed byte may become, once a stream gave more than <see cref="FreeBytes"/>. Text seldom exceeds 30; deflate can reach 1032, brotli
    /// far more.
    /// </summary>
    public int MaxRatio { get; init => field = value > 0 ? value : throw Bad(nameof(MaxRatio)); } = 200;

    /// <summary>Bytes that a compressed stream may give whatever its ratio.</summary>
    public int FreeBytes { get; init => field = value >= 0 ? value : throw Bad(nameof(FreeBytes)); } = 1 << 20;

    /// <summary>Pieces and layers in one body.</summary>
    public int MaxPieces { get; init => field = value is > 0 and <= 1 << 24 ? value : throw Bad(nameof(MaxPieces)); } = 1 << 20;

    /// <summary>Content codings on top of each other.</summary>
    public int MaxCodings { get; init => field = value is > 0 and <= 16 ? value : throw Bad(nameof(MaxCodings)); } = 4;

    private static ArgumentOutOfRangeException Bad(string name) => new(name);
}
