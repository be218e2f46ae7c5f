namespace Vitrine.Audit.Reading.Hiding;

/// <summary>Whether bytes may start a compressed stream. Cheap: almost all that is none is refused by its first bytes (RFC 1951, RFC 1950, RFC 1952).</summary>
internal static class DeflateHead
{
    public static bool IsLikely(ReadOnlySpan<byte> head)
    {
        if (head.Length < 6)
            return false;
        if (head[0] == 0x1f && head[1] == 0x8b && head[2] == 8)
            return true;
        if ((head[0] & 0x0f) == 8 && head[0] >> 4 <= 7 && ((head[0] << 8) | head[1]) % 31 == 0)
            return true;
        return ((head[0] >> 1) & 3) switch
        {
            0 => (head[1] ^ head[3]) == 0xff && (head[2] ^ head[4]) == 0xff,
            // Fixed codes have no form of their own; only the last block of a short stream has them.
            1 => (head[0] & 1) == 1,
            2 => HasCodeLengths(head),
            _ => false,
        };
    }

    // The lengths of the code for lengths must make a complete code.
    private static bool HasCodeLengths(ReadOnlySpan<byte> head)
    {
        if ((head[0] >> 3) > 29 || (head[1] & 31) > 29)
            return false;
        int lengths = (((head[1] >> 5) | (head[2] << 3)) & 15) + 4;
        int sum = 0;
        for (int one = 0; one < lengths; one++)
        {
            int bit = 17 + (one * 3);
            if ((bit / 8) + 1 >= head.Length)
                return true;
            int length = ((head[bit / 8] | (head[(bit / 8) + 1] << 8)) >> (bit % 8)) & 7;
            sum += length == 0 ? 0 : 128 >> length;
        }

        return sum == 128;
    }
}
