using System.Text.Json;

namespace Vitrine.Core.Inspect.Meaning;

/// <summary>
/// Packages that are published. npm puts one JSON object with the manifest and the archives as base64 (npm's REGISTRY-API, <c>PUT /{package}</c>); Python's
/// clients post a form of several parts (https://docs.pypi.org/api/upload). Both are known by what they hold: their hosts are the person's own choice.
/// </summary>
internal static class PackageBody
{
    private const int MostParts = 1024, LongestBoundary = 200, LongestHead = 16 << 10;

    /// <summary>Whether a JSON object that is put says that it has archives of packages in it. A cheap look: the reading settles it.</summary>
    public static bool MayBeNpm(in BodyFacts facts, ReadOnlySpan<byte> body) =>
        facts.Method == "PUT" && facts.IsType("application/json") && body.IndexOf("\"_attachments\""u8) >= 0;

    /// <summary>Whether a form is an upload as Python's clients send it.</summary>
    public static bool MayBePip(in BodyFacts facts, ReadOnlySpan<byte> body) =>
        facts.Method == "POST" && facts.IsType("multipart/form-data") && body.IndexOf("name=\":action\""u8) >= 0;

    /// <summary>Reads an object: each archive is a package, named by its file; other strings are events. False where it has no archive.</summary>
    public static bool ReadNpm(ReadOnlySpan<byte> body, PartList parts)
    {
        Utf8JsonReader reader = new(body, new JsonReaderOptions { MaxDepth = ModelText.MaximumDepth });
        bool inAttachments = false, found = false, isData = false;
        string? file = null;
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName when reader.CurrentDepth == 1:
                        inAttachments = reader.ValueTextEquals("_attachments"u8);
                        break;
                    case JsonTokenType.PropertyName when inAttachments && reader.CurrentDepth == 2:
                        file = PartList.Text(reader.ValueSpan);
                        break;
                    case JsonTokenType.PropertyName when inAttachments:
                        isData = reader.CurrentDepth == 3 && reader.ValueTextEquals("data"u8);
                        break;
                    case JsonTokenType.String:
                        bool isArchive = inAttachments && isData && reader.CurrentDepth == 3;
                        parts.Add(isArchive ? PartKind.Package : PartKind.Event, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length,
                            isArchive ? file : null);
                        found |= isArchive;
                        isData = false;
                        break;
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON to its end, or a name that is no text: the rest is passed over by nobody.
            parts.Add(PartKind.Package, (int)reader.BytesConsumed, body.Length - (int)reader.BytesConsumed);
            parts.IsCut = true;
        }

        return found;
    }

    /// <summary>Reads a form: what has a file name is a package, other fields are events, each named by its field. False where it is no upload.</summary>
    public static bool ReadPip(ReadOnlySpan<byte> body, PartList parts)
    {
        int line = body[..Math.Min(body.Length, LongestBoundary)].IndexOf((byte)'\n');
        if (line < 3 || !body.StartsWith("--"u8))
            return false;
        ReadOnlySpan<byte> boundary = body[..line].TrimEnd((byte)'\r');
        bool isUpload = false;
        int at = line + 1;
        for (int count = 0; at < body.Length; count++)
        {
            if (count == MostParts || Next(body, at, boundary) is var end && end < 0)
            {
                parts.Add(PartKind.Package, at, body.Length - at);
                parts.IsCut = true;
                break;
            }

            isUpload |= Field(body, at, end, parts);
            at = Math.Min(body.Length, end + boundary.Length);
            if (body[at..].StartsWith("--"u8))
                break;
            int newLine = body[at..].IndexOf((byte)'\n');
            at = newLine < 0 ? body.Length : at + newLine + 1;
        }

        return isUpload;
    }

    // Where the boundary after this part begins: at the start of a line.
    private static int Next(ReadOnlySpan<byte> body, int from, ReadOnlySpan<byte> boundary)
    {
        for (int at = from; body[at..].IndexOf(boundary) is >= 0 and var found; at++)
        {
            at += found;
            if (body[at - 1] == '\n')
                return at;
        }

        return -1;
    }

    private static bool Field(ReadOnlySpan<byte> body, int start, int end, PartList parts)
    {
        ReadOnlySpan<byte> part = body[start..end];
        ReadOnlySpan<byte> head = part[..Math.Min(part.Length, LongestHead)];
        int split = head.IndexOf("\r\n\r\n"u8);
        if (split < 0)
        {
            parts.Add(PartKind.Package, start, part.Length);
            parts.IsCut = true;
            return false;
        }

        head = head[..split];
        int content = split + 4, length = Math.Max(0, part.Length - content - 2);
        ReadOnlySpan<byte> name = Quoted(head, " name=\""u8), file = Quoted(head, "filename=\""u8);
        if (file.IsEmpty)
            parts.Add(PartKind.Event, start + content, length, PartList.Text(name));
        else
            parts.Add(PartKind.Package, start + content, length, PartList.Text(file));
        return name.SequenceEqual(":action"u8) && part.Slice(content, length).SequenceEqual("file_upload"u8);
    }

    private static ReadOnlySpan<byte> Quoted(ReadOnlySpan<byte> head, ReadOnlySpan<byte> before)
    {
        int at = head.IndexOf(before);
        if (at < 0)
            return [];
        ReadOnlySpan<byte> rest = head[(at + before.Length)..];
        int end = rest.IndexOf((byte)'"');
        return end < 0 ? [] : rest[..end];
    }
}
