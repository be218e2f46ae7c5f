using System.Buffers;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Content codings (RFC 9110, 8.4), as the label says where the bytes agree, and as the bytes say where they don't.</summary>
internal static class Codings
{
    /// <summary>Undoes the codings that a label names.</summary>
    /// <returns>The piece that holds the content, or what of it could be had; what is missing is then said.</returns>
    public static int UndoLabelled(Decoding decoding, int piece, string? label)
    {
        string[] tokens = label is null ? [] : label.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (tokens.Length > decoding.Budget.MaxCodings)
        {
            decoding.Skip(piece, new TextRange(0, decoding[piece].Length), "too-deep");
            return piece;
        }

        for (int i = tokens.Length - 1; i >= 0; i--)
        {
            if (tokens[i].Equals("identity", StringComparison.OrdinalIgnoreCase))
                continue;
            ReadOnlySpan<byte> data = decoding.Data(piece);
            Layer? claimed = Claimed(tokens[i], data);
            if (claimed is null)
            {
                decoding.Skip(piece, new TextRange(0, data.Length), "unknown-encoding");
                return piece;
            }

            // Identity bytes under a label: read as what they are.
            if (claimed is Layer.Gzip or Layer.Zstandard && Signature.Compression(data) != claimed)
                return piece;
            int inner = Undo(decoding, piece, claimed.Value, isNested: false);
            if (inner < 0)
                return piece;
            piece = inner;
        }

        return piece;
    }

    /// <summary>Undoes one compression, as far as the budget goes. What stands behind the compressed data is laid down too.</summary>
    /// <returns>The new layer; -1 where the bytes are not of that kind at all.</returns>
    public static int Undo(Decoding decoding, int piece, Layer layer, bool isNested)
    {
        ReadOnlyMemory<byte> source = decoding.Memorised(piece);
        var inflater = new Inflater(layer, source, decoding.Budget, decoding.Room);
        InflateResult result = inflater.Undo();
        // The magic number of Zstandard does not come by chance: what follows it is never passed over in silence.
        bool isNone = result == InflateResult.Malformed && layer != Layer.Zstandard && !Signature.HasText(inflater.Output.AsSpan(0, inflater.Length));
        if (isNone || decoding.Count >= decoding.Budget.MaxPieces)
        {
            ArrayPool<byte>.Shared.Return(inflater.Output);
            return -1;
        }

        string? why = result switch
        {
            InflateResult.Bomb => "bomb",
            InflateResult.TooLarge => "too-large",
            InflateResult.Malformed => "malformed",
            InflateResult.Incomplete => "unknown-encoding",
            _ => null
        };
        inflater.Fit();
        var consumed = new TextRange(0, why is null ? inflater.Consumed : source.Length);
        if (why is not null)
            decoding.Skip(piece, consumed, why);
        int inner = decoding.AddLayer(piece, consumed, layer, Role.Value, inflater.Output, inflater.Length, isNested);
        foreach (TextRange each in inflater.HeaderFields ?? [])
            ContentPieces.Text(decoding, piece, each, Role.Rest);
        if (consumed.Length < source.Length)
            Behind(decoding, piece, new TextRange(consumed.Length, source.Length - consumed.Length));
        if (result is InflateResult.Malformed or InflateResult.Incomplete && Signature.HasText(source.Span))
            ContentPieces.Text(decoding, piece, consumed, Role.Rest);
        return inner;
    }

    private static void Behind(Decoding decoding, int piece, TextRange rest)
    {
        if (decoding.Data(piece).Slice(rest.Start, rest.Length).IndexOfAnyExcept((byte)0) < 0)
            return;
        if (Signature.Compression(decoding.Data(piece).Slice(rest.Start, rest.Length)) is not null
            || Signature.IsMostlyBinary(decoding.Data(piece).Slice(rest.Start, rest.Length)))
            decoding.Skip(piece, rest, "unknown-encoding");
        ContentPieces.Text(decoding, piece, rest, Role.Rest);
    }

    private static Layer? Claimed(string token, ReadOnlySpan<byte> data) => token.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => Layer.Gzip,
        "deflate" => Signature.IsZlib(data) ? Layer.Zlib : Layer.Deflate,
        "br" => Layer.Brotli,
        "zstd" => Layer.Zstandard,
        _ => null,
    };
}
