using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Vitrine.Audit.Reading.Binary;
using Vitrine.Audit.Reading.Harvesting;
using Vitrine.Audit.Reading.Hiding;
using Vitrine.Audit.Reading.Script;

namespace Vitrine.Audit.Reading;

/// <summary>Reads bytes by what they are, and then all that came out of them.</summary>
internal sealed class ContentReader(ReadingState state)
{
    private const int LongestLine = 64 << 10;
    private const int ShortestWrapped = 16, LongestWrapped = 128;
    private static readonly SearchValues<byte> EncodedBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="u8);
    private const int MostZipFiles = 20_000;

    /// <summary>Reads a file and what lies within it.</summary>
    public void Read(Origin origin, ReadOnlyMemory<byte> bytes, ContentKind kind)
    {
        One(origin, bytes, kind);
        while (state.TryNext(out Origin within, out ReadOnlyMemory<byte> inner, out ContentKind? told))
        {
            if (state.Allowance.IsLate)
            {
                state.Cut("the time for reading was over");
                continue;
            }

            One(within, inner, told ?? ContentKinds.Tell(within.Name, inner.Span));
        }
    }

    private void One(Origin origin, ReadOnlyMemory<byte> bytes, ContentKind kind)
    {
        switch (kind)
        {
            case ContentKind.Script:
                if (origin.Base == 0)
                    origin.CountLines(bytes.Span);
                new JsReader(state).Read(origin, bytes);
                break;
            case ContentKind.Json:
                origin.CountLines(bytes.Span);
                if (!Json(origin, bytes))
                    Text(origin, bytes);
                break;
            case ContentKind.Text:
                origin.CountLines(bytes.Span);
                Text(origin, bytes);
                break;
            case ContentKind.Elf:
                new ElfReader(state).Read(origin, bytes);
                break;
            case ContentKind.Wasm:
                foreach ((int offset, ReadOnlyMemory<byte> data) in WasmSegments.Of(bytes))
                    new TextRuns(state).Read(origin with { Base = origin.Base + offset }, data, true);
                break;
            case ContentKind.Asar:
                AsarArchive.Read(state, origin, bytes);
                break;
            case ContentKind.Gzip or ContentKind.Zlib or ContentKind.Zstandard or ContentKind.Brotli:
                Unpack(origin, bytes, kind);
                break;
            case ContentKind.Zip:
                Zip(origin, bytes);
                break;
            default:
                Opaque(origin, bytes);
                break;
        }
    }

    private void Unpack(Origin origin, ReadOnlyMemory<byte> bytes, ContentKind kind)
    {
        int most = state.Allowance.LargestPiece;
        Unmasked? unpacked = kind == ContentKind.Brotli ? Compression.Brotli(bytes, most, out bool isCut) : Compression.Undo(bytes, false, most, out isCut);
        if (isCut)
            state.Cut($"{origin.Name}: only the first {most >> 20} MiB of what it unpacks to were read");
        if (unpacked is { } plain && plain.Bytes.Length > 0)
            state.Nested(origin, plain.Steps, 0, plain.Bytes, null);
        else
            Opaque(origin, bytes);
    }

