using Microsoft.Extensions.Primitives;

namespace Vitrine.Egress.Http;

/// <summary>Header fields that concern one connection only (RFC 9110 section 7.6.1), and those that the door answers for itself.</summary>
internal static class HopByHop
{
    /// <summary>Whether a field of a request stays here. Content-Length is set anew from the body, Expect was answered, TE goes on as trailers only.</summary>
    public static bool IsDroppedFromRequest(string name, string? value, IReadOnlySet<string> nominated) => name.ToLowerInvariant() switch
    {
        "host" or "content-length" or "expect" or "http2-settings" or "alt-used" => true,
        // gRPC servers insist on it, and it is the only value that HTTP/2 knows (RFC 9113 section 8.2.2).
        "te" => !string.Equals(value?.Trim(), "trailers", StringComparison.OrdinalIgnoreCase),
        var other => IsConnectionField(other) || nominated.Contains(other),
    };

    /// <summary>Whether a field of a response stays here. Alt-Svc would lead the agent to an address or to QUIC, past the name it looked up.</summary>
    public static bool IsDroppedFromResponse(string name, IReadOnlySet<string> nominated)
    {
        string lower = name.ToLowerInvariant();
        return lower is "alt-svc" || lower.StartsWith("x-vitrine", StringComparison.Ordinal) || IsConnectionField(lower) || nominated.Contains(lower);
    }

    /// <summary>Whether a field has no place in a trailer: framing, routing and authentication (RFC 9110 section 6.5.1).</summary>
    public static bool IsForbiddenInTrailer(string name) => name.ToLowerInvariant() switch
    {
        "content-length" or "host" or "authorization" or "set-cookie" or "content-encoding" or "content-type" or "content-range" or "cache-control" or "te"
            or "trailer" or "alt-svc" => true,
        var other => IsConnectionField(other),
    };

    /// <summary>The names that a Connection field lists, in lower case. What only one side's connection may drop can't be nominated.</summary>
    public static IReadOnlySet<string> Nominated(StringValues connection)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (string? value in connection)
            foreach (string part in (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                names.Add(part.ToLowerInvariant());
        return names;
    }

    private static bool IsConnectionField(string lower) => lower is "connection" or "keep-alive" or "proxy-connection" or "proxy-authenticate"
        or "proxy-authorization" or "transfer-encoding" or "upgrade";
}
