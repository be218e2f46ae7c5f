using System.Text.Unicode;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>What bytes show themselves to be.</summary>
internal static class Signature
{
    /// <summary>Printable characters in a row that bytes which are no text hardly have: 8-bit noise has such a row about once in 200,000 bytes.</summary>
    public const int TellingRow = 12;

    public static ReadOnlySpan<byte> GzipMagic => [0x1F, 0x8B, 8];

    public static ReadOnlySpan<byte> ZstandardMagic => [0x28, 0xB5, 0x2F, 0xFD];

    /// <summary>The compression that the first bytes name.</summary>
    public static Layer? Compression(ReadOnlySpan<byte> data) =>
        data.StartsWith(GzipMagic) ? Layer.Gzip : data.StartsWith(ZstandardMagic) || IsSkippable(data) ? Layer.Zstandard : IsZlib(data) ? Layer.Zlib : null;

    /// <summary>RFC 8878, 3.1.2: a frame of Zstandard that holds no data of its own.</summary>
    public static bool IsSkippable(ReadOnlySpan<byte> data) => data is [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..];

    /// <summary>RFC 1950, 2.2: deflate, a window of at most 32 KiB, a multiple of 31, no preset dictionary, and a first block of a type that exists.</summary>
    public static bool IsZlib(ReadOnlySpan<byte> data) =>
        data.Length >= 6 && (data[0] & 0x8F) == 8 && (data[1] & 0x20) == 0 && ((data[0] << 8) | data[1]) % 31 == 0 && (data[2] & 6) != 6;

    /// <summary>
    /// The encoding of characters that a byte order mark names, or that the zeros around the first ASCII characters show; and the mark's length.
    /// </summary>
    public static Layer? CharacterEncoding(ReadOnlySpan<byte> data, out int mark)
    {
        mark = 0;
        if (data.Length < 2)
            return null;
        (Layer? layer, mark) = data switch
        {
            [0xFF, 0xFE, 0, 0, ..] => (Layer.Utf32Little, 4),
            [0, 0, 0xFE, 0xFF, ..] => (Layer.Utf32Big, 4),
            [0xFF, 0xFE, ..] => (Layer.Utf16Little, 2),
            [0xFE, 0xFF, ..] => (Layer.Utf16Big, 2),
            [not 0, 0, not 0, 0, ..] => (Layer.Utf16Little, 0),
            [0, not 0, 0, not 0, ..] => (Layer.Utf16Big, 0),
            _ => ((Layer?)null, 0),
        };
        return layer;
    }

    /// <summary>Whether there is a row of printable ASCII, or letters of another script, that noise does not have.</summary>
    public static bool HasText(ReadOnlySpan<byte> data)
    {
        if (data.Length >= 8 && Utf8.IsValid(data))
            return data.IndexOfAnyInRange((byte)0, (byte)8) < 0;
        int start = 0;
        while (start + TellingRow <= data.Length)
        {
            int at = start + TellingRow - 1;
            while (at >= start && IsPrintable(data[at]))
                at--;
            if (at < start)
                return true;
            start = at + 1;
        }

        return false;
    }

    /// <summary>Whether most bytes are not text: compressed, encrypted, an image.</summary>
    public static bool IsMostlyBinary(ReadOnlySpan<byte> data)
    {
        // 4,096 bytes spread over all of it.
        int step = Math.Max(1, data.Length / 4096), seen = 0, printable = 0;
        for (int i = 0; i < data.Length; i += step, seen++)
            printable += IsPrintable(data[i]) ? 1 : 0;
        return printable * 20L < seen * 11L && !Utf8.IsValid(data);
    }

    private static bool IsPrintable(byte value) => value is >= 0x20 and < 0x7F or (byte)'\n' or (byte)'\t' or (byte)'\r';
}
