using System.Net;
using System.Net.Sockets;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress.Capture;
using Vitrine.Egress.Tapping;

namespace Vitrine.Egress;

/// <summary>What a door needs.</summary>
public sealed record DoorOptions
{
    /// <summary>Who may be reached.</summary>
    public required NetworkPolicy Policy { get; init; }

    /// <summary>Where all that passes is recorded, before it leaves.</summary>
    public required IRecorder Recorder { get; init; }

    /// <summary>The authority that the box trusts.</summary>
    public required SessionAuthority Authority { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Answers in offline mode; null is <see cref="Http.Sinkhole"/>.</summary>
    public OfflineResponder? Offline { get; init; }

    /// <summary>Hosts that may stand for an address of a private network. An allowed name that is not covered here and resolves to one is refused.</summary>
    public IReadOnlyList<HostRule> AllowPrivate { get; init; } = [];

    /// <summary>A PEM file of certificate authorities that upstreams may have beside the system's own; null is none.</summary>
    public string? ExtraRootsFile { get; init; }

    /// <summary>
    /// Ports of the box's loopback that are redirected to the door (<c>BoxPlan.LoopbackPorts</c>); connections to the others are the box's own.
    /// </summary>
    public IReadOnlyList<ushort> LoopbackPorts { get; init; } = [];

    /// <summary>The proxy through which the host reaches the network; null goes direct.</summary>
    public UpstreamProxy? Proxy { get; init; }

    /// <summary>Decides about each request, by host, method and path; null leaves it to <see cref="Policy"/>.</summary>
    public RequestDecision? DecideRequest { get; init; }

    /// <summary>Inspects what leaves; null lets content go unseen.</summary>
    public OpenInspection? Inspect { get; init; }

    /// <summary>Reads what comes in; null reads nothing.</summary>
    public OpenAnswer? ReadAnswer { get; init; }

    /// <summary>Asks a person; null is nobody, and what would be asked is refused.</summary>
    public AskPerson? Ask { get; init; }

    /// <summary>Secrets that the agent uses without having them.</summary>
    public IReadOnlyList<DoorCredential> Credentials { get; init; } = [];

    /// <summary>Keeps the bytes of all connections as they are on the wire; null, as in all sessions but those of an audit, keeps none.</summary>
    public DoorTap? Tap { get; init; }

    /// <summary>What is held at most.</summary>
    public DoorLimits Limits { get; init; } = new();

    /// <summary>Where a redirected connection wanted to go. Only tests, which have no netfilter, give another.</summary>
    internal Func<Socket, IPEndPoint?> OriginalDestination { get; init; } = Capture.OriginalDestination.Read;

    /// <summary>The host's resolver. Only tests give another.</summary>
    internal Func<HostName, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } =
        static (host, cancellationToken) => Dns.GetHostAddressesAsync(host.Name, cancellationToken);

    /// <summary>Where a checked address is really dialled. Only tests, whose upstreams listen on loopback, give another.</summary>
    internal Func<IPEndPoint, IPEndPoint> Route { get; init; } = static endpoint => endpoint;
}
