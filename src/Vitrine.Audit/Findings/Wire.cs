using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>What follows from the connection itself: its scheme, a proxy, the client's own fields.</summary>
internal static class Wire
{
    private static readonly string[] s_ofClients = ["accept-encoding", "connection", "host", "te", "upgrade", "keep-alive", "proxy-connection",
        "http2-settings"];

    /// <summary>Whether HTTP clients set this by themselves, by the kind of the connection.</summary>
    public static bool Is(Difference difference) => difference.Channel switch
    {
        Channels.Timing => !TimeJudge.IsBetweenRequests(difference),
        Channels.HttpFraming => !IsOwnCut(difference),
        Channels.ConnectionPattern or Channels.Dns => true,
        Channels.Header => (difference.Path.Contains("fields#", StringComparison.Ordinal)
            && !difference.Path.EndsWith("fields#members", StringComparison.Ordinal))
            || s_ofClients.Any(name => difference.Path.EndsWith($" field {name}", StringComparison.OrdinalIgnoreCase)),
        _ => false,
    };

    /// <summary>Whether both sides speak over other schemes, or one to this machine and one to another.</summary>
    public static bool IsOther(Difference difference)
    {
        static string Scheme(AuditSession session) => session.Machine.Endpoint.Split("://")[0];
        static bool UsesEndpoint(AuditSession session) => session.Capture.Exchanges.Where(exchange => exchange.IsModel)
            .All(exchange => session.Capture.Connections.FirstOrDefault(made => made.Number == exchange.Connection) is not { } made
                || made.Host.Equals(FeatureReader.EndpointHost(session.Machine), StringComparison.OrdinalIgnoreCase)
                || System.Net.IPAddress.TryParse(made.Host, out _));
        AuditSession without = difference.SessionsWithout[0], with = difference.SessionsWith[0];
        // A loopback name has two addresses, and clients race them.
        static bool IsLoopback(AuditSession session) => Uri.TryCreate(session.Machine.Endpoint, UriKind.Absolute, out Uri? uri) && uri.IsLoopback;
        return Scheme(without) != Scheme(with) || IsLoopback(without) != IsLoopback(with) || UsesEndpoint(without) != UsesEndpoint(with);
    }

    /// <summary>Whether a proxy stands between: it is asked with the whole URL (RFC 9112, section 3.2.2).</summary>
    public static bool IsProxied(AuditSession session) =>
        session.Machine.Environment.Any(variable => variable.Key.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase) && variable.Value.Length > 0)
        && session.Capture.Exchanges.Any(exchange => exchange.IsModel
            && Uri.TryCreate(exchange.Target, UriKind.Absolute, out Uri? url)
            && IsOfEndpoint(url, session));

    private static bool IsOfEndpoint(Uri url, AuditSession session) =>
        url.Scheme is "http" or "https"
        && url.UserInfo.Length == 0
        && Uri.TryCreate(session.Machine.Endpoint, UriKind.Absolute, out Uri? endpoint)
        && url.Authority.Equals(endpoint.Authority, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether one is a path and the other the same of the endpoint, as a proxy is asked.</summary>
    public static bool IsWholeUrl(string path, string url, AuditSession session) =>
        path.StartsWith('/') && Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.PathAndQuery == path && IsOfEndpoint(uri, session);

    /// <summary>Whether it is how a body is cut: the program does that, whatever carries it.</summary>
    public static bool IsOwnCut(Difference difference) =>
        difference.Path.EndsWith(" chunks", StringComparison.Ordinal)
        || difference.Path.StartsWith(RequestFeatures.Bounds, StringComparison.Ordinal)
        || difference.Path.EndsWith(" chunk lines", StringComparison.Ordinal);

    /// <summary>Whether sessions connected to a proxy: what it takes is not the target's.</summary>
    public static bool UsesProxy(Difference difference) =>
        difference.SessionsWith.Concat(difference.SessionsWithout).Any(session => session.Machine.Environment.Any(variable =>
        variable.Key.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)
        && Uri.TryCreate(variable.Value, UriKind.Absolute, out Uri? proxy)
        && session.Capture.Connections.Any(made => made.Host.Equals(proxy.Host, StringComparison.OrdinalIgnoreCase))));
}
