using Vitrine.Core.Inspect.Decode;

namespace Vitrine.Core.Inspect.Redaction;

/// <summary>Compares a redacted body with the one it was made from, piece by piece.</summary>
internal static class Verification
{
    /// <summary>Whether the new body has the old one's pieces in the old order, with nothing but the edits changed.</summary>
    public static bool Holds(DecodedBody body, List<Edit>?[] edits, DecodedBody again)
    {
        int next = 0;
        foreach (int piece in again.Leaves)
        {
            ReadOnlySpan<byte> text = again.Decoding.Data(piece);
            int match = next;
            while (match < body.Leaves.Length && !IsEqual(body, edits, body.Leaves[match], text) && MayVanish(body.Decoding, edits, body.Leaves[match]))
                match++;
            if (match < body.Leaves.Length && IsEqual(body, edits, body.Leaves[match], text))
                next = match + 1;
            else if (!IsEmbedded(again.Decoding, piece))
                return false;
        }

        while (next < body.Leaves.Length && MayVanish(body.Decoding, edits, body.Leaves[next]))
            next++;
        return next == body.Leaves.Length;
    }

    private static bool IsEqual(DecodedBody body, List<Edit>?[] edits, int piece, ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> old = body.Decoding.Data(piece);
        return edits[piece] is { } list ? text.SequenceEqual(Encoders.Apply(old, list)) : text.SequenceEqual(old);
    }

    // What was decoded out of bytes that are now others: the text around them is compared, and that what had to go is gone.
    private static bool MayVanish(Decoding decoding, List<Edit>?[] edits, int piece)
    {
        for (int each = piece; decoding[each].Parent >= 0; each = decoding[each].Parent)
        {
            Piece it = decoding[each];
            if (edits[it.Parent] is not { } list)
                continue;
            foreach (Edit edit in list)
            {
                if (edit.Range.Start < it.Source.End && it.SourceStart < edit.Range.End && (edit.Child != each || decoding[it.Parent].IsLeaf))
                    return true;
            }
        }

        return false;
    }

    private static bool IsEmbedded(Decoding decoding, int piece)
    {
        for (int each = decoding[piece].Parent; each >= 0; each = decoding[each].Parent)
        {
            if (decoding[each].IsLeaf)
                return true;
        }

        return false;
    }
}
