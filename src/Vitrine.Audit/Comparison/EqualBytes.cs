using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>How much of what two sessions sent is the same: the longest common subsequence of their requests (Myers, "An O(ND) Difference Algorithm", 1986).</summary>
public static class EqualBytes
{
    // Requests that differ in more than that are other requests.
    private const int MostEdits = 4000;

    /// <summary>The share, from 0 to 1; 1 where neither sent anything.</summary>
    public static double Share(Capture one, Capture other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        long all = 0, equal = 0;
        for (int i = 0; i < Math.Max(one.Exchanges.Count, other.Exchanges.Count); i++)
        {
            byte[] a = i < one.Exchanges.Count ? Sent(one.Exchanges[i]) : [], b = i < other.Exchanges.Count ? Sent(other.Exchanges[i]) : [];
            all += a.Length + b.Length;
            equal += a.Length + b.Length - Edits(a, b);
        }

        return all == 0 ? 1 : (double)equal / all;
    }

    private static byte[] Sent(CapturedExchange exchange)
    {
        string head = string.Concat(exchange.Fields.Select(field => $"{field.Name}: {field.Value}\n"));
        return [.. System.Text.Encoding.UTF8.GetBytes($"{exchange.Method} {exchange.Target} {exchange.Host}\n{head}\n"), .. exchange.Body];
    }

    // Bytes to take out and to put in.
    private static int Edits(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int start = a.CommonPrefixLength(b);
        a = a[start..];
        b = b[start..];
        while (a.Length > 0 && b.Length > 0 && a[^1] == b[^1])
        {
            a = a[..^1];
            b = b[..^1];
        }

        int most = Math.Min(a.Length + b.Length, MostEdits);
        int[] reach = new int[(2 * most) + 3];
        for (int edits = 0; edits <= most; edits++)
        {
            for (int diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                int at = most + 1 + diagonal;
                int x = diagonal == -edits || (diagonal != edits && reach[at - 1] < reach[at + 1]) ? reach[at + 1] : reach[at - 1] + 1, y = x - diagonal;
                if (x > a.Length || y > b.Length)
                {
                    reach[at] = x;
                    continue;
                }

                if (y >= 0)
                    x += a[x..].CommonPrefixLength(b[y..]);
                reach[at] = x;
                if (x >= a.Length && x - diagonal >= b.Length)
                    return edits;
            }
        }

        return a.Length + b.Length;
    }
}
