using System.Globalization;

namespace Vitrine.Core.Inspect.Meaning;

/// <summary>git's smart protocol over HTTP (gitprotocol-http, gitprotocol-pack): lines with four hexadecimal digits of length before them.</summary>
internal static class PktLines
{
    /// <summary>Reads the commands and wants before the pack; the pack itself is one piece.</summary>
    public static void Read(ReadOnlySpan<byte> body, PartList parts)
    {
        int at = 0;
        while (at + 4 <= body.Length)
        {
            ReadOnlySpan<byte> rest = body[at..];
            if (rest.StartsWith("PACK"u8))
                break;
            if (!int.TryParse(rest[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int length) || length == 3 || length > rest.Length)
            {
                parts.IsCut = true;
                break;
            }

            if (length < 4)
            {
                at += 4; // Flush, delimiter or response end: no content.
                continue;
            }

            Line(rest[4..length], at + 4, parts);
            at += length;
        }

        parts.Add(body[Math.Min(at, body.Length)..].StartsWith("PACK"u8) ? PartKind.GitPack : PartKind.Other, at, body.Length - at);
    }

    private static void Line(ReadOnlySpan<byte> line, int offset, PartList parts)
    {
        int end = line.IndexOfAny((byte)0, (byte)'\n');
        ReadOnlySpan<byte> text = end < 0 ? line : line[..end];
        // "old new ref" in a push, "id ref" in an advertisement; identifiers have 40 or 64 digits.
        int space = text.IndexOf((byte)' ');
        if (space is not 40 and not 64)
        {
            parts.Add(PartKind.Other, offset, text.Length);
            return;
        }

        int start = text.Length > 2 * space + 1 && text[2 * space + 1] == ' ' ? 2 * space + 2 : space + 1;
        parts.Add(PartKind.GitRef, offset + start, text.Length - start, PartList.Text(text[start..]));
    }
}
