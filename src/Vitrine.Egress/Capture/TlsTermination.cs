using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Vitrine.Egress.Authority;

namespace Vitrine.Egress.Capture;

/// <summary>Ends the agent's TLS at the door, with a certificate of the session's authority for the flow's name.</summary>
internal sealed class TlsTermination(LeafCertificates leaves, DoorLimits limits, TimeProvider time, Refusals refusals)
{
    private static readonly List<SslApplicationProtocol> Protocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    /// <summary>Shakes hands; null when that failed, which is then recorded.</summary>
    public async Task<TlsSession?> AcceptAsync(ConnectionContext connection, Flow flow, CancellationToken cancellationToken)
    {
        if (leaves.Get(flow.Destination.Host) is not { } certificate)
        {
            refusals.Add(flow, "too-many-names");
            return null;
        }

        var stream = new SslStream(new DuplexPipeStream(connection.Transport), leaveInnerStreamOpen: false);
        try
        {
            using var patience = new CancellationTokenSource(limits.Greeting, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await stream.AuthenticateAsServerAsync(Options(certificate), either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            // A client that pins its certificate, or doesn't trust ours, ends here: the operator must learn of it, the client knows.
            refusals.Add(flow, "tls-handshake-failed");
            await stream.DisposeAsync().ConfigureAwait(false);
            return null;
        }

        var features = new TlsFeatures(stream);
        connection.Features.Set<ITlsConnectionFeature>(features);
        connection.Features.Set<ITlsApplicationProtocolFeature>(features);
        connection.Features.Set<ITlsHandshakeFeature>(features);
        return new TlsSession(stream);
    }

    private static SslServerAuthenticationOptions Options(SslStreamCertificateContext certificate) => new()
    {
        ServerCertificateContext = certificate,
        ApplicationProtocols = Protocols,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificateRequired = false,
        AllowRenegotiation = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
    };
}
