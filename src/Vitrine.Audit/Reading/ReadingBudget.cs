namespace Vitrine.Audit.Reading;

/// <summary>
/// How much a reading may take: a package is hostile, and a reading ends all the same. What a limit cut is named in <see cref="StaticReading.Cuts"/>.
/// </summary>
public sealed record ReadingBudget
{
    /// <summary>Files that are read.</summary>
    public int MaxFiles { get; init => field = Positive(value, nameof(MaxFiles)); } = 60_000;

    /// <summary>Bytes of files that are read; what is beyond is not.</summary>
    public long MaxBytes { get; init => field = value > 0 ? value : throw Bad(nameof(MaxBytes)); } = 2L << 30;

    /// <summary>Bytes that decompression and decoding may make, all together.</summary>
    public long MaxDecodedBytes { get; init => field = value > 0 ? value : throw Bad(nameof(MaxDecodedBytes)); } = 512L << 20;

    /// <summary>Bytes that one compressed piece may become.</summary>
    public int MaxPiece { get; init => field = Positive(value, nameof(MaxPiece)); } = 128 << 20;

    /// <summary>How many layers are undone, one within the other.</summary>
    public int MaxDepth { get; init => field = value is > 0 and <= 16 ? value : throw Bad(nameof(MaxDepth)); } = 8;

    /// <summary>Strings that came out of hiding and are kept.</summary>
    public int MaxRevealed { get; init => field = Positive(value, nameof(MaxRevealed)); } = 4_000;

    /// <summary>Things of one kind that are kept in the harvest.</summary>
    public int MaxItems { get; init => field = Positive(value, nameof(MaxItems)); } = 4_000;

    /// <summary>Time for the whole reading.</summary>
    public TimeSpan MaxTime { get; init => field = value > TimeSpan.Zero ? value : throw Bad(nameof(MaxTime)); } = TimeSpan.FromMinutes(3);

    private static int Positive(int value, string name) => value > 0 ? value : throw Bad(name);

    private static ArgumentOutOfRangeException Bad(string name) => new(name);
}
