using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Recall;
using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect;

/// <summary>Hits of one body, in the order of the text, with the pieces that they are in.</summary>
internal sealed class LocatedHits
{
    // A unit with more in it is searched again each time.
    private const int MostRemembered = 64;
    private readonly DecodedBody _decoded;
    private readonly List<Hit> _hits;
    private readonly int[] _pieces;

    public LocatedHits(DecodedBody decoded, List<Hit> sorted)
    {
        (_decoded, _hits) = (decoded, sorted);
        _pieces = new int[sorted.Count];
        for (int i = 0; i < _pieces.Length; i++)
            _pieces[i] = decoded.Leaves[decoded.PieceAt(sorted[i].Range.Start)];
    }

    /// <summary>A hit with its place. Places must only be asked for once names are hidden.</summary>
    public PlacedHit this[int hit] => _hits[hit] is SourceHit
        ? new PlacedHit(_hits[hit], "", "")
        : new PlacedHit(_hits[hit], _decoded.PlaceOfPiece(_pieces[hit]), _decoded.EncodingOfPiece(_pieces[hit]));

    /// <summary>Two encodings, the outer first.</summary>
    public static string Join(string outer, string inner) => outer.Length == 0 ? inner : inner.Length == 0 ? outer : $"{outer} {inner}";

    /// <summary>Keeps names in which something was found out of all places.</summary>
    public void HideNames()
    {
        foreach (int piece in _pieces)
            _decoded.HideNameOf(piece);
        foreach ((int piece, PieceVerdict _) in _decoded.Decoding.Known)
            _decoded.HideNameOf(piece);
    }

    /// <summary>Remembers what was found in each unit.</summary>
    public void Remember(MemoryView memory)
    {
        if (_decoded.Decoding.Last is { } last)
            memory.Return(last, _decoded.Decoding.Data(_decoded.Decoding.Compared));
        foreach (RememberedUnit unit in _decoded.Decoding.Remembered)
        {
            if (Verdict(unit) is { } verdict)
                memory.Set(unit.Key, verdict);
        }
    }

    private PieceVerdict? Verdict(RememberedUnit unit)
    {
        Decoding decoding = _decoded.Decoding;
        int first = Lower(_pieces.Length, unit.First, i => _pieces[i]), end = Lower(_pieces.Length, unit.End, i => _pieces[i]);
        int firstKnown = Lower(decoding.Known.Count, unit.First, i => decoding.Known[i].Piece),
            endKnown = Lower(decoding.Known.Count, unit.End, i => decoding.Known[i].Piece);
        List<(int Piece, PieceVerdict Verdict)> known = decoding.Known.GetRange(firstKnown, endKnown - firstKnown);
        int count = end - first + unit.EndSkipped - unit.FirstSkipped + known.Sum(each => each.Verdict.Hits.Count + each.Verdict.Unscanned.Count);
        if (count == 0)
            return PieceVerdict.Clean;
        if (count > MostRemembered)
            return null;
        bool isPlaced = unit.EndSkipped > unit.FirstSkipped
            || known.Exists(each => each.Verdict.IsPlaced)
            || _hits[first..end].Exists(each => each is not SourceHit);
        (string place, string encoding) = isPlaced ? (_decoded.PlaceAt(unit.Container, unit.SourceStart), _decoded.EncodingOfPiece(unit.Container)) : ("", "");
        List<PlacedHit> hits = [];
        List<UnscannedPart> unscanned = [];
        for (int i = first; i < end; i++)
            hits.Add(Relative(this[i], place, encoding));
        foreach ((int piece, PieceVerdict verdict) in known)
        {
            (string outerPlace, string outerEncoding) = verdict.IsPlaced ? (_decoded.PlaceOfPiece(piece), _decoded.EncodingOfPiece(piece)) : ("", "");
            hits.AddRange(verdict.Hits.Select(each => Relative(each with { Place = outerPlace + each.Place, Encoding = Join(outerEncoding, each.Encoding) },
                place, encoding)));
            unscanned.AddRange(verdict.Unscanned.Select(each => each with { Place = Tail(outerPlace + each.Place, place) }));
        }

        for (int i = unit.FirstSkipped; i < unit.EndSkipped; i++)
        {
            // Room depends on the rest of the body: the next one may have it.
            if (decoding.Skipped[i].Why == "too-large")
                return null;
            UnscannedPart part = _decoded.Unsearched(decoding.Skipped[i]);
            unscanned.Add(part with { Place = Tail(part.Place, place) });
        }

        return new PieceVerdict(hits, unscanned);
    }

    private static PlacedHit Relative(PlacedHit hit, string place, string encoding) =>
        new(hit.Hit with { Range = default }, hit.Hit is SourceHit ? "" : Tail(hit.Place, place),
            hit.Hit is SourceHit ? "" : Tail(hit.Encoding, encoding).TrimStart());

    private static string Tail(string full, string head) => full.StartsWith(head, StringComparison.Ordinal) ? full[head.Length..] : "";

    // The first in that piece or a later one: both lists are in the order of pieces.
    private static int Lower(int count, int piece, Func<int, int> pieceOf)
    {
        int low = 0, high = count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = pieceOf(middle) < piece ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
