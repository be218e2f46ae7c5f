namespace Vitrine.Core.Summary;

/// <summary>Requests at the door.</summary>
/// <param name="Total">All hosts together, under the name <c>*</c>.</param>
/// <param name="Hosts">Hosts, the one with most requests first.</param>
/// <param name="MoreHosts">Hosts past that list.</param>
public sealed record HttpReport(HostReport Total, IReadOnlyList<HostReport> Hosts, More MoreHosts);

/// <summary>Requests to one host.</summary>
/// <param name="Host">Host, with its port where that is not the usual one, and with <c>http://</c> where it was spoken to in clear.</param>
/// <param name="Requests">Requests, the refused ones included.</param>
/// <param name="Refused">Requests that the policy refused.</param>
/// <param name="BytesOut">Bytes of bodies sent.</param>
/// <param name="BytesIn">Bytes of bodies received.</param>
/// <param name="Errors">Exchanges that failed.</param>
/// <param name="Statuses">Answers by HTTP status; 0 is none, -1 all that are not listed.</param>
/// <param name="AnsweredBy">Answers by who gave them: <c>upstream</c>, <c>stand-in</c>, <c>sinkhole</c>, <c>door</c>.</param>
public sealed record HostReport(
    string Host, long Requests, long Refused, long BytesOut, long BytesIn, long Errors,
    IReadOnlyDictionary<int, long> Statuses, IReadOnlyDictionary<string, long> AnsweredBy);

/// <summary>Names, flows and sockets.</summary>
/// <param name="Names">Names looked up.</param>
/// <param name="MoreNames">Names past that list.</param>
/// <param name="Opaque">Flows that were let through unread.</param>
/// <param name="MoreOpaque">Destinations past that list.</param>
/// <param name="Connected">Addresses that programs connected to, or meant to.</param>
/// <param name="MoreConnected">Addresses past that list.</param>
/// <param name="Bound">Addresses that programs listened on, or meant to.</param>
/// <param name="MoreBound">Addresses past that list.</param>
public sealed record SocketsReport(
    IReadOnlyList<NameReport> Names, More MoreNames, IReadOnlyList<FlowReport> Opaque, More MoreOpaque,
    IReadOnlyList<SocketReport> Connected, More MoreConnected, IReadOnlyList<SocketReport> Bound, More MoreBound);

/// <summary>A name that was looked up.</summary>
/// <param name="Name">The name as asked.</param>
/// <param name="Times">Questions.</param>
/// <param name="Refused">Questions that the policy refused.</param>
public sealed record NameReport(string Name, long Times, long Refused);

/// <summary>Flows to one destination of which only the bytes are known.</summary>
/// <param name="Destination">Host and port.</param>
/// <param name="Flows">Connections.</param>
/// <param name="BytesOut">Bytes sent.</param>
/// <param name="BytesIn">Bytes received.</param>
public sealed record FlowReport(string Destination, long Flows, long BytesOut, long BytesIn);

/// <summary>A socket's address.</summary>
/// <param name="Family"><c>ipv4</c>, <c>ipv6</c> or <c>unix</c>.</param>
/// <param name="Address">The address.</param>
/// <param name="Host">The name that it stands for.</param>
/// <param name="Times">Calls.</param>
public sealed record SocketReport(string Family, string Address, string? Host, long Times);
