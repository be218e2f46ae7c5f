using System.Collections.Concurrent;
using System.Net;
using Vitrine.Core.Model;

namespace Vitrine.Egress.Upstream;

/// <summary>
/// The HTTP client behind the door. It does nothing by itself: no redirects, no cookies, no decompression, no credentials, no trace headers. Its connections
/// are pooled by scheme, name, port and credential, so two names never share one, also where they stand for one address, and neither do two identities. It is
/// made when first needed.
/// </summary>
internal sealed class UpstreamClient(DoorOptions options, UpstreamDialer dialer, UpstreamTrust trust) : IDisposable
{
    /// <summary>Where a request's destination travels with it, parsed once.</summary>
    public static readonly HttpRequestOptionsKey<Destination> DestinationKey = new("vitrine-destination");

    // Never more than there are credentials, and one.
    private readonly ConcurrentDictionary<string, Lazy<HttpMessageInvoker>> _invokers = new(StringComparer.Ordinal);

    /// <summary>Sends, and returns when the answer's head is there.</summary>
    /// <param name="request">The request.</param>
    /// <param name="identity">Name of the credential that was put in; null is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpRequestException">The upstream can't be reached or broke off.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? identity, CancellationToken cancellationToken)
    {
        // Through a proxy a name is the proxy's to resolve; an address is there to see.
        if (options.Proxy is { } proxy && request.RequestUri is { } uri && !proxy.IsBypassed(uri)
            && request.Options.TryGetValue(DestinationKey, out Destination destination)
            && destination.Host.Address is { } address && !dialer.Allows(destination, address))
            throw new PrivateAddressException();
        return _invokers.GetOrAdd(identity ?? "", static (_, parts) => new(() => Create(parts.Options, parts.Dialer, parts.Trust)),
            (Options: options, Dialer: dialer, Trust: trust))
            .Value.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<HttpMessageInvoker> each in _invokers.Values)
            if (each.IsValueCreated)
                each.Value.Dispose();
    }

    private static HttpMessageInvoker Create(DoorOptions options, UpstreamDialer dialer, UpstreamTrust trust) => new(
        new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = (context, cancellationToken) => new ValueTask<Stream>(ConnectAsync(options, dialer, context, cancellationToken)),
            ConnectTimeout = options.Limits.Connect,
            EnableMultipleHttp2Connections = true,
            MaxResponseHeadersLength = 64,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            PreAuthenticate = false,
            Proxy = options.Proxy,
            DefaultProxyCredentials = null,
            // Bytes that aren't ASCII go through as they are, both ways.
            RequestHeaderEncodingSelector = static (_, _) => System.Text.Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => System.Text.Encoding.Latin1,
            SslOptions = trust.CreateOptions(),
            UseCookies = false,
            UseProxy = options.Proxy is not null,
        },
        disposeHandler: true);

    private static Task<Stream> ConnectAsync(
        DoorOptions options, UpstreamDialer dialer, SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        DnsEndPoint endpoint = context.DnsEndPoint;
        if (context.InitialRequestMessage.Options.TryGetValue(DestinationKey, out Destination destination)
            && endpoint.Port == destination.Port && endpoint.Host.Equals(destination.Host.Name, StringComparison.Ordinal))
            return dialer.ConnectAsync(destination, cancellationToken);
        if (options.Proxy is { } proxy && (Is(proxy.Http, endpoint) || Is(proxy.Https, endpoint)))
            return UpstreamDialer.ConnectUncheckedAsync(endpoint, cancellationToken);
        throw new InvalidOperationException("The client dials its destination or the configured proxy, nothing else.");
    }

    private static bool Is(Uri? proxy, DnsEndPoint endpoint) =>
        proxy is not null && proxy.Port == endpoint.Port && proxy.IdnHost.Equals(endpoint.Host, StringComparison.OrdinalIgnoreCase);
}
