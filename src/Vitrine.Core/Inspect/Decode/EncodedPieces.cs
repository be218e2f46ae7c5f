using System.Buffers;
using System.Runtime.CompilerServices;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Undoes one run of hex or base64, where what comes out is text or is compressed.</summary>
internal static class EncodedPieces
{
    // Something in front, such as a path's segment, moves the quads; all four places are tried for runs up to this length, the first alone beyond.
    private const int MostMoved = 64 << 10;

    private const int MostOnStack = 512;

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

    [SkipLocalsInit]
    private static bool Hex(Decoding decoding, int leaf, TextRange run)
    {
        ReadOnlySpan<byte> text = decoding.Data(leaf).Slice(run.Start, run.Length);
        byte[]? rented = run.Length <= MostOnStack ? null : ArrayPool<byte>.Shared.Rent(run.Length / 2);
        Span<byte> decoded = rented ?? stackalloc byte[MostOnStack / 2];
        bool isTelling = false;
        for (int shift = 0; shift < 2 && !isTelling; shift++)
        {
            ReadOnlySpan<byte> digits = text.Slice(shift, (text.Length - shift) / 2 * 2);
            Convert.FromHexString(digits, decoded, out _, out int length);
            if (isTelling = IsTelling(decoded[..length]))
                Accept(decoding, leaf, new TextRange(run.Start + shift, digits.Length), Layer.Hex, decoded[..length]);
        }

        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return isTelling;
    }

    [SkipLocalsInit]
    private static void Base64(Decoding decoding, int leaf, TextRange run, Layer layer)
    {
        ReadOnlySpan<byte> text = decoding.Data(leaf).Slice(run.Start, run.Length);
        byte[]? rented = run.Length <= MostOnStack ? null : ArrayPool<byte>.Shared.Rent(run.Length * 2);
        Span<byte> both = rented ?? stackalloc byte[MostOnStack * 2], clean = both[..run.Length], decoded = both[run.Length..];
        clean = clean[..Base64Text.Clean(text, clean)];
        bool isTelling = false;
        for (int shift = 0; shift < (run.Length <= MostMoved ? 4 : 1) && !isTelling; shift++)
        {
            int length = Base64Text.Decode(clean, decoded);
            if (isTelling = length >= 0 && IsTelling(decoded[..length]))
                Accept(decoding, leaf, new TextRange(run.Start + shift, run.Length - shift), layer, decoded[..length]);
            else if (text[shift] is not ((byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t' or (byte)'='))
                clean = clean[1..];
        }

        if (!isTelling && run.Length >= NestedPieces.LeastUnscanned)
            decoding.Skip(leaf, run, "unknown-encoding");
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    private static bool IsTelling(ReadOnlySpan<byte> data) =>
        Signature.HasText(data) || Signature.Compression(data) is Layer.Gzip or Layer.Zstandard || IsLikelyZlib(data) || IsUtf16(data);

    // In a short run two bytes that look like a zlib header come by chance; they do not in the common forms.
    private static bool IsLikelyZlib(ReadOnlySpan<byte> data) => Signature.IsZlib(data) && data[0] == 0x78 && data[1] is 0x01 or 0x5E or 0x9C or 0xDA;

    private static bool IsUtf16(ReadOnlySpan<byte> data) =>
        data.Length >= 16 && Signature.CharacterEncoding(data, out _) is not null && data.Count((byte)0) * 4 > data.Length;

    private static void Accept(Decoding decoding, int leaf, TextRange source, Layer layer, ReadOnlySpan<byte> decoded)
    {
        if (!NestedPieces.MayOpen(decoding, leaf, source) || decoded.Length > decoding.Room || decoding.Count >= decoding.Budget.MaxPieces)
        {
            if (decoding[leaf].Depth < decoding.Budget.MaxDepth)
                decoding.Skip(leaf, source, "too-large");
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(decoded.Length);
        decoded.CopyTo(rented);
        int piece = decoding.AddLayer(leaf, source, layer, Role.Value, rented, decoded.Length, isNested: true);
        ContentPieces.Read(decoding, piece, null);
    }

    private static bool Hexes(Decoding decoding, int leaf, TextRange run)
    {
        ReadOnlySpan<byte> text = decoding.Data(leaf).Slice(run.Start, run.Length);
        bool isAny = false;
        for (int at = 0; Digits.Next(text, at, out TextRange digits); at = digits.End)
            isAny |= Hex(decoding, leaf, digits with { Start = run.Start + digits.Start }) && digits.Length >= run.Length - MostPrefix;
        return isAny;
    }

    private static readonly CharacterRuns Digits = new("0123456789ABCDEFabcdef"u8);
}
