using System.Buffers;
using System.Text;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Tells what the data of a layer is, by its bytes first and by its label where they don't tell, and lays it down.</summary>
internal static class ContentPieces
{
    /// <summary>Reads the data of a piece that is not in the text.</summary>
    public static void Read(Decoding decoding, int piece, string? contentType)
    {
        ReadOnlySpan<byte> data = decoding.Data(piece);
        if (data.IsEmpty)
            return;
        if (Signature.Compression(data) is { } compression && Compressed(decoding, piece, compression, contentType))
            return;
        if (Signature.CharacterEncoding(data, out int mark) is { } encoding && IsWide(data) && Transcoded(decoding, piece, encoding, mark, contentType))
            return;
        if (IsType(contentType, "multipart/") && MultipartPieces.Read(decoding, piece, contentType!))
            return;
        if (IsType(contentType, "application/x-www-form-urlencoded"))
        {
            decoding[piece].Format = Format.Form;
            FormPieces.Read(decoding, piece, new TextRange(0, data.Length));
            return;
        }

        if (Json(decoding, piece, data) || SsePieces.Read(decoding, piece, IsType(contentType, "text/event-stream")))
            return;
        if (MultipartPieces.BoundaryOf(data) is not null && MultipartPieces.Read(decoding, piece, ""))
            return;
        var all = new TextRange(0, data.Length);
        bool isFromText = decoding[piece].Layer is Layer.Base64 or Layer.Base64Url or Layer.Hex;
        if (data.Length >= (isFromText ? NestedPieces.LeastUnscanned / 4 * 3 : 16) && Signature.IsMostlyBinary(data))
            decoding.Skip(piece, all, "unknown-encoding");
        Text(decoding, piece, all, Role.Value);
        // JSON that is broken somewhere: whoever reads it leniently undoes its escapes.
        // So does whoever gets the rest of it, of which this is a piece from the middle.
        bool isBrokenJson = data.Contains((byte)'\\')
            && (data.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[' or (byte)'"', ..] || data.IndexOf("\\u00"u8) >= 0);
        if (isBrokenJson && NestedPieces.MayOpen(decoding, piece, all))
            NestedPieces.Child(decoding, piece, all, Layer.Quoted);
    }

    /// <summary>Lays a range down as text.</summary>
    public static void Text(Decoding decoding, int piece, TextRange source, Role role)
    {
        // A text that is too large is laid down as far as it goes.
        if (source.Length + 1 > decoding.Room && decoding.Room > 1)
        {
            decoding.Skip(piece, new TextRange(source.Start + decoding.Room - 1, source.Length - decoding.Room + 1), "too-large");
            source = source with { Length = decoding.Room - 1 };
        }

        int leaf = decoding.AddLeaf(piece, source, Layer.Text, role);
        if (leaf < 0)
            return;
        NestedPieces.Read(decoding, leaf);
    }

    /// <summary>Undoes a compression and reads what is in it.</summary>
    /// <returns>Whether that is all there is to say; else the bytes are read as they are.</returns>
    public static bool Compressed(Decoding decoding, int piece, Layer layer, string? contentType)
    {
        ReadOnlySpan<byte> data = decoding.Data(piece);
        var all = new TextRange(0, data.Length);
        if (!NestedPieces.MayOpen(decoding, piece, all))
            return true;
        int inner = Codings.Undo(decoding, piece, layer, isNested: true);
        if (inner < 0)
            return false;
        Read(decoding, inner, contentType);
        return true;
    }

    private static bool Json(Decoding decoding, int piece, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> start = data.StartsWith("\uFEFF"u8) ? data[3..] : data;
        start = start.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty || start[0] is not ((byte)'{' or (byte)'[' or (byte)'"'))
            return false;
        Decoding.Mark mark = decoding.Here;
        decoding[piece].Format = Format.Json;
        if (new JsonPieces(decoding, piece, data.Length - start.Length).Read())
            return true;
        decoding.Return(mark);
        decoding[piece].Format = Format.None;
        return false;
    }

    private static bool Transcoded(Decoding decoding, int piece, Layer layer, int mark, string? contentType)
    {
        ReadOnlySpan<byte> data = decoding.Data(piece)[mark..];
        if (data.Length * 2L > decoding.Room)
        {
            decoding.Skip(piece, new TextRange(0, mark + data.Length), "too-large");
            return false;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent((data.Length * 2) + 16);
        Decoder decoder = WideText.Encoding(layer).GetDecoder();
        char[] characters = ArrayPool<char>.Shared.Rent(data.Length + 16);
        int count = decoder.GetChars(data, characters, flush: true);
        int length = Encoding.UTF8.GetBytes(characters.AsSpan(0, count), rented);
        ArrayPool<char>.Shared.Return(characters);
        Read(decoding, decoding.AddLayer(piece, new TextRange(mark, data.Length), layer, Role.Value, rented, length, isNested: true), contentType);
        return true;
    }

    // One accidental zero does not make two-byte text.
    private static bool IsWide(ReadOnlySpan<byte> data)
    {
        if (data is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF, ..])
            return true;
        ReadOnlySpan<byte> sample = data[..Math.Min(data.Length, 1024)];
        return sample.Count((byte)0) * 3 >= sample.Length;
    }

    private static bool IsType(string? contentType, string type) =>
        contentType is not null && contentType.AsSpan().TrimStart().StartsWith(type, StringComparison.OrdinalIgnoreCase);
}
