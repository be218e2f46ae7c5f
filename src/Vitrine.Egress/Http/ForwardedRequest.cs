using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using System.Net;
using Vitrine.Core.Model;
using Vitrine.Egress.Upstream;

namespace Vitrine.Egress.Http;

/// <summary>Makes the request that goes to the upstream out of the one that came.</summary>
internal static class ForwardedRequest
{
    /// <summary>
    /// Makes it. The version is the agent's own, or lower where the upstream can't: gRPC keeps its streams, and an HTTP/1.1 client is answered by
    /// what an HTTP/1.1 client would get. Host is made from the URI and so is the connected name in its one form.
    /// </summary>
    public static HttpRequestMessage Create(HttpContext context, Destination destination, Uri uri, HttpContent? content, Outgoing outgoing)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), uri)
        {
            Version = context.Request.Protocol == "HTTP/2" && uri.Scheme == "https" ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = content,
        };
        request.Options.Set(UpstreamClient.DestinationKey, destination);
        IReadOnlySet<string> nominated = HopByHop.Nominated(context.Request.Headers.Connection);
        if (outgoing.NeedsPlainAnswer)
            outgoing.Set("accept-encoding", ["identity"]);
        foreach ((string name, StringValues came) in context.Request.Headers)
        {
            if (HopByHop.IsDroppedFromRequest(name, came, nominated) || outgoing.Values(name, came) is not { } values)
                continue;
            if (request.Headers.TryAddWithoutValidation(name, values))
                continue;
            // Content-Type and its like belong to the content, even where there is none.
            request.Content ??= new ByteArrayContent([]);
            request.Content.Headers.TryAddWithoutValidation(name, values);
        }

        return request;
    }

    /// <summary>Makes a request to switch the connection to WebSocket (RFC 6455 section 4.1).</summary>
    public static HttpRequestMessage CreateUpgrade(HttpContext context, Destination destination, Uri uri, Outgoing outgoing)
    {
        HttpRequestMessage request = Create(context, destination, uri, content: null, outgoing);
        // What is compressed over many messages can't be inspected one by one, so it is not negotiated (RFC 7692).
        request.Headers.Remove("Sec-WebSocket-Extensions");
        request.Version = HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        return request;
    }
}
