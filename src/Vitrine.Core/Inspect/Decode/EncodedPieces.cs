using System.Buffers;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Undoes one run of hex or base64, where what comes out is text or is compressed.</summary>
internal static class EncodedPieces
{
    // Something in front, such as a path's segment, moves the quads; all four places are tried for runs up to this length, the first alone beyond.
    private const int MostMoved = 64 << 10;

    // Such as 0x: a run of hex digits but for this is nothing else.
    private const int MostPrefix = 4;

    /// <summary>Reads the run.</summary>
    public static void Read(Decoding decoding, int leaf, TextRange run)
    {
        ReadOnlySpan<byte> text = decoding.Data(leaf).Slice(run.Start, run.Length);
        if (Hexes(decoding, leaf, run))
            return;
        bool isMixed = text.IndexOfAny((byte)'+', (byte)'/') >= 0 && text.IndexOfAny((byte)'-', (byte)'_') >= 0;
        if (!isMixed)
        {
            Base64(decoding, leaf, run, text.IndexOfAny((byte)'-', (byte)'_') >= 0 ? Layer.Base64Url : Layer.Base64);
            return;
        }

        Split(decoding, leaf, run, "-_"u8, Layer.Base64);
        Split(decoding, leaf, run, "+/"u8, Layer.Base64Url);
    }

    // A run with characters of both alphabets is neither: what stands between those of the other.
    private static void Split(Decoding decoding, int leaf, TextRange run, ReadOnlySpan<byte> other, Layer layer)
    {
        int start = run.Start;
        while (start < run.End)
        {
            ReadOnlySpan<byte> rest = decoding.Data(leaf)[start..run.End];
            int length = rest.IndexOfAny(other);
            length = length < 0 ? rest.Length : length;
            if (length >= NestedPieces.LeastRun)
                Base64(decoding, leaf, new TextRange(start, length), layer);
            start += length + 1;
        }
    }

    private static bool Hex(Decoding decoding, int leaf, TextRange run)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent((run.Length / 2) + 1);
        ReadOnlySpan<byte> text = decoding.Data(leaf).Slice(run.Start, run.Length);
        for (int shift = 0; shift < 2; shift++)
        {
            int length = (text.Length - shift) / 2;
            for (int i = 0; i < length; i++)
                rented[i] = (byte)HexDigits.Pair(text[shift + (2 * i)], text[shift + (2 * i) + 1]);
            if (!IsTelling(rented.AsSpan(0, length)))
                continue;
            Accept(decoding, leaf, new TextRange(run.Start + shift, length * 2), Layer.Hex, rented, length);
            return true;
        }

        ArrayPool<byte>.Shared.Return(rented);
        return false;
    }

    private static void Base64(Decoding decoding, int leaf, TextRange run, Layer layer)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(run.Length + 4);
        for (int shift = 0; shift < (run.Length <= MostMoved ? 4 : 1); shift++)
        {
            var source = new TextRange(run.Start + shift, run.Length - shift);
            int length = Base64Text.Undo(decoding.Data(leaf).Slice(source.Start, source.Length), rented);
            if (length < 0 || !IsTelling(rented.AsSpan(0, length)))
                continue;
            Accept(decoding, leaf, source, layer, rented, length);
            return;
        }

        if (run.Length >= NestedPieces.LeastUnscanned)
            decoding.Skip(leaf, run, "unknown-encoding");
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static bool IsTelling(ReadOnlySpan<byte> data) =>
        Signature.HasText(data) || Signature.Compression(data) is Layer.Gzip or Layer.Zstandard || IsLikelyZlib(data) || IsUtf16(data);

    // In a short run two bytes that look like a zlib header come by chance; they do not in the common forms.
    private static bool IsLikelyZlib(ReadOnlySpan<byte> data) => Signature.IsZlib(data) && data[0] == 0x78 && data[1] is 0x01 or 0x5E or 0x9C or 0xDA;

    private static bool IsUtf16(ReadOnlySpan<byte> data)
    {
        int zeros = 0;
        foreach (byte each in data)
            zeros += each == 0 ? 1 : 0;
        return data.Length >= 16 && Signature.CharacterEncoding(data, out _) is not null && zeros * 4 > data.Length;
    }

    private static void Accept(Decoding decoding, int leaf, TextRange source, Layer layer, byte[] rented, int length)
    {
        if (!NestedPieces.MayOpen(decoding, leaf, source) || length > decoding.Room || decoding.Count >= decoding.Budget.MaxPieces)
        {
            if (decoding[leaf].Depth < decoding.Budget.MaxDepth)
                decoding.Skip(leaf, source, "too-large");
            ArrayPool<byte>.Shared.Return(rented);
            return;
        }

        int piece = decoding.AddLayer(leaf, source, layer, Role.Value, rented, length, isNested: true);
        ContentPieces.Read(decoding, piece, null);
    }

    private static bool Hexes(Decoding decoding, int leaf, TextRange run)
    {
        bool isAny = false;
        int start = run.Start;
        for (int at = run.Start; at <= run.End; at++)
        {
            if (at < run.End && HexDigits.Value(decoding.Data(leaf)[at]) >= 0)
                continue;
            if (at - start >= NestedPieces.LeastRun)
                isAny |= Hex(decoding, leaf, new TextRange(start, at - start)) && at - start >= run.Length - MostPrefix;
            start = at + 1;
        }

        return isAny;
    }
}
