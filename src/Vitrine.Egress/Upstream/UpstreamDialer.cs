using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Vitrine.Core.Model;
using Vitrine.Egress.Capture;

namespace Vitrine.Egress.Upstream;

/// <summary>
/// Dials a destination: its name is resolved once, every address that comes back is checked, and one of those very addresses is dialled. So a name that
/// answers differently the second time (rebinding) gains nothing, and one that mixes a public with a private address is refused whole.
/// </summary>
internal sealed class UpstreamDialer(DoorOptions options, PrivateAccess access, UpstreamTrust trust)
{
    /// <summary>How long one address of several may take before the next is tried.</summary>
    private static readonly TimeSpan OneOfSeveral = TimeSpan.FromSeconds(4);

    /// <summary>Whether the destination may be dialled at the address.</summary>
    public bool Allows(Destination destination, IPAddress address) => access.Allows(destination, address);

    /// <summary>Connects.</summary>
    /// <exception cref="PrivateAddressException">An address may not be dialled.</exception>
    /// <exception cref="SocketException">The name does not resolve, or no address answers.</exception>
    public async Task<Stream> ConnectAsync(Destination destination, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = destination.Host.Address is { } written
            ? [written]
            : await options.Resolve(destination.Host, cancellationToken).ConfigureAwait(false);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        foreach (IPAddress address in addresses)
            if (!access.Allows(destination, address))
                throw new PrivateAddressException();
        for (int i = 0; ; i++)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                patience.CancelAfter(i + 1 < addresses.Length ? OneOfSeveral : options.Limits.Connect);
                return await DialAsync(new IPEndPoint(addresses[i], destination.Port), patience.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException
                && i + 1 < addresses.Length
                && !cancellationToken.IsCancellationRequested)
            {
                // The next address, as RFC 6724 orders them.
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new SocketException((int)SocketError.TimedOut);
            }
        }
    }

    /// <summary>
    /// Connects, through the host's proxy where there is one for the destination, and within TLS that is verified for the destination's name when asked.
    /// </summary>
    /// <exception cref="PrivateAddressException">An address may not be dialled.</exception>
    /// <exception cref="IOException">The proxy refuses.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The certificate is not one for the name.</exception>
    public async Task<Stream> ConnectAsync(Destination destination, bool overTls, CancellationToken cancellationToken)
    {
        Stream stream = await ReachAsync(destination, cancellationToken).ConfigureAwait(false);
        if (!overTls)
            return stream;
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(options.Limits.Connect);
            SslClientAuthenticationOptions client = trust.CreateOptions();
            client.TargetHost = destination.Host.Name;
            await secure.AuthenticateAsClientAsync(client, patience.Token).ConfigureAwait(false);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<Stream> ReachAsync(Destination destination, CancellationToken cancellationToken)
    {
        var uri = new Uri($"https://{destination}");
        if (options.Proxy is not { } proxy || proxy.IsBypassed(uri) || proxy.GetProxy(uri) is not { } address)
            return await ConnectAsync(destination, cancellationToken).ConfigureAwait(false);
        // A name is the proxy's to resolve; an address is there to see.
        if (destination.Host.Address is { } written && !Allows(destination, written))
            throw new PrivateAddressException();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Limits.Connect);
        return await ProxyTunnel.OpenAsync(proxy, address, destination, patience.Token).ConfigureAwait(false);
    }

    /// <summary>Dials what the operator configured himself: his proxy.</summary>
    public static async Task<Stream> ConnectUncheckedAsync(DnsEndPoint proxy, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(proxy, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Says that nothing more will be sent, and leaves receiving open.</summary>
    public static async Task EndAsync(Stream stream)
    {
        if (stream is SslStream secure)
            await secure.ShutdownAsync().ConfigureAwait(false);
        else if (stream is NetworkStream plain)
            plain.Socket.Shutdown(SocketShutdown.Send);
    }

    private async Task<Stream> DialAsync(IPEndPoint checkedEndpoint, CancellationToken cancellationToken)
    {
        IPEndPoint endpoint = options.Route(checkedEndpoint);
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
