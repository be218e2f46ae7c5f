using System.Buffers;
using System.Text;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Multipart bodies (RFC 2046, 5.1; RFC 7578): headers, contents and what lies around them are pieces.</summary>
internal static class MultipartPieces
{
    private const int MostHeaders = 16 << 10;

    /// <summary>Reads the parts.</summary>
    /// <returns>Whether it was multipart; false leaves nothing behind.</returns>
    public static bool Read(Decoding decoding, int piece, string contentType)
    {
        ReadOnlySpan<byte> data = decoding.Data(piece);
        byte[]? boundary = Parameter(contentType, "boundary") is { Length: > 0 and <= 200 } named ? [.. "--"u8, .. Encoding.UTF8.GetBytes(named)] : null;
        if (boundary is null || First(data, boundary) < 0)
            boundary = BoundaryOf(data);
        if (boundary is null)
            return false;
        decoding[piece].Format = Format.Multipart;
        int at = First(data, boundary);
        Rest(decoding, piece, new TextRange(0, at));
        while (true)
        {
            at += boundary.Length;
            int line = data[at..].IndexOf((byte)'\n');
            if (data[at..].StartsWith("--"u8) || line < 0)
            {
                Rest(decoding, piece, new TextRange(at, data.Length - at));
                return true;
            }

            Rest(decoding, piece, new TextRange(at, line));
            at += line + 1;
            int next = First(data[at..], boundary);
            int end = next < 0 ? data.Length : at + next;
            Part(decoding, piece, new TextRange(at, End(data, at, end) - at));
            if (next < 0)
                return true;
            at = end;
        }
    }

    /// <summary>The boundary that the first line shows, where a header of a part follows; null where there is none.</summary>
    public static byte[]? BoundaryOf(ReadOnlySpan<byte> data)
    {
        int line = data[..Math.Min(data.Length, 256)].IndexOf((byte)'\n');
        if (!data.StartsWith("--"u8) || line < 4)
            return null;
        ReadOnlySpan<byte> next = data[(line + 1)..];
        return next.Length >= 8 && Ascii.EqualsIgnoreCase(next[..8], "Content-"u8) ? data[..line].TrimEnd(" \t\r"u8).ToArray() : null;
    }

    private static void Part(Decoding decoding, int piece, TextRange part)
    {
        ReadOnlySpan<byte> data = decoding.Data(piece).Slice(part.Start, part.Length);
        ReadOnlySpan<byte> head = data[..Math.Min(data.Length, MostHeaders)];
        int split = head.IndexOf("\r\n\r\n"u8) is >= 0 and var strict ? strict + 4 : head.IndexOf("\n\n"u8) is >= 0 and var lenient ? lenient + 2 : -1;
        if (head.StartsWith("\r\n"u8) || head.StartsWith("\n"u8))
            split = head[0] == '\r' ? 2 : 1;
        if (split < 0)
        {
            ContentPieces.Text(decoding, piece, part, Role.Header);
            return;
        }

        if (split > 2)
            ContentPieces.Text(decoding, piece, new TextRange(part.Start, split), Role.Header);
        string headers = Encoding.Latin1.GetString(data[..split]);
        var source = new TextRange(part.Start + split, part.Length - split);
        if (source.Length == 0)
            return;
        if (decoding.Count >= decoding.Budget.MaxPieces)
        {
            decoding.Skip(piece, source, "too-large");
            return;
        }

        int content = Transferred(decoding, piece, source, Header(headers, "content-transfer-encoding"));
        if (content >= 0)
            ContentPieces.Read(decoding, content, Header(headers, "content-type"));
    }

    // RFC 2045, 6. The content itself where there is no such encoding, or where it does not hold.
    private static int Transferred(Decoding decoding, int piece, TextRange source, string? encoding)
    {
        Layer? layer = encoding?.Trim().ToLowerInvariant() switch { "base64" => Layer.Base64, "quoted-printable" => Layer.QuotedPrintable, _ => null };
        if (!NestedPieces.MayOpen(decoding, piece, source))
        {
            ContentPieces.Text(decoding, piece, source, Role.Part);
            return -1;
        }

        if (layer is not null && source.Length < decoding.Room)
        {
            ReadOnlySpan<byte> data = decoding.Data(piece).Slice(source.Start, source.Length);
            byte[] rented = ArrayPool<byte>.Shared.Rent(source.Length + 4);
            int length = layer == Layer.Base64 ? Base64Text.Undo(data, rented) : QuotedPrintable.Undo(data, rented);
            if (length >= 0)
                return decoding.AddLayer(piece, source, layer.Value, Role.Part, rented, length, isNested: true);
            ArrayPool<byte>.Shared.Return(rented);
        }

        return decoding.AddView(piece, source, Role.Part);
    }

    private static void Rest(Decoding decoding, int piece, TextRange source)
    {
        if (decoding.Data(piece).Slice(source.Start, source.Length).IndexOfAnyExcept("\r\n-"u8) >= 0)
            ContentPieces.Text(decoding, piece, source, Role.Rest);
    }

    // A boundary stands at the start of a line.
    private static int First(ReadOnlySpan<byte> data, ReadOnlySpan<byte> boundary)
    {
        for (int at = 0; at < data.Length; at++)
        {
            int found = data[at..].IndexOf(boundary);
            if (found < 0)
                return -1;
            at += found;
            if (at == 0 || data[at - 1] == '\n')
                return at;
        }

        return -1;
    }

    // The line end before a boundary belongs to it.
    private static int End(ReadOnlySpan<byte> data, int start, int end)
    {
        if (end > start && end < data.Length && data[end - 1] == '\n')
            end--;
        if (end > start && end < data.Length && data[end] == '\n' && data[end - 1] == '\r')
            end--;
        return end;
    }

    private static string? Header(string headers, string name)
    {
        foreach (string line in headers.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(0, colon).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return line[(colon + 1)..].Trim();
        }

        return null;
    }

    private static string? Parameter(string value, string name)
    {
        foreach (string part in value.Split(';'))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && part.AsSpan(0, equals).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return part[(equals + 1)..].Trim().Trim('"');
        }

        return null;
    }
}
