using Vitrine.Egress.Tapping;

namespace Vitrine.Audit.Wire;

/// <summary>One direction of a connection, and the time of each of its bytes.</summary>
internal sealed class WireBytes(ReadOnlyMemory<byte> bytes, IReadOnlyList<TappedRead> reads)
{
    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => bytes.Span;

    /// <summary>How many.</summary>
    public int Length => bytes.Length;

    /// <summary>When the byte came, in seconds.</summary>
    public double At(int offset)
    {
        int low = 0, high = reads.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (reads[middle].Offset <= offset)
                low = middle;
            else
                high = middle - 1;
        }

        return reads.Count == 0 ? 0 : reads[low].At;
    }

    /// <summary>When the last byte before <paramref name="end"/> came.</summary>
    public double AtEnd(int end) => At(Math.Max(0, end - 1));
}
