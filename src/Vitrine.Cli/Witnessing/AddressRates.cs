using System.Net;
using System.Net.Sockets;

namespace Vitrine.Cli.Witnessing;

/// <summary>
/// A bucket of tokens for each address that asks; of IPv6 for each /64, which is what one customer has. The table is bounded: when it is full, and nobody in it
/// was quiet long enough to be forgotten, all further addresses share one bucket.
/// </summary>
internal sealed class AddressRates(int perSecond, TimeProvider time, int mostAddresses = 8192)
{
    private const int BurstSeconds = 2;
    private readonly Dictionary<IPAddress, Bucket> _buckets = [];
    private readonly Lock _gate = new();
    private readonly Bucket _others = new();
    private long _sweptAt;

    /// <summary>Takes a token, if the address has one.</summary>
    public bool TryTake(IPAddress address)
    {
        IPAddress network = NetworkOf(address);
        lock (_gate)
        {
            long now = time.GetTimestamp();
            if (!_buckets.TryGetValue(network, out Bucket? bucket))
            {
                if (_buckets.Count >= mostAddresses)
                    Sweep(now);
                if (_buckets.Count >= mostAddresses)
                    bucket = _others;
                else
                    _buckets.Add(network, bucket = new Bucket());
            }

            double full = BurstSeconds * (double)perSecond;
            bucket.Tokens = bucket.At is { } at ? Math.Min(full, bucket.Tokens + (perSecond * time.GetElapsedTime(at, now).TotalSeconds)) : full;
            bucket.At = now;
            if (bucket.Tokens < 1)
                return false;
            bucket.Tokens--;
            return true;
        }
    }

    // Not more than once a second, so that a flood of addresses does not make each of its requests walk the table.
    private void Sweep(long now)
    {
        if (_sweptAt != 0 && time.GetElapsedTime(_sweptAt, now) < TimeSpan.FromSeconds(1))
            return;
        _sweptAt = now;
        foreach ((IPAddress network, Bucket bucket) in _buckets)
            if (bucket.At is { } at && time.GetElapsedTime(at, now).TotalSeconds >= BurstSeconds)
                _buckets.Remove(network);
    }

    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private sealed class Bucket
    {
        public double Tokens { get; set; }

        public long? At { get; set; }
    }
}
