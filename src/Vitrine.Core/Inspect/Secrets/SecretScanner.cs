using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Core.Inspect.Secrets;

/// <summary>
/// Finds secrets in a text: known formats, values assigned to names that promise one, and values that the person really has. Immutable, for any number of
/// threads.
/// </summary>
/// <param name="rules">The known formats.</param>
/// <param name="own">What the person really has; null for nothing.</param>
/// <param name="patterns">Rules of the person's that are regular expressions; null for none.</param>
public sealed class SecretScanner(SecretRules rules, OwnSecrets? own = null, SecretPatterns? patterns = null)
{
    private const int Block = 64;

    /// <summary>Most hits that are kept for one text: what a person or a policy does with more is the same.</summary>
    public const int MostHits = 4096;

    /// <summary>Finds what is there. The text is pieces of UTF-8, each followed by one zero byte.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hits">Where hits are added, in the order of the text for each kind.</param>
    /// <returns>False where there were more hits than <see cref="MostHits"/>, and the rest of the text was not searched.</returns>
    public bool Scan(ReadOnlySpan<byte> text, List<SecretHit> hits)
    {
        int before = hits.Count;
        own?.Find(text, hits, before + MostHits);
        var candidates = new Candidates(text, rules, hits, before + MostHits);
        Walk(text, ref candidates);
        patterns?.Find(text, hits, before + MostHits);
        return hits.Count - before < MostHits;
    }

    private static void Walk(ReadOnlySpan<byte> text, ref Candidates candidates)
    {
        var masks = new Places.Masks();
        ref byte start = ref MemoryMarshal.GetReference(text);
        (ulong Token, ulong Word, ulong Digit) now = default;
        ulong before = 0;
        int at = 0;
        for (; at + Block + Places.Lookahead <= text.Length; at += Block)
        {
            (ulong Token, ulong Word, ulong Digit) next = Places.Of(ref Unsafe.Add(ref start, at), masks);
            Visit(at - Block, before, now, next, ref candidates);
            (before, now) = (now.Token >> 63, next);
        }

        // The rest, with zeros behind it, and once more for what the last block holds.
        Span<byte> rest = stackalloc byte[3 * Block];
        rest.Clear();
        text[at..].CopyTo(rest);
        for (int i = 0; i < 3; i++, at += Block)
        {
            (ulong Token, ulong Word, ulong Digit) next = i < 2 ? Places.Of(ref rest[i * Block], masks) : default;
            Visit(at - Block, before, now, next, ref candidates);
            (before, now) = (now.Token >> 63, next);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Visit(int at, ulong before, (ulong Token, ulong Word, ulong Digit) now, (ulong Token, ulong Word, ulong Digit) next,
        ref Candidates candidates)
    {
        ulong runs = Places.LongRuns(before, now.Token, next.Token);
        for (ulong any = runs | now.Word; any != 0; any &= any - 1)
        {
            int bit = System.Numerics.BitOperations.TrailingZeroCount(any);
            if ((now.Word >> bit & 1) != 0)
                candidates.Word(at + bit);
            if ((runs >> bit & 1) != 0)
                candidates.Token(at + bit, Places.HasDigit(bit, now.Token, next.Token, now.Digit, next.Digit));
        }
    }
}
