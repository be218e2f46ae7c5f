using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Vitrine.Egress.Capture;

/// <summary>Tells Kestrel that the connection is TLS, which protocol was agreed on, and by which version (HTTP/2 wants 1.2 at least).</summary>
internal sealed class TlsFeatures(SslStream stream) : ITlsConnectionFeature, ITlsApplicationProtocolFeature, ITlsHandshakeFeature
{
    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate { get; set; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ApplicationProtocol { get; } = stream.NegotiatedApplicationProtocol.Protocol;

    /// <inheritdoc/>
    public SslProtocols Protocol => stream.SslProtocol;

    /// <inheritdoc/>
    public TlsCipherSuite? NegotiatedCipherSuite => stream.NegotiatedCipherSuite;

#pragma warning disable SYSLIB0058 // The interface still has them; the cipher suite above says it all.
    /// <inheritdoc/>
    public CipherAlgorithmType CipherAlgorithm => stream.CipherAlgorithm;

    /// <inheritdoc/>
    public int CipherStrength => stream.CipherStrength;

    /// <inheritdoc/>
    public HashAlgorithmType HashAlgorithm => stream.HashAlgorithm;

    /// <inheritdoc/>
    public int HashStrength => stream.HashStrength;

    /// <inheritdoc/>
    public ExchangeAlgorithmType KeyExchangeAlgorithm => stream.KeyExchangeAlgorithm;

    /// <inheritdoc/>
    public int KeyExchangeStrength => stream.KeyExchangeStrength;
#pragma warning restore SYSLIB0058

    /// <inheritdoc/>
    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);
}
