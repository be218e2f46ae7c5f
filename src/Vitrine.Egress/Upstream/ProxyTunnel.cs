using System.Net;
using System.Net.Security;
using System.Text;
using Vitrine.Core.Model;

namespace Vitrine.Egress.Upstream;

/// <summary>A tunnel through the host's proxy (RFC 9110 section 9.3.6), for bytes that are no HTTP.</summary>
internal static class ProxyTunnel
{
    private const int LongestAnswer = 8 * 1024;

    /// <summary>Asks the proxy for a connection to the destination.</summary>
    /// <exception cref="IOException">The proxy refuses, or gives no answer that is one.</exception>
    public static async Task<Stream> OpenAsync(UpstreamProxy proxy, Uri address, Destination destination, CancellationToken cancellationToken)
    {
        Stream stream = await UpstreamDialer.ConnectUncheckedAsync(new DnsEndPoint(address.IdnHost, address.Port), cancellationToken).ConfigureAwait(false);
        try
        {
            if (address.Scheme == Uri.UriSchemeHttps)
            {
                var secure = new SslStream(stream, leaveInnerStreamOpen: false);
                stream = secure;
                await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.IdnHost },
                    cancellationToken).ConfigureAwait(false);
            }

            string login = proxy.Credentials?.GetCredential(address, "Basic") is { } known
                ? $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{known.UserName}:{known.Password}"))}\r\n"
                : "";
            string request = $"CONNECT {destination} HTTP/1.1\r\nHost: {destination}\r\n{login}\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            string answer = await ReadHeadAsync(stream, cancellationToken).ConfigureAwait(false);
            return IsSuccess(answer) ? stream : throw new IOException("The proxy refused the connection.");
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static bool IsSuccess(string answer) =>
        answer.StartsWith("HTTP/1.", StringComparison.Ordinal)
        && answer.Length > 12
        && answer[8] == ' '
        && answer[9] == '2'
        && char.IsAsciiDigit(answer[10])
        && char.IsAsciiDigit(answer[11]);

    /// <summary>Byte by byte: what follows the head is the destination's already.</summary>
    private static async Task<string> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] head = new byte[LongestAnswer];
        for (int length = 0; length < head.Length;)
        {
            if (await stream.ReadAsync(head.AsMemory(length, 1), cancellationToken).ConfigureAwait(false) == 0)
                break;
            length++;
            if (head.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
                return Encoding.Latin1.GetString(head, 0, length);
        }

        throw new IOException("The proxy gave no answer.");
    }
}
