using System.Globalization;

namespace Vitrine.Audit.Wire;

/// <summary>How a body is framed.</summary>
internal enum BodyFraming
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>By its length.</summary>
    Length,

    /// <summary>In chunks.</summary>
    Chunked,

    /// <summary>By the end of the connection.</summary>
    Close,

    /// <summary>In a way that leaves open where it ends.</summary>
    Unknown,
}

/// <summary>Says how a body is framed (RFC 9112 section 6).</summary>
/// <param name="Kind">The way.</param>
/// <param name="Length">The length, where that is the way.</param>
internal readonly record struct Http1Framing(BodyFraming Kind, long Length)
{
    /// <summary>The framing of a request.</summary>
    public static Http1Framing OfRequest(Http1Head head, NoteList notes)
    {
        bool hasLength = head.Value("content-length") is not null;
        string? last = null;
        foreach (string value in head.Values("transfer-encoding"))
            last = value[(value.LastIndexOf(',') + 1)..].Trim();
        if (last is not null)
        {
            if (hasLength)
                notes.Add("both a length and a transfer coding");
            return new(last.Equals("chunked", StringComparison.OrdinalIgnoreCase) ? BodyFraming.Chunked : BodyFraming.Unknown, 0);
        }

        return hasLength ? OfLength(head, notes) : new(BodyFraming.None, 0);
    }

    /// <summary>The framing of an answer to a request of that method.</summary>
    public static Http1Framing OfAnswer(Http1Head head, string method, int status, NoteList notes)
    {
        if (method == "HEAD" || status is 204 or 304 or < 200 || (method == "CONNECT" && status < 300))
            return new(BodyFraming.None, 0);
        Http1Framing framing = OfRequest(head, notes);
        return framing.Kind is BodyFraming.None or BodyFraming.Unknown ? new(BodyFraming.Close, 0) : framing;
    }

    private static Http1Framing OfLength(Http1Head head, NoteList notes)
    {
        string? first = null;
        foreach (string value in head.Values("content-length"))
        {
            if (first is not null)
                notes.Add("several lengths");
            if (value != (first ??= value))
                return new(BodyFraming.Unknown, 0);
        }

        return long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            ? new(BodyFraming.Length, length)
            : new(BodyFraming.Unknown, 0);
    }
}
