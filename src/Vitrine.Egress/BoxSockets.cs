using System.Net.Sockets;

namespace Vitrine.Egress;

/// <summary>
/// The sockets that were made inside the box's network namespace and handed out of it. All are bound; the TCP ones listen. The door owns them
/// once they are given to <see cref="Door.Serve"/>. The DNS sockets for UDP must be bound to 127.0.0.1 and ::1, where nftables redirects to: an answer
/// from a socket bound to any address would carry a source that connection tracking can't turn back.
/// </summary>
/// <param name="Tcp4">Where all IPv4 TCP is redirected to.</param>
/// <param name="Tcp6">Where all IPv6 TCP is redirected to; null, like the other two, where the kernel has no IPv6.</param>
/// <param name="DnsUdp4">DNS over UDP, IPv4.</param>
/// <param name="DnsUdp6">DNS over UDP, IPv6.</param>
/// <param name="DnsTcp4">DNS over TCP, IPv4.</param>
/// <param name="DnsTcp6">DNS over TCP, IPv6.</param>
public sealed record BoxSockets(
    SafeSocketHandle Tcp4, SafeSocketHandle? Tcp6,
    SafeSocketHandle DnsUdp4, SafeSocketHandle? DnsUdp6,
    SafeSocketHandle DnsTcp4, SafeSocketHandle? DnsTcp6);
