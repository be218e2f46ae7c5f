namespace Vitrine.Core.Summary;

/// <summary>Requests at the door.</summary>
/// <param name="Total">All hosts together, under the name <c>*</c>.</param>
/// <param name="Hosts">Hosts, the one with most requests first.</param>
/// <param name="MoreHosts">Hosts past that list.</param>
/// <param name="Requests">Requests in order.</param>
/// <param name="MoreRequests">Requests past that list.</param>
public sealed record HttpReport(HostReport Total, IReadOnlyList<HostReport> Hosts, More MoreHosts, IReadOnlyList<RequestReport> Requests, long MoreRequests);

/// <summary>One request and, once it is over, its answer.</summary>
/// <param name="Request">Its number, by which <c>vitrine show --body</c> finds its bodies.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Url">Scheme, host, port, path and query.</param>
/// <param name="IsAllowed">Whether the policy let it through.</param>
/// <param name="HasRequestBody">Whether a body of the request is kept.</param>
public sealed record RequestReport(long Request, string Method, string Url, bool IsAllowed, bool HasRequestBody)
{
    /// <summary>HTTP status, 0 when the agent got none, null while the request is under way.</summary>
    public int? Status { get; init; }

    /// <summary>Who answered: <c>upstream</c>, <c>stand-in</c>, <c>sinkhole</c> or <c>door</c>.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>Whether a body of the answer is kept.</summary>
    public bool HasResponseBody { get; init; }

    /// <summary>Bytes of bodies sent.</summary>
    public long BytesOut { get; init; }

    /// <summary>Bytes of bodies received.</summary>
    public long BytesIn { get; init; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; init; }

    /// <summary>What failed, or null.</summary>
    public string? Error { get; init; }
}

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
