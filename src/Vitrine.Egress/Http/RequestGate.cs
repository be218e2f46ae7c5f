using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress.Capture;

namespace Vitrine.Egress.Http;

/// <summary>What the gate says of a request: the target to dial, or why it goes no further.</summary>
/// <param name="Target">Path and query exactly as the agent wrote them; empty when refused.</param>
/// <param name="Status">HTTP status of the refusal; 0 when it may pass.</param>
/// <param name="Reason">Reason of the refusal, as <see cref="FlowRefused"/> has it.</param>
/// <param name="Text">What the agent is told.</param>
internal readonly record struct Gated(string Target, int Status, string Reason, string Text)
{
    public static Gated Pass(string target) => new(target, 0, "", "");

    public static Gated Refuse(int status, string reason, string text) => new("", status, reason, text);
}

/// <summary>
/// Checks each request, also the hundredth on a connection: the name in Host or :authority, and in an absolute target, is the connected name; and
/// nothing in it could be read as two requests by whoever comes next. Kestrel has refused most of that already (duplicate or missing Host, two framings);
/// what is left are things that only HTTP/2 can carry.
/// </summary>
internal static class RequestGate
{
    private const string Elsewhere = "This request is for another host than the connection.";

    /// <summary>Checks one request.</summary>
    public static Gated Check(HttpContext context, Flow flow, NetworkPolicy policy)
    {
        IHttpRequestFeature request = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        if (HttpMethods.IsConnect(request.Method) || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true })
            return Gated.Refuse(405, "connect-method", "CONNECT is not available here; connect to the host itself.");
        if (!FieldSyntax.IsToken(request.Method))
            return Gated.Refuse(400, "malformed-request", "The method is malformed.");
        // Kestrel lets these through although HTTP/2 has no place for them (RFC 9113 section 8.2.2).
        if (request.Protocol == "HTTP/2"
            && (request.Headers.TransferEncoding.Count > 0 || request.Headers.Upgrade.Count > 0 || request.Headers.Connection.Count > 0))
            return Gated.Refuse(400, "malformed-request", "HTTP/2 has no fields that concern one connection.");
        if (Names(request.Headers.Upgrade, "h2c"))
            return Gated.Refuse(400, "h2c-upgrade", "HTTP/2 without TLS is not available here.");
        foreach ((string field, StringValues values) in request.Headers)
        {
            if (!FieldSyntax.IsToken(field))
                return Gated.Refuse(400, "malformed-request", "The name of a header field is malformed.");
            foreach (string? value in values)
                if (!FieldSyntax.IsValue(value))
                    return Gated.Refuse(400, "malformed-request", "The value of a header field is malformed.");
        }

        StringValues host = request.Headers.Host;
        if (host.Count != 1 || !TryParseAuthority(host[0], out HostName name, out int? port))
            return Gated.Refuse(400, "malformed-request", "Exactly one host is needed.");
        if (flow.IsUnnamed && flow.Protocol == FlowProtocol.Http)
        {
            var named = flow.Destination with { Host = name };
            flow.Name(named, policy.Decide(named));
        }

        if (name != flow.Destination.Host || (port is { } given && given != flow.Destination.Port))
            return Gated.Refuse(421, "name-mismatch", Elsewhere);
        return CheckTarget(request.RawTarget, flow);
    }

    private static Gated CheckTarget(string target, Flow flow)
    {
        if (!FieldSyntax.IsTarget(target))
            return Gated.Refuse(400, "malformed-request", "The request target is malformed.");
        if (target[0] == '/')
            return Gated.Pass(target);
        string scheme = flow.Protocol == FlowProtocol.Https ? "https://" : "http://";
        if (!target.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return Gated.Refuse(400, "malformed-request", "The request target is neither a path nor an address of this connection.");
        int end = target.AsSpan(scheme.Length).IndexOfAny('/', '?');
        string authority = end < 0 ? target[scheme.Length..] : target.Substring(scheme.Length, end);
        int standard = flow.Protocol == FlowProtocol.Https ? 443 : 80;
        if (!TryParseAuthority(authority, out HostName name, out int? port) || name != flow.Destination.Host || (port ?? standard) != flow.Destination.Port)
            return Gated.Refuse(421, "name-mismatch", Elsewhere);
        string path = end < 0 ? "/" : target[(scheme.Length + end)..];
        return Gated.Pass(path[0] == '?' ? "/" + path : path);
    }

    private static bool TryParseAuthority(string? text, out HostName host, out int? port)
    {
        host = default;
        port = null;
        if (string.IsNullOrEmpty(text))
            return false;
        int colon = text.LastIndexOf(':');
        if (colon > 0 && (text[0] != '[' || text[colon - 1] == ']'))
        {
            if (!HostRule.TryParsePort(text.AsSpan(colon + 1), out int number))
                return false;
            port = number;
            text = text[..colon];
        }

        // Two spellings of one host, such as [::ffff:127.0.0.1], are one HostName and so compare equal.
        return HostName.TryParse(text, out host);
    }

    private static bool Names(StringValues values, string token)
    {
        foreach (string? value in values)
            foreach (string part in (value ?? "").Split(','))
                if (part.AsSpan().Trim().Equals(token, StringComparison.OrdinalIgnoreCase))
                    return true;
        return false;
    }
}
