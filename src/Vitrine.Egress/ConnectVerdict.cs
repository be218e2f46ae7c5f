using Vitrine.Core.Model;

namespace Vitrine.Egress;

/// <summary>What the door would do with a connection, known before a byte is sent.</summary>
/// <param name="Host">The name that the address was looked up by, the address itself where there is none, or null for the box's own loopback.</param>
/// <param name="Decision">Whether the connection may be.</param>
/// <param name="Reason">Why not: a reason of <see cref="FlowRefused"/>. Null when it may.</param>
public readonly record struct ConnectVerdict(HostName? Host, Decision Decision, string? Reason);
