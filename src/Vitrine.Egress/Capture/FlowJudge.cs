using System.Net;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress.Naming;

namespace Vitrine.Egress.Capture;

/// <summary>
/// Says what a connection to an address stands for and whether it may be. The accept loop and the recorder of system calls ask the same judge.
/// </summary>
internal sealed class FlowJudge(NetworkPolicy policy, NameTable names, PrivateAccess access, IReadOnlyCollection<ushort>? loopbackPorts = null)
{
    private const int DnsPort = 53;

    /// <summary>Judges a connect(2) as the program asked for it, before any redirect.</summary>
    public ConnectVerdict JudgeConnect(IPEndPoint endpoint)
    {
        IPAddress address = Plain(endpoint.Address);
        // Linux takes the unspecified address for loopback. Loopback is the box's own and never reaches the door.
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            return new ConnectVerdict(null, Decision.Allow("loopback"), null);
        // Whatever server is meant, the door's own answers.
        if (endpoint.Port == DnsPort)
            return new ConnectVerdict(HostName.FromAddress(address), Decision.Allow("dns"), null);
        Destination destination = Judge(new IPEndPoint(address, endpoint.Port), out Decision decision, out string? reason);
        return new ConnectVerdict(destination.Host, decision, reason);
    }

    /// <summary>Judges a connection by where it wanted to go; <paramref name="reason"/> is null when it may.</summary>
    public Destination Judge(IPEndPoint original, out Decision decision, out string? reason)
    {
        IPAddress address = Plain(original.Address);
        bool ours = names.Contains(address, out HostName host);
        var destination = new Destination(ours && host.Name.Length > 0 ? host : HostName.FromAddress(address), original.Port);
        bool isRedirected = loopbackPorts?.Contains((ushort)original.Port) == true;

        // An address of the table that was never given out, or the door's own port dialled directly.
        if ((ours && host.Name.Length == 0) || (IPAddress.IsLoopback(address) && !isRedirected))
        {
            decision = Decision.Deny(null, null);
            reason = "unknown-address";
            return destination;
        }

        decision = policy.Decide(destination);
        reason = decision.IsAllowed ? null : "not-allowed";
        if (decision.IsAllowed && policy.Mode != NetworkMode.Offline && destination.Host.Address is { } raw && !access.Allows(destination, raw))
        {
            decision = PrivateAccess.Denied(destination);
            reason = "private-address";
        }

        return destination;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
