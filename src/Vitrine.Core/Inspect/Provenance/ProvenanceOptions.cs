namespace Vitrine.Core.Inspect.Provenance;

/// <summary>Bounds of an index. Above one, files are left out or kept by digest only; <see cref="ProvenanceStatistics"/> says how many.</summary>
public sealed record ProvenanceOptions
{
    /// <summary>Bytes of text kept for comparison. Above it, lines are kept by 128-bit digests, and fragments of lines are not found.</summary>
    public long MostText { get; init; } = 192L << 20;

    /// <summary>Bytes kept for all versions of all files together. Above it, no file is added.</summary>
    public long MostKept { get; init; } = 384L << 20;

    /// <summary>The longest file, in bytes, that is indexed.</summary>
    public int LongestFile { get; init; } = 8 << 20;

    /// <summary>Distinctive characters that a run of lines or a fragment must hold to be claimed (see <see cref="Evidence"/>).</summary>
    public int LeastEvidence { get; init; } = 32;

    /// <summary>Distinctive characters that are enough where the text names the file right before, or has more of the same file.</summary>
    public int LeastSupported { get; init; } = 10;

    /// <summary>Checks the bounds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not positive.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MostText);
        ArgumentOutOfRangeException.ThrowIfNegative(MostKept);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LongestFile);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LeastEvidence);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LeastSupported);
    }
}

/// <summary>What became of a file that was given to the index.</summary>
public enum ProvenanceAddition
{
    /// <summary>It is indexed.</summary>
    Added,

    /// <summary>The same content is indexed already, for this path or another.</summary>
    Known,

    /// <summary>It holds a zero byte, so it is no text in UTF-8.</summary>
    Binary,

    /// <summary>It is longer than <see cref="ProvenanceOptions.LongestFile"/>.</summary>
    TooLong,

    /// <summary>There is no room left.</summary>
    Full,
}

/// <summary>What an index holds.</summary>
/// <param name="Files">Versions of files.</param>
/// <param name="ByDigest">Of these, how many by digests only.</param>
/// <param name="LeftOut">Files that were not indexed for want of room or for their length.</param>
/// <param name="Kept">Bytes that are kept.</param>
public readonly record struct ProvenanceStatistics(int Files, int ByDigest, int LeftOut, long Kept);
