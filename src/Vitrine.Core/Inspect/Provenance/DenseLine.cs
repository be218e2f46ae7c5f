namespace Vitrine.Core.Inspect.Provenance;

/// <summary>A line that holds more than white space.</summary>
/// <param name="RawStart">Where it begins in the text as it came.</param>
/// <param name="Start">Where it begins in the dense text.</param>
/// <param name="End">One behind its end in the dense text.</param>
internal readonly record struct DenseLine(int RawStart, int Start, int End)
{
    public int Length => End - Start;
}
