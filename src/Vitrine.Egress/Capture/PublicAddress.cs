using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Vitrine.Egress.Capture;

/// <summary>
/// Tells addresses of the public Internet from those of the host, its network, and its cloud's metadata service (IANA special-purpose registries,
/// RFC 6890). An IPv6 address that carries an IPv4 one (mapped, NAT64, 6to4) is judged by what it carries. The documentation ranges lead
/// nowhere and count as public: examples and tests use them.
/// </summary>
internal static class PublicAddress
{
    private static readonly (uint Network, int Length)[] NotPublicIPv4 =
    [
        (0x00000000, 8),  // this network
        (0x0A000000, 8),  // RFC 1918
        (0x64400000, 10), // carrier-grade NAT, RFC 6598
        (0x7F000000, 8),  // loopback
        (0xA9FE0000, 16), // link-local; 169.254.169.254 hands out cloud credentials
        (0xAC100000, 12), // RFC 1918
        (0xC0000000, 24), // IETF protocol assignments
        (0xC0A80000, 16), // RFC 1918
        (0xC6120000, 15), // benchmarks, and the box's own names
        (0xE0000000, 3),  // multicast, reserved, broadcast
    ];

    /// <summary>Whether the address is one of the public Internet.</summary>
    public static bool Is(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out int length))
            return false;
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork when length == 4 => IsPublicIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
            AddressFamily.InterNetworkV6 when length == 16 => IsPublicIPv6(bytes),
            _ => false,
        };
    }

    private static bool IsPublicIPv4(uint address)
    {
        foreach ((uint network, int length) in NotPublicIPv4)
            if ((address ^ network) >> (32 - length) == 0)
                return false;
        return true;
    }

    private static bool IsPublicIPv6(ReadOnlySpan<byte> bytes)
    {
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        uint last = (uint)low;
        if (high == 0)
        {
            // ::ffff:a.b.c.d is mapped, ::ffff:0:a.b.c.d is translated (RFC 2765); the rest is loopback, unspecified or long deprecated.
            uint marker = (uint)(low >> 32);
            return marker is 0xFFFF or 0xFFFF_0000 && IsPublicIPv4(last);
        }

        if (high == 0x0064_FF9B_0000_0000 && low >> 32 == 0)
            return IsPublicIPv4(last); // NAT64, RFC 6052
        if (high >> 48 == 0x2002)
            return IsPublicIPv4((uint)(high >> 16)); // 6to4, RFC 3056
        // Teredo (RFC 4380) hides an IPv4 address of anyone's choice.
        if (high >> 32 == 0x2001_0000)
            return false;
        // What else is global lies in 2000::/3: that leaves out fc00::/7, fe80::/10, fec0::/10, ff00::/8, 64:ff9b:1::/48 and what is unassigned.
        return high >> 61 == 1;
    }
}
