namespace Vitrine.Egress;

/// <summary>A body, or a piece of one that is too long or too slow to be held.</summary>
/// <param name="Before">The end of what went before, up to the overlap: what is split over two pieces is whole in here and <paramref name="Bytes"/>
/// together.</param>
/// <param name="Bytes">What leaves if the verdict allows it. Valid until the verdict is given.</param>
/// <param name="IsFirst">Whether nothing went before; the target and the header fields are to be judged with this piece.</param>
/// <param name="IsLast">Whether nothing follows. A body that is both first and last is whole.</param>
public readonly record struct ContentPiece(ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> Bytes, bool IsFirst, bool IsLast)
{
    /// <summary>Whether this is all of the body.</summary>
    public bool IsWhole => IsFirst && IsLast;
}
