namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// How distinctive text is, about in characters. A word that stands between the words that it always stands between (see <see cref="EverydayText"/>) weighs
/// nothing, whatever it is: so licences, names of public interfaces and what compilers add come to nothing. Elsewhere a word that is not common weighs its
/// length, and three words in an order that is not common two characters, each once. The signs of code around such words add up to a little.
/// </summary>
internal static class Evidence
{
    private const int LongestCounted = 12, MostWords = 256, TripleWeight = 2, ShortestGlue = 5, MostSigns = 8;

    /// <summary>The weight of a text, counted up to <paramref name="most"/>.</summary>
    public static int Of(ReadOnlySpan<byte> text, int most)
    {
        var words = new EvidenceWords(text);
        var sum = new Sum(stackalloc ulong[MostWords]);
        // The words before: a word is weighed once the two behind it are known.
        Entry first = default, second = default;
        while (sum.Total < most && words.Next())
        {
            var next = new Entry(EverydayText.Word(words.Word), words.Word.Length, words.Signs,
                words.Glue.Length >= ShortestGlue ? EverydayText.Word(words.Glue) : 0, words.Glue.Length, false);
            if (first.Length > 0 && second.Length > 0)
            {
                ulong triple = EverydayText.Triple(first.Word, second.Word, next.Word);
                if (EverydayText.Contains(triple))
                    (first, second, next) = (first with { IsCovered = true }, second with { IsCovered = true }, next with { IsCovered = true });
                else
                    sum.AddTriple(triple);
            }

            sum.Add(first);
            (first, second) = (second, next);
        }

        sum.Add(first);
        sum.Add(second with { Signs = second.Signs + (second.IsCovered ? 0 : words.Signs) });
        return Math.Min(most, sum.Total);
    }

    private readonly record struct Entry(ulong Word, int Length, int Signs, ulong Glue, int GlueLength, bool IsCovered);

    private ref struct Sum(Span<ulong> seen)
    {
        private readonly Span<ulong> _seen = seen;
        private int _count, _distinctive, _signs;

        public readonly int Total => _distinctive + Math.Min(MostSigns, _signs / 2);

        public void AddTriple(ulong triple)
        {
            if (IsNew(triple))
                _distinctive += TripleWeight;
        }

        public void Add(Entry entry)
        {
            if (entry.Length == 0 || entry.IsCovered)
                return;
            _signs += entry.Signs;
            if (entry.Glue != 0 && IsNew(entry.Glue))
                _distinctive += Math.Min(entry.GlueLength, LongestCounted) / 2;
            if (!EverydayText.Contains(entry.Word) && IsNew(entry.Word))
                _distinctive += Math.Min(entry.Length, LongestCounted);
        }

        private bool IsNew(ulong word)
        {
            if (_seen[.._count].Contains(word))
                return false;
            if (_count < _seen.Length)
                _seen[_count++] = word;
            return true;
        }
    }
}
