using System.Text;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Redaction;

namespace Vitrine.Fuzz;

/// <summary>Bodies of any bytes: decoded within their budget, mapped back within the body, redacted or refused.</summary>
internal static class DecodeFuzz
{
    private const string Mark = "[gone]";
    private static readonly DecodeBudget Budget = new() { MaxBytes = 1 << 20, MaxPieces = 1 << 14 };
    private static readonly string?[] Codings = [null, "gzip", "deflate", "br", "zstd", "gzip, br"];
    private static readonly string?[] Types = [null, "application/json", "multipart/form-data; boundary=XX", "application/x-www-form-urlencoded",
        "text/event-stream"];

    /// <summary>The decoder.</summary>
    public static void Decode(ReadOnlySpan<byte> input)
    {
        using DecodedBody target = BodyDecoder.DecodeTarget(input.ToArray(), Budget);
        Check(target);
        using DecodedBody body = BodyDecoder.Decode(Body(input), Head(input), Budget);
        Check(body);
    }

    /// <summary>A body of Zstandard.</summary>
    public static void Zstandard(ReadOnlySpan<byte> input)
    {
        using DecodedBody body = BodyDecoder.Decode(input.ToArray(), new BodyHead("text/plain", "zstd"), Budget);
        Check(body);
    }

    /// <summary>The redactor: where it says done, the value is gone.</summary>
    public static void Redact(ReadOnlySpan<byte> input)
    {
        BodyHead head = Head(input);
        using DecodedBody body = BodyDecoder.Decode(Body(input), head, Budget);
        if (body.PieceCount == 0)
            return;
        TextRange piece = body.RangeOf(input[1] % body.PieceCount);
        if (piece.Length == 0)
            return;
        var range = new TextRange(piece.Start + (piece.Length / 3), Math.Max(1, piece.Length / 3));
        byte[] value = body.Text.Slice(range.Start, range.Length).ToArray();
        RedactedBody redacted = BodyRedactor.Redact(body, head, [new Replacement(range, Mark)], Budget);
        if (redacted.Result != RedactionResult.Done)
            return;
        using DecodedBody again = BodyDecoder.Decode(redacted.Body, head with { ContentEncoding = redacted.ContentEncoding }, Budget);
        // A short run of base64 that is hardly text may not be taken apart again once it holds the replacement; then that is in it, encoded.
        bool isNested = body.EncodingOf(input[1] % body.PieceCount).Length > 0;
        BrokenPropertyException.Unless(isNested || again.Text.IndexOf(Encoding.ASCII.GetBytes(Mark)) >= 0, "the replacement is there");
        BrokenPropertyException.Unless(value.Length < 6 || again.Text.IndexOf(value) < 0, "the value is gone");
    }

    private static void Check(DecodedBody body)
    {
        BrokenPropertyException.Unless(body.Text.Length <= Budget.MaxBytes, "the text is within its budget");
        BrokenPropertyException.Unless(body.Text.Count((byte)0) == body.PieceCount, "one zero for each piece");
        int end = 0;
        for (int i = 0; i < body.PieceCount; i++)
        {
            TextRange range = body.RangeOf(i);
            BrokenPropertyException.Unless(range.Start == end && body.Text[range.End] == 0, "pieces follow each other");
            end = range.End + 1;
            if (i > 64)
                continue;
            TextRange source = body.ToContent(range);
            BrokenPropertyException.Unless(source.Start >= 0 && source.Length >= 0 && source.End <= body.ContentBytes.Length,
                "a piece has a range in the body");
            BrokenPropertyException.Unless(body.PlaceOf(i).Length < 8000 && body.LayersOf(i).Length < 1000, "a place is bounded");
        }

        BrokenPropertyException.Unless(end == body.Text.Length, "nothing lies between pieces");
        _ = body.Unscanned.Count();
    }

    private static byte[] Body(ReadOnlySpan<byte> input) => input.Length > 2 ? input[2..].ToArray() : [];

    private static BodyHead Head(ReadOnlySpan<byte> input) =>
        input.Length > 2 ? new BodyHead(Types[input[0] / 16 % Types.Length], Codings[input[0] % 16 % Codings.Length]) : default;
}
