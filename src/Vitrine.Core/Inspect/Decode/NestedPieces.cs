using System.Buffers;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Finds what is encoded within a leaf: whole JSON, quoted literals with escapes, percent-encoding, hex and base64, and what these hold.</summary>
internal static class NestedPieces
{
    /// <summary>Encoded characters that are looked at: 18 bytes of base64, so less than any secret worth its name.</summary>
    public const int LeastRun = 24;

    /// <summary>From this length on, what decodes to no text is said to be unscanned. Shorter runs are names, paths and hashes.</summary>
    public const int LeastUnscanned = 512;

    // Escaped literals shorter than this are no place to hide lines or secrets that the outer text does not show.
    private const int LeastQuoted = 16;

    /// <summary>Reads the leaf, which must be the last piece.</summary>
    public static void Read(Decoding decoding, int leaf)
    {
        // JSON of any length: a stream of events may have little in each.
        if ((MayBeJson(decoding.Data(leaf)) && IsJson(decoding, leaf)) || decoding[leaf].Length < LeastQuoted)
            return;
        ReadOnlySpan<byte> text = decoding.Data(leaf);
        // Most have neither.
        if (text.ContainsAny((byte)'\\', (byte)'%'))
        {
            Quoted(decoding, leaf, text);
            Percent(decoding, leaf, text);
        }

        if (text.Length >= LeastRun)
            Runs(decoding, leaf, text);
    }

    /// <summary>Whether one more layer may be opened in the piece; else says that it was not.</summary>
    public static bool MayOpen(Decoding decoding, int piece, TextRange source)
    {
        if (decoding[piece].Depth < decoding.Budget.MaxDepth)
            return true;
        decoding.Skip(piece, source, "too-deep");
        return false;
    }

    private static bool MayBeJson(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'[' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            return false;
        text = text.Trim(" \t\r\n"u8);
        return text.Length > 1 && ((text[0] == '{' && text[^1] == '}') || (text[0] == '[' && text[^1] == ']'));
    }

    private static bool IsJson(Decoding decoding, int leaf)
    {
        if (decoding[leaf].Depth >= decoding.Budget.MaxDepth)
        {
            decoding.Skip(leaf, new TextRange(0, decoding[leaf].Length), "too-deep");
            return false;
        }

        if (decoding[leaf].Length > decoding.Room)
            return false;
        decoding.Detach(leaf);
        Decoding.Mark mark = decoding.Here;
        decoding[leaf].Format = Format.Json;
        if (new JsonPieces(decoding, leaf).Read())
            return true;
        decoding.Return(mark);
        decoding.Reattach(leaf);
        return false;
    }

    // The inside of "…" with escapes in it: JSON within a sentence, a literal in code.
    private static void Quoted(Decoding decoding, int leaf, ReadOnlySpan<byte> text)
    {
        int behind = 0;
        while (behind < text.Length)
        {
            int slash = text[behind..].IndexOf((byte)'\\');
            if (slash < 0)
                return;
            slash += behind;
            int open = text[behind..slash].LastIndexOf((byte)'"');
            if (open < 0)
            {
                // No literal: an escaped quote outside of one opens nothing.
                behind = slash + 2;
                continue;
            }

            int start = behind + open + 1, end = JsonSkip.StringEnd(text, start);
            end = end < 0 ? text.Length : end;
            var source = new TextRange(start, end - start);
            if (source.Length >= LeastQuoted && MayOpen(decoding, leaf, source))
                Child(decoding, leaf, source, Layer.Quoted);
            behind = end + 1;
        }
    }

    private static void Percent(Decoding decoding, int leaf, ReadOnlySpan<byte> text)
    {
        int behind = 0;
        while (behind < text.Length)
        {
            int percent = text[behind..].IndexOf((byte)'%');
            if (percent < 0)
                return;
            percent += behind;
            if (percent + 2 >= text.Length || HexDigits.Pair(text[percent + 1], text[percent + 2]) < 0)
            {
                behind = percent + 1;
                continue;
            }

            int start = behind + text[behind..percent].LastIndexOfAny(Breaks) + 1;
            int length = text[percent..].IndexOfAny(Breaks);
            int end = length < 0 ? text.Length : percent + length;
            var source = new TextRange(start, end - start);
            if (source.Length >= LeastQuoted && MayOpen(decoding, leaf, source))
                Child(decoding, leaf, source, Layer.Percent);
            behind = end;
        }
    }

    private static void Runs(Decoding decoding, int leaf, ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (EncodedRun.Next(text, ref at, out TextRange run))
            EncodedPieces.Read(decoding, leaf, run);
    }

    /// <summary>Lays a range down once more with a layer undone.</summary>
    public static void Child(Decoding decoding, int leaf, TextRange source, Layer layer)
    {
        int child = decoding.AddLeaf(leaf, source, layer, Role.Value);
        if (child >= 0)
            Read(decoding, child);
    }

    private static readonly SearchValues<byte> Breaks = SearchValues.Create(" \t\r\n\"'<>`{}|\0"u8);
}
