namespace Vitrine.Core.Inspect.Decode.Zstd;

/// <summary>Where a decoder of Zstandard is.</summary>
internal enum ZstdStep
{
    /// <summary>Not at the end.</summary>
    More,

    /// <summary>Behind the last frame.</summary>
    Done,

    /// <summary>Not well-formed, cut off, or not what its size or checksum says. What came before is there.</summary>
    Malformed,

    /// <summary>A frame needs a dictionary.</summary>
    Dictionary,
}
