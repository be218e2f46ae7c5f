namespace Vitrine.Runtime.Queries;

/// <summary>One entry of a segment's dictionary while it is made.</summary>
/// <param name="Field">What the value is.</param>
/// <param name="Value">The value, or the beginning of it.</param>
/// <param name="IsCut">Whether it is only the beginning.</param>
/// <param name="Facet">Number of kind and decision.</param>
internal readonly record struct TermKey(TermField Field, string Value, bool IsCut, int Facet) : IComparable<TermKey>
{
    public int CompareTo(TermKey other)
    {
        int order = Field.CompareTo(other.Field);
        if (order == 0)
            order = string.CompareOrdinal(Value, other.Value);
        if (order == 0)
            order = IsCut.CompareTo(other.IsCut);
        return order != 0 ? order : Facet.CompareTo(other.Facet);
    }
}

/// <summary>Blocks that are added in ascending order.</summary>
internal sealed class BlockList
{
    private ushort[] _blocks = new ushort[2];
    private int _count;

    public ReadOnlySpan<ushort> Blocks => _blocks.AsSpan(0, _count);

    public void Add(int block)
    {
        if (_count > 0 && _blocks[_count - 1] == block)
            return;
        if (_count == _blocks.Length)
            Array.Resize(ref _blocks, _count * 2);
        _blocks[_count++] = (ushort)block;
    }
}

/// <summary>A kind of observation and what was decided.</summary>
/// <param name="Kind">The kind's name.</param>
/// <param name="Decision">The effect and 1, or 0 for none.</param>
internal readonly record struct Facet(string Kind, byte Decision);
