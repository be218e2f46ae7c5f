using Vitrine.Core.Inspect.Recall;
using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect;

/// <summary>Gathers hits into findings, each list bounded.</summary>
internal sealed class Findings
{
    /// <summary>Most entries of each list. More is said to be cut.</summary>
    public const int Most = 256;

    // Ranges of one file, before they are merged.
    private const int MostRanges = 1 << 16;

    private readonly List<SecretFound> _secrets = [];
    private readonly List<IdentityFound> _identity = [];
    private readonly List<HiddenTextFound> _hidden = [];
    private readonly Dictionary<UnixPath, SourceLines> _source = [];
    private readonly List<UnscannedPart> _unscanned = [];

    // Hits of one file come in a row.
    private (UnixPath File, SourceLines? Lines) _last;

    public bool IsCut { get; set; }

    /// <summary>Whether there is room for it, else that is said: the place of what is not listed need not be known.</summary>
    public bool Takes(Hit hit)
    {
        bool takes = hit switch
        {
            SecretHit => _secrets.Count < Most,
            IdentityHit => _identity.Count < Most,
            HiddenTextHit => _hidden.Count < Most,
            _ => true,
        };
        IsCut |= !takes;
        return takes;
    }

    public void Add(PlacedHit placed)
    {
        switch (placed.Hit)
        {
            case SecretHit secret:
                string encoding = string.Join(' ', new[] { placed.Encoding, secret.Form }.Where(each => each.Length > 0));
                // What is to be done is the policy's to say; until it did, nothing may leave.
                Add(_secrets, new SecretFound(secret.Rule, secret.Name, placed.Place, encoding, secret.Fingerprint, Effect.Deny));
                break;
            case IdentityHit identity:
                Add(_identity, new IdentityFound(identity.What, FormOf(identity.Form, placed.Encoding), placed.Place));
                break;
            case HiddenTextHit hidden:
                Add(_hidden, new HiddenTextFound(hidden.What, hidden.CodePoints, hidden.Count, placed.Place));
                break;
            case SourceHit source:
                Add(source);
                break;
        }
    }

    public void Add(UnscannedPart part) => Add(_unscanned, part);

    public BodyFindings ToFindings() => new()
    {
        Secrets = _secrets,
        Identity = _identity,
        HiddenText = _hidden,
        Unscanned = _unscanned,
        Source = [.. _source.OrderBy(each => each.Key.ToString(), StringComparer.Ordinal).Select(each => new SourceFound(each.Key, Merge(each.Value.Found),
            each.Value.Lines, each.Value.IsExact))],
        IsCut = IsCut,
    };

    // JSON in a string of JSON is how tool calls and their results are written, not a disguise: what is plain in it is in clear.
    private static string FormOf(string form, string encoding) =>
        form != "clear" || encoding.Length == 0 || encoding.AsSpan().TrimStart("json ").IsEmpty ? form : encoding;

    private void Add<T>(List<T> list, T item)
    {
        if (list.Count < Most)
            list.Add(item);
        else
            IsCut = true;
    }

    private void Add(SourceHit hit)
    {
        if (_last.Lines is null || _last.File != hit.File)
        {
            if (!_source.TryGetValue(hit.File, out SourceLines? known))
            {
                if (_source.Count >= Most)
                {
                    IsCut = true;
                    return;
                }

                _source.Add(hit.File, known = new SourceLines(hit.FileLines));
            }

            _last = (hit.File, known);
        }

        SourceLines lines = _last.Lines!;
        if (lines.Found.Count >= MostRanges)
        {
            IsCut = true;
            return;
        }

        lines.Found.Add(hit.Lines);
        lines.IsExact &= hit.IsExact;
    }

    private static List<LineRange> Merge(List<LineRange> ranges)
    {
        List<LineRange> merged = [];
        ranges.Sort(static (left, right) => left.First.CompareTo(right.First));
        foreach (LineRange each in ranges)
        {
            if (merged.Count > 0 && each.First <= merged[^1].Last + 1)
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, each.Last) };
            else
                merged.Add(each);
        }

        return merged;
    }

    private sealed class SourceLines(int lines)
    {
        public int Lines => lines;

        public bool IsExact { get; set; } = true;

        public List<LineRange> Found { get; } = [];
    }
}
