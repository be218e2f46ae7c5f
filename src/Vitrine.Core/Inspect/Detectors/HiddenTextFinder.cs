using System.Globalization;
using Vitrine.Core.Inspect.HiddenText;
using Vitrine.Core.Inspect.Provenance;
using Found = Vitrine.Core.Inspect.HiddenText.HiddenCharacter;

namespace Vitrine.Core.Inspect.Detectors;

/// <summary>
/// Hidden text, as the inspector takes it: one hit for each kind in each piece. A line that stands so in a file of the workspace was not written by the agent
/// and is left out.
/// </summary>
/// <param name="index">What the workspace's files hold; null leaves nothing out.</param>
public sealed class HiddenTextFinder(ProvenanceIndex? index) : IDetector
{
    private const int MostCodePoints = 8, MostLinesLookedUp = 256;

    [ThreadStatic]
    private static List<Found>? s_found;

    /// <inheritdoc/>
    public ulong Version => index?.Version ?? 0;

    /// <inheritdoc/>
    public void Find(ReadOnlySpan<byte> text, ICollection<Hit> hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        if (System.Text.Ascii.IsValid(text))
            return;
        List<Found> found = s_found ??= [];
        found.Clear();
        HiddenTextDetector.Find(text, [], found);
        if (found.Count == 0)
            return;
        var kinds = new Dictionary<HiddenTextKind, Kind>();
        int end = 0, lookUps = MostLinesLookedUp;
        TextRange line = default;
        bool isOfUser = false;
        foreach (Found each in found)
        {
            if (each.Range.Start >= end)
            {
                Flush(kinds, hits);
                int length = text[each.Range.Start..].IndexOf((byte)0);
                end = length < 0 ? text.Length : each.Range.Start + length;
            }

            if (index is not null && each.Range.Start >= line.End)
            {
                line = LineAround(text, each.Range.Start);
                isOfUser = lookUps-- > 0 && index.HasLine(text.Slice(line.Start, line.Length));
            }

            if (!isOfUser)
                Count(kinds, each);
        }

        Flush(kinds, hits);
    }

    private static TextRange LineAround(ReadOnlySpan<byte> text, int at)
    {
        int start = text[..at].LastIndexOfAny((byte)'\n', (byte)0) + 1;
        int length = text[at..].IndexOfAny((byte)'\n', (byte)0);
        return new TextRange(start, (length < 0 ? text.Length : at + length) - start);
    }

    private static void Count(Dictionary<HiddenTextKind, Kind> kinds, Found each)
    {
        if (!kinds.TryGetValue(each.Kind, out Kind? kind))
            kinds.Add(each.Kind, kind = new Kind(each.Range));
        kind.Count++;
        if (kind.CodePoints.Count < MostCodePoints && !kind.CodePoints.Contains(each.CodePoint))
            kind.CodePoints.Add(each.CodePoint);
    }

    private static void Flush(Dictionary<HiddenTextKind, Kind> kinds, ICollection<Hit> hits)
    {
        foreach ((HiddenTextKind what, Kind kind) in kinds)
            hits.Add(new HiddenTextHit(kind.First, Names[(int)what], kind.CodePoints.ConvertAll(Name), kind.Count));
        kinds.Clear();
    }

    private static string Name(int codePoint) => codePoint < 0 ? "invalid" : string.Create(CultureInfo.InvariantCulture, $"U+{codePoint:X4}");

    // The kinds' names in findings.
    private static readonly string[] Names = [.. Enum.GetNames<HiddenTextKind>()
        .Select(static kind => string.Concat(kind.Select(static (c, i) => char.IsUpper(c)
            ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c)
            : c.ToString())))];

    private sealed class Kind(TextRange first)
    {
        public TextRange First { get; } = first;

        public int Count { get; set; }

        public List<int> CodePoints { get; } = [];
    }
}
