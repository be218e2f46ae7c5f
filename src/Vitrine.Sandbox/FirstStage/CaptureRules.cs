using System.Globalization;
using System.Text;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>
/// The nftables rules of the box's network namespace. All TCP, to whatever address and port, goes to the door; all DNS goes to the supervisor;
/// loopback is the box's own; everything else is refused at once, so that a program that speaks QUIC or ICMP fails and does not hang.
/// </summary>
internal static class CaptureRules
{
    /// <summary>Ports of the door's sockets of one family.</summary>
    internal readonly record struct Ports(int Tcp, int DnsUdp, int DnsTcp);

    /// <summary>The rules as nft(8) reads them.</summary>
    /// <param name="ipv4">Ports of the door for IPv4.</param>
    /// <param name="ipv6">Ports of the door for IPv6; null where the kernel has none.</param>
    /// <param name="loopbackPorts">Ports of loopback that lead to the door, with commas between them; empty for none.</param>
    public static byte[] Build(Ports ipv4, Ports? ipv6, string loopbackPorts = "")
    {
        var text = new StringBuilder();
        text.Append("table inet vitrine {\n");
        text.Append(" chain capture {\n  type nat hook output priority -100; policy accept;\n");
        if (loopbackPorts.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ip daddr 127.0.0.0/8 tcp dport {{ {loopbackPorts} }} redirect to :{ipv4.Tcp}\n");
            if (ipv6 is { } own)
                text.Append(CultureInfo.InvariantCulture, $"  ip6 daddr ::1 tcp dport {{ {loopbackPorts} }} redirect to :{own.Tcp}\n");
        }

        text.Append("  ip daddr 127.0.0.0/8 return\n  ip6 daddr ::1 return\n");
        Redirect(text, "ipv4", ipv4);
        if (ipv6 is { } six)
            Redirect(text, "ipv6", six);
        text.Append(" }\n chain refuse {\n  type filter hook output priority 0; policy drop;\n");
        text.Append("  ip daddr 127.0.0.0/8 accept\n  ip6 daddr ::1 accept\n");
        text.Append("  meta l4proto tcp reject with tcp reset\n  reject with icmpx type admin-prohibited\n");
        text.Append(" }\n}\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Redirect(StringBuilder text, string family, Ports ports)
    {
        text.Append(CultureInfo.InvariantCulture, $"  meta nfproto {family} udp dport 53 redirect to :{ports.DnsUdp}\n");
        text.Append(CultureInfo.InvariantCulture, $"  meta nfproto {family} tcp dport 53 redirect to :{ports.DnsTcp}\n");
        text.Append(CultureInfo.InvariantCulture, $"  meta nfproto {family} meta l4proto tcp redirect to :{ports.Tcp}\n");
    }
}
