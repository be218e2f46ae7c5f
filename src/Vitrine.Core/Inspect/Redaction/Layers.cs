using Vitrine.Core.Inspect.Decode;

namespace Vitrine.Core.Inspect.Redaction;

/// <summary>Carries edits from the innermost pieces out to the body.</summary>
internal static class Layers
{
    /// <summary>Makes the new body. Afterwards <paramref name="edits"/> holds, for each piece, what was changed in its data, in order.</summary>
    /// <returns>Null where a layer can't be done again.</returns>
    public static byte[]? Rebuild(Decoding decoding, List<Edit>?[] edits)
    {
        for (int piece = edits.Length - 1; piece >= 0; piece--)
        {
            if (edits[piece] is not { } list)
                continue;
            // Children come after their parents, so by now all edits of this piece are known.
            if (!Settle(list))
                return null;
            if (piece == 0)
                break;
            Piece it = decoding[piece];
            ReadOnlySpan<byte> source = decoding.Data(it.Parent).Slice(it.SourceStart, it.SourceLength);
            bool isView = it.Buffer != Piece.InText && it.Layer == Layer.Text;
            byte[]? made = isView ? Encoders.Apply(source, list)
                : it.Layer.IsByUnit ? Encoders.ByUnit(it.Layer, source, list)
                    : Encoders.Whole(it.Layer, Encoders.Apply(decoding.Data(piece), list), source);
            if (made is null)
                return null;
            (edits[it.Parent] ??= []).Add(new Edit(it.Source, made, piece));
        }

        return Encoders.Apply(decoding.Data(0), edits[0] ?? []);
    }

    /// <summary>What Content-Encoding must say: the codings that were undone by the label, and were done again.</summary>
    public static string? Coding(DecodedBody body)
    {
        List<string> names = [];
        for (int piece = body.Content; piece > 0; piece = body.Decoding[piece].Parent)
            names.Add(body.Decoding[piece].Layer is Layer.Zlib ? "deflate" : body.Decoding[piece].Layer.Name);
        return names.Count == 0 ? null : string.Join(", ", names);
    }

    // In order, and no two over the same bytes. The same bytes may have been decoded in two ways, and found both ways: the wider one has both.
    private static bool Settle(List<Edit> edits)
    {
        edits.Sort((left, right) => (left.Range.Start, right.Range.End).CompareTo((right.Range.Start, left.Range.End)));
        int kept = 0;
        for (int i = 1; i < edits.Count; i++)
        {
            if (edits[i].Range.Start >= edits[kept].Range.End)
                edits[++kept] = edits[i];
            else if (edits[i].Range.End <= edits[kept].Range.End)
                continue;
            else if (edits[i].Child >= 0 && edits[kept].Child >= 0)
                return false;
            else
                edits[kept] = (edits[kept].Child < 0
                    ? edits[kept]
                    : edits[i]) with
                { Range = new TextRange(edits[kept].Range.Start, edits[i].Range.End - edits[kept].Range.Start) };
        }

        if (edits.Count > 0)
            edits.RemoveRange(kept + 1, edits.Count - kept - 1);
        return true;
    }
}
