namespace Vitrine.Core.Inspect;

/// <summary>A range of bytes.</summary>
/// <param name="Start">First byte.</param>
/// <param name="Length">How many.</param>
public readonly record struct TextRange(int Start, int Length)
{
    /// <summary>One behind the last byte.</summary>
    public int End => Start + Length;
}
