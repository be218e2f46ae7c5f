using System.Runtime.InteropServices;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// How much of what equal sessions send is equal. Each exchange of one session is laid beside the exchange of the other that is the same one to the same host
/// and path: method, target, fields and body. What both begin with and end with counts, and of what is between the words that both have, wherever they stand
/// there.
/// </summary>
public static class EqualBytes
{
    private const int MostPairs = 6;

    /// <summary>The mean of pairs of sessions that follow one another, from 0 to 1; null where there are not two, or nothing was sent.</summary>
    public static double? Share(IReadOnlyList<Capture> sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        long equal = 0, all = 0;
        foreach ((Capture one, Capture other) in sessions.Zip(sessions.Skip(1)).Take(MostPairs))
        {
            ILookup<string, CapturedExchange> ofOne = one.Exchanges.ToLookup(Kind, StringComparer.Ordinal),
                ofOther = other.Exchanges.ToLookup(Kind, StringComparer.Ordinal);
            foreach (string kind in ofOne.Concat(ofOther).Select(exchanges => exchanges.Key).Distinct(StringComparer.Ordinal))
            {
                byte[][] left = [.. ofOne[kind].Select(Bytes)], right = [.. ofOther[kind].Select(Bytes)];
                equal += left.Zip(right, (a, b) => 2L * Equal(a, b)).Sum();
                all += left.Concat(right).Sum(bytes => (long)bytes.Length);
            }
        }

        return all == 0 ? null : (double)equal / all;
    }

    // What several threads send has no order of its own.
    private static string Kind(CapturedExchange exchange) => $"{exchange.Method} {exchange.Host} {exchange.Target.Split('?', 2)[0]}";

    private static int Equal(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int head = left.CommonPrefixLength(right), tail = 0;
        left = left[head..];
        right = right[head..];
        while (tail < left.Length && tail < right.Length && left[^(tail + 1)] == right[^(tail + 1)])
            tail++;
        return head + tail + Words(left[..^tail], right[..^tail]);
    }

    private static int Words(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var counts = new Dictionary<int, int>();
        foreach (ReadOnlySpan<byte> word in new WordList(left))
            CollectionsMarshal.GetValueRefOrAddDefault(counts, Hash(word), out _)++;
        int equal = 0;
        foreach (ReadOnlySpan<byte> word in new WordList(right))
        {
            ref int count = ref CollectionsMarshal.GetValueRefOrNullRef(counts, Hash(word));
            if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref count) && count > 0)
            {
                count--;
                equal += word.Length;
            }
        }

        return equal;
    }

    private static int Hash(ReadOnlySpan<byte> word)
    {
        var hash = new HashCode();
        hash.AddBytes(word);
        return hash.ToHashCode();
    }

    private static byte[] Bytes(CapturedExchange exchange)
    {
        var text = new System.Text.StringBuilder($"{exchange.Method} {exchange.Target}\n");
        foreach (CapturedField field in exchange.Fields)
            text.Append(field.Name).Append(": ").Append(field.Value).Append('\n');
        return [.. System.Text.Encoding.UTF8.GetBytes(text.ToString()), .. exchange.Body.Unpack()];
    }

    /// <summary>Runs of letters and digits, and each other byte alone.</summary>
    private ref struct WordList(ReadOnlySpan<byte> text)
    {
        private ReadOnlySpan<byte> _rest = text;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly WordList GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
                return false;
            int length = 0;
            while (length < _rest.Length && (char.IsAsciiLetterOrDigit((char)_rest[length]) || _rest[length] >= 0x80))
                length++;
            length = Math.Max(1, length);
            Current = _rest[..length];
            _rest = _rest[length..];
            return true;
        }
    }
}
