using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Vitrine.Core.Model;

namespace Vitrine.Egress.Authority;

/// <summary>
/// The certificates that were made, each with the TLS context that makes a second handshake cheap. Bounded in number and in the rate of making:
/// the names come from the agent.
/// </summary>
internal sealed class LeafCertificates(SessionAuthority authority, DoorLimits limits, TimeProvider time) : IDisposable
{
    private readonly Dictionary<HostName, LinkedListNode<Leaf>> _leaves = [];
    private readonly LinkedList<Leaf> _byUse = [];
    private readonly Lock _lock = new();
    private double _credit = limits.CertificateBurst;
    private long _credited = time.GetTimestamp();

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _leaves.Count;
        }
    }

    /// <summary>The context for the host; null when too many were asked for of late.</summary>
    public SslStreamCertificateContext? Get(HostName host)
    {
        // Making one takes about a millisecond; under the lock two connections to a new host make one certificate, not two.
        lock (_lock)
        {
            if (_leaves.TryGetValue(host, out LinkedListNode<Leaf>? node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value.Context;
            }

            if (!TrySpend())
                return null;
            X509Certificate2 certificate = authority.Issue(host);
            // Offline: nothing is fetched to complete a chain that ends one step up anyway.
            var context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
            _leaves.Add(host, _byUse.AddFirst(new Leaf(host, certificate, context)));
            if (_leaves.Count > limits.Certificates && _byUse.Last is { } oldest)
            {
                // Not disposed: a handshake may still use it.
                _leaves.Remove(oldest.Value.Host);
                _byUse.RemoveLast();
            }

            return context;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (Leaf leaf in _byUse)
                leaf.Certificate.Dispose();
            _byUse.Clear();
            _leaves.Clear();
        }
    }

    private bool TrySpend()
    {
        long now = time.GetTimestamp();
        double earned = time.GetElapsedTime(_credited, now).TotalSeconds * limits.CertificateBurst / 8;
        _credited = now;
        _credit = Math.Min(limits.CertificateBurst, _credit + earned);
        if (_credit < 1)
            return false;
        _credit--;
        return true;
    }

    private sealed record Leaf(HostName Host, X509Certificate2 Certificate, SslStreamCertificateContext Context);
}