    private void Zip(Origin origin, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var stream = new MemoryBytes(bytes);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            int files = 0;
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                int most = state.Allowance.LargestPiece;
                if (++files > MostZipFiles || most == 0)
                {
                    state.Cut($"{origin.Name}: not all of its files were read");
                    return;
                }

                using Stream content = entry.Open();
                byte[] inner = Bounded(content, most);
                if (inner.Length > 0 && state.Allowance.Take(inner.Length))
                    state.NestedFile(origin, entry.FullName, inner);
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException)
        {
            state.Cut($"{origin.Name}: a damaged zip archive: {error.Message}");
        }
    }

    private static byte[] Bounded(Stream content, int most)
    {
        using var result = new MemoryStream();
        byte[] block = new byte[32 << 10];
        int read;
        while (result.Length < most && (read = content.Read(block)) > 0)
            result.Write(block, 0, Math.Min(read, most - (int)result.Length));
        return result.ToArray();
    }

    private bool Json(Origin origin, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes.Span,
                new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 256 });
            string key = "";
            bool isSources = false;
            int source = 0;
            while (reader.Read())
            {
                int at = (int)reader.TokenStartIndex;
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    key = reader.ValueSpan.Length < 128 ? reader.GetString()! : "";
                    isSources = key == "sourcesContent";
                    continue;
                }

                if (reader.TokenType == JsonTokenType.EndArray)
                    isSources = false;
                if (reader.TokenType != JsonTokenType.String)
                    continue;
                // The generated positions of a source map hold no strings.
                if (key == "mappings" && reader.ValueSpan.Length > 4096)
                    continue;
                string text = reader.GetString()!;
                if (isSources)
                    state.NestedFile(origin, $"source {source++}", Encoding.UTF8.GetBytes(text), ContentKind.Script);
                else
                    String(origin, at, text, false);
            }

            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // JSON of some other dialect is read as text.
            return false;
        }
    }

    private void String(Origin origin, int at, string text, bool isCode)
    {
        var seen = new Sighting(origin.At(at), origin.IsDeliberate ? Suspicion.Hidden : Suspicion.Named, Subjects.None, origin.Chain, isCode);
        state.Harvester.Take(text, seen);
        foreach (Revealed found in state.Unhider.Undo(text, [], false))
            state.Reveal(origin, at, found, seen);
    }

    private void Text(Origin origin, ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> rest = bytes.Span;
        Wrapped(origin, rest);
        DeclaredHosts.Add(state.Harvester.Table, origin, rest);
        DocumentedItems.Add(state.Harvester.Table, origin, rest);
        int at = 0;
        while (at < rest.Length)
        {
            int end = rest[at..].IndexOf((byte)'\n');
            end = end < 0 ? rest.Length : at + end;
            string line = Encoding.UTF8.GetString(rest[at..Math.Min(end, at + LongestLine)]);
            String(origin, at, line, false);
            TextWords(origin, at, line);
            at = end + 1;
            if (state.Allowance.IsLate)
                return;
        }
    }

    // Encodings that are cut into lines of one length (RFC 2045, section 6.8) say nothing line by line.
    private void Wrapped(Origin origin, ReadOnlySpan<byte> text)
    {
        var block = new StringBuilder();
        int at = 0, from = 0, width = 0;
        while (at < text.Length && !state.Allowance.IsLate)
        {
            int length = text[at..].IndexOf((byte)'\n') is var next and >= 0 ? next : text.Length - at;
            ReadOnlySpan<byte> line = text.Slice(at, length).Trim((byte)'\r');
            bool isEncoded = line.Length is >= ShortestWrapped and <= LongestWrapped && !line.ContainsAnyExcept(EncodedBytes);
            bool goesOn = block.Length > 0 && line.Length > 0 && line.Length <= width && !line.ContainsAnyExcept(EncodedBytes) && block.Length < LongestLine;
            if (!goesOn)
            {
                Flush(origin, block, from, width);
                (from, width) = (at, line.Length);
            }

            if (goesOn || isEncoded)
                block.Append(Encoding.ASCII.GetString(line));
            // A shorter line is the last.
            if (goesOn && line.Length < width)
                Flush(origin, block, from, width);
            at += length + 1;
        }

        Flush(origin, block, from, width);
    }

    private void Flush(Origin origin, StringBuilder block, int at, int width)
    {
        if (block.Length > width)
            String(origin, at, block.ToString(), false);
        block.Clear();
    }

    private void TextWords(Origin origin, int at, string line)
    {
        foreach (string word in line.Split([' ', '\t', '"', '\'', '`', '=', '(', ')', '<', '>', ',', ';', '$', '{', '}', '[', ']'], 512,
            StringSplitOptions.RemoveEmptyEntries))
            if (word.Length is > 3 and < 8192)
                String(origin, at, word, false);
    }

    private void Opaque(Origin origin, ReadOnlyMemory<byte> bytes)
    {
        new TextRuns(state).Read(origin, bytes, false);
        // A file of a few kilobytes without any form may be masked as a whole.
        if (bytes.Length is < 8 or > 1 << 20 || state.Allowance.IsSpent)
            return;
        var seen = new Sighting(origin.At(0), Suspicion.Hidden, Subjects.None, origin.Chain, false);
        foreach (Revealed found in state.Unhider.UndoBytes(bytes.ToArray(), [], false, [], true, 0))
            if (found.Steps.Length > 0)
                state.Reveal(origin, 0, found, seen);
    }
}
