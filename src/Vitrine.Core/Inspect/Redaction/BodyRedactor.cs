using System.Buffers;
using System.Text;
using Vitrine.Core.Inspect.Decode;

namespace Vitrine.Core.Inspect.Redaction;

/// <summary>
/// Puts replacements into a body and keeps it valid: from the innermost layer outward, each is done again around the new bytes, in the manner of the old.
/// The result is decoded again; unless it is the old body but for the replacements, there is none.
/// </summary>
public static class BodyRedactor
{
    // What must be gone is searched for in the new text; shorter values are in every text by chance.
    private const int LeastTelling = 6;
    private static readonly SearchValues<char> Plain =
        SearchValues.Create(" !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>Redacts.</summary>
    /// <param name="body">The body or target, decoded without a memory.</param>
    /// <param name="head">The head that it was decoded with.</param>
    /// <param name="replacements">In any order. Where ranges overlap, the one that starts first covers both.</param>
    /// <param name="budget">The limits that it was decoded with.</param>
    public static RedactedBody Redact(DecodedBody body, BodyHead head, IReadOnlyList<Replacement> replacements, DecodeBudget? budget = null)
    {
        if (replacements.Any(each => each.Text.Length == 0 || each.Text.AsSpan().ContainsAnyExcept(Plain)))
            return Refused(RedactionResult.BadText);
        if (replacements.Any(each => !IsInOnePiece(body, each.Range)))
            return Refused(RedactionResult.BadRange);
        if (body.IsUnscannedCut
            || body.Decoding.Known.Count > 0
            || body.Decoding.Skipped.Any(each => each.Why is "bomb" or "too-large" or "malformed" || (each.Piece == 0 && each.Why == "unknown-encoding")))
            return Refused(RedactionResult.Incomplete);

        List<Edit>?[] edits = Place(body, Joined(replacements));
        if (Layers.Rebuild(body.Decoding, edits) is not { } rebuilt)
            return Refused(RedactionResult.CannotEncode);
        string? coding = Layers.Coding(body);
        using DecodedBody again = body.IsTarget
            ? BodyDecoder.DecodeTarget(rebuilt, budget)
            : BodyDecoder.Decode(rebuilt, head with { ContentEncoding = coding }, budget);
        return Verification.Holds(body, edits, again) && !HoldsAny(body, again, replacements)
            ? new RedactedBody(RedactionResult.Done, rebuilt, coding)
            : Refused(RedactionResult.NotVerified);
    }

    private static RedactedBody Refused(RedactionResult result) => new(result, default, null);

    private static bool IsInOnePiece(DecodedBody body, TextRange range)
    {
        if (range.Length <= 0 || range.Start < 0 || range.Start > body.Text.Length - range.Length)
            return false;
        TextRange piece = body.RangeOf(body.PieceAt(range.Start));
        return range.End <= piece.End;
    }

    private static List<Replacement> Joined(IReadOnlyList<Replacement> replacements)
    {
        List<Replacement> joined = [];
        foreach (Replacement each in replacements.OrderBy(replacement => replacement.Range.Start))
        {
            if (joined.Count > 0 && joined[^1].Range is var last && each.Range.Start < last.End)
                joined[^1] = joined[^1] with { Range = last with { Length = Math.Max(last.End, each.Range.End) - last.Start } };
            else
                joined.Add(each);
        }

        return joined;
    }

    private static List<Edit>?[] Place(DecodedBody body, List<Replacement> replacements)
    {
        var edits = new List<Edit>?[body.Decoding.Count];
        foreach (Replacement each in replacements)
        {
            int piece = body.Leaves[body.PieceAt(each.Range.Start)];
            (edits[piece] ??= []).Add(new Edit(each.Range with { Start = each.Range.Start - body.Decoding[piece].Start }, Encoding.ASCII.GetBytes(each.Text),
                -1));
        }

        return edits;
    }

    private static bool HoldsAny(DecodedBody body, DecodedBody again, IReadOnlyList<Replacement> replacements)
    {
        var values = new HashSet<string>(StringComparer.Ordinal);
        foreach (Replacement each in replacements)
        {
            ReadOnlySpan<byte> value = body.Text.Slice(each.Range.Start, each.Range.Length);
            if (value.Length >= LeastTelling && values.Add(Encoding.Latin1.GetString(value)) && again.Text.IndexOf(value) >= 0)
                return true;
        }

        return false;
    }
}
