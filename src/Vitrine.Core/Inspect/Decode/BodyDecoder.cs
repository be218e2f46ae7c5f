using Vitrine.Core.Inspect.Recall;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>
/// Undoes content codings, JSON, server-sent events, multipart, forms and what is nested in strings. Bytes are believed, labels are not: identity bytes
/// under a gzip label are read as they are, and gzip bytes under none are inflated. Any bytes are taken; nothing is thrown for what they hold.
/// </summary>
public static class BodyDecoder
{
    /// <summary>Decodes a body, or one message of a WebSocket.</summary>
    /// <param name="body">The bytes as they were sent; they must not change while the result is used.</param>
    /// <param name="head">What the head says of them.</param>
    /// <param name="budget">The limits; the default ones where null.</param>
    public static DecodedBody Decode(ReadOnlyMemory<byte> body, BodyHead head = default, DecodeBudget? budget = null) => Decode(body, head, budget, null);

    /// <summary>Decodes the path and query of a request target: percent-encoding, names and values, and what is nested in them.</summary>
    /// <param name="target">The target, such as <c>/a/b?c=d</c>.</param>
    /// <param name="budget">The limits; the default ones where null.</param>
    public static DecodedBody DecodeTarget(ReadOnlyMemory<byte> target, DecodeBudget? budget = null)
    {
        var decoding = new Decoding(target, budget ?? DecodeBudget.Default, null);
        int body = decoding.AddBody();
        int mark = target.Span.IndexOf((byte)'?');
        int path = decoding.AddView(body, new TextRange(0, mark < 0 ? target.Length : mark), Role.Part);
        decoding[path].Format = Format.Path;
        FormPieces.Path(decoding, path, new TextRange(0, decoding[path].Length));
        if (mark >= 0)
        {
            int query = decoding.AddView(body, new TextRange(mark + 1, target.Length - mark - 1), Role.Part);
            decoding[query].Format = Format.Query;
            FormPieces.Read(decoding, query, new TextRange(0, decoding[query].Length));
        }

        return new DecodedBody(decoding, body, isTarget: true);
    }

    internal static DecodedBody Decode(ReadOnlyMemory<byte> body, BodyHead head, DecodeBudget? budget, MemoryView? memory)
    {
        var decoding = new Decoding(body, budget ?? DecodeBudget.Default, memory);
        int content = Codings.UndoLabelled(decoding, decoding.AddBody(), head.ContentEncoding);
        decoding.Compare(content);
        ContentPieces.Read(decoding, content, head.ContentType);
        return new DecodedBody(decoding, content);
    }
}
