namespace Vitrine.Audit.Reading;

/// <summary>What reading a package, without running any of it, has told.</summary>
public sealed record StaticReading
{
    /// <summary>The files.</summary>
    public required IReadOnlyList<ReadFile> Files { get; init; }

    /// <summary>Strings that were hidden, and what undid the hiding.</summary>
    public required IReadOnlyList<RevealedString> Revealed { get; init; }

    /// <summary>What was found in all strings and in the code around them.</summary>
    public required Harvest Harvest { get; init; }

    /// <summary>The packages within, the target first.</summary>
    public required IReadOnlyList<Component> Components { get; init; }

    /// <summary>How many strings were looked at.</summary>
    public required long Strings { get; init; }

    /// <summary>What was not read, and why; empty when all was.</summary>
    public required IReadOnlyList<string> Cuts { get; init; }
}

/// <summary>A file of the package.</summary>
/// <param name="Path">Relative to the package.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Kind">What it holds, told by its bytes first.</param>
/// <param name="Sha256">Lower-case hexadecimal; empty where it was not read.</param>
public sealed record ReadFile(string Path, long Size, ContentKind Kind, string Sha256);

/// <summary>A string that does not stand in the package as it is.</summary>
/// <param name="Text">What came out; at most 4096 characters.</param>
/// <param name="Place">Where it was hidden.</param>
/// <param name="Chain">What undid the hiding, in order: <c>base64</c>, <c>xor 0x5a</c>.</param>
public sealed record RevealedString(string Text, SourcePlace Place, IReadOnlyList<string> Chain)
{
    /// <summary>
    /// Whether somebody took trouble that ordinary programs do not take (a key, a reversal, code numbers), unlike joined words or plain base64.
    /// </summary>
    public bool IsDeliberate { get; init; }
}

/// <summary>A package within the target.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version; empty where it says none.</param>
/// <param name="Licence">SPDX expression as it says; empty where it says none.</param>
/// <param name="Path">Its directory within the target; empty for the target itself.</param>
/// <param name="Sha256">Digest of its manifest, in lower-case hexadecimal.</param>
public sealed record Component(string Name, string Version, string Licence, string Path, string Sha256);
