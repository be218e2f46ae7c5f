using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Core.Policy.Shell;

namespace Vitrine.Runtime.Policies;

/// <summary>What can be asked of a policy outside a session: by <c>vitrine policy explain</c> and by the cases beside a policy.</summary>
public static class PolicyQuestion
{
    /// <summary>Reads <c>METHOD URL</c>, or a URL alone for GET.</summary>
    public static bool TryParseRequest(string text, out RequestFacts request)
    {
        ArgumentNullException.ThrowIfNull(text);
        request = default;
        int space = text.IndexOf(' ');
        string method = space < 0 ? "GET" : text[..space], url = space < 0 ? text : text[(space + 1)..];
        bool isHttps = url.StartsWith("https://", StringComparison.Ordinal);
        if (method.Length == 0 || !method.All(c => char.IsAsciiLetterUpper(c) || c == '-') || !(isHttps || url.StartsWith("http://", StringComparison.Ordinal)))
            return false;
        string rest = url[(isHttps ? 8 : 7)..];
        int end = rest.AsSpan().IndexOfAny("/?#");
        string authority = end < 0 ? rest : rest[..end];
        string target = end < 0 ? "/" : rest[end] == '/' ? rest[end..] : "/" + rest[end..];
        int port = isHttps ? 443 : 80;
        int colon = authority.LastIndexOf(':');
        if (colon > authority.LastIndexOf(']') && !HostRule.TryParsePort(authority.AsSpan(colon + 1), out port))
            return false;
        if (!HostName.TryParse(colon > authority.LastIndexOf(']') ? authority[..colon] : authority, out HostName host))
            return false;
        request = new RequestFacts(new Destination(host, port), isHttps ? FlowProtocol.Https : FlowProtocol.Http, method, target);
        return true;
    }

    /// <summary>Asks about a request: first whether its connection may be made, then about itself.</summary>
    public static Decision Ask(SessionPolicy policy, in RequestFacts request)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Decision flow = policy.Network.Decide(request.Destination);
        Decision own = policy.Network.DecideRequest(request);
        return flow.Outcome == Effect.Deny && own.Outcome == Effect.Deny ? own : own.Outcome <= flow.Outcome ? own : flow;
    }

    /// <summary>Asks about a file; a relative path starts at the workspace, <c>~/</c> at home.</summary>
    public static Decision Ask(SessionPolicy policy, string path, PathAccess access, PolicyPlaces places)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(places);
        string full = path == "~"
            ? places.Home
            : path.StartsWith("~/", StringComparison.Ordinal)
                ? Path.Combine(places.Home, path[2..])
                : Path.GetFullPath(path, places.Workspace);
        return policy.Files.Decide(new UnixPath(full.Length > 1 ? full.TrimEnd('/') : full), access, places);
    }

    /// <summary>Asks about a case.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="test">The case.</param>
    /// <param name="places">Where workspace and home are.</param>
    /// <param name="decision">The answer.</param>
    /// <returns>False where the case's text can't be asked about.</returns>
    public static bool TryAsk(SessionPolicy policy, PolicyTest test, PolicyPlaces places, out Decision decision)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(test);
        decision = default;
        switch (test.Kind)
        {
            case PolicyTestKind.Request:
                if (!TryParseRequest(test.Subject, out RequestFacts request))
                    return false;
                decision = Ask(policy, request);
                return true;
            case PolicyTestKind.Read or PolicyTestKind.Write:
                decision = Ask(policy, test.Subject, test.Kind == PolicyTestKind.Read ? PathAccess.Read : PathAccess.Write, places);
                return true;
            default:
                // A command of a case is written as in a shell; program names are looked up nowhere.
                decision = policy.Commands.DecideText(ShellCommandLine.Read(test.Subject), places);
                return true;
        }
    }
}
