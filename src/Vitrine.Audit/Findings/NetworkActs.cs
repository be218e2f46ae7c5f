using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;
using Vitrine.Audit.Targets;

namespace Vitrine.Audit.Findings;

/// <summary>Acts on the network: other hosts, other names, uploads to the endpoint.</summary>
internal static partial class NetworkActs
{
    // An id or two may stand in a report.
    private const int MostMade = 80;
    private const int LongestReport = 4096;

    [GeneratedRegex("[A-Za-z0-9+/_=-]{20,}", RegexOptions.CultureInvariant)]
    private static partial Regex Made();

    private static readonly string[] s_optOuts = ["DO_NOT_TRACK", "DISABLE_TELEMETRY", "NO_TELEMETRY", "TELEMETRY_DISABLED", "NO_ANALYTICS"];

    /// <summary>All of a session.</summary>
    public static IEnumerable<Act> Of(AuditSession session, TargetNames target)
    {
        var values = KnownValues.Of(session.Machine);
        string endpoint = FeatureReader.EndpointHost(session.Machine);
        bool refused = session.Machine.Environment.Any(variable => IsOptOut(variable.Key, variable.Value));
        string ignored = refused ? "; although the environment asks not to be tracked" : "";
        var reached = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (CapturedExchange exchange in session.Capture.Exchanges.Where(exchange => !exchange.IsModel && !IsAskedOfProxy(exchange, endpoint)))
        {
            string host = FeatureReader.WithoutPort(exchange.Host);
            reached.Add(host);
            (string? file, IReadOnlyList<string> facts) = CarriedContent.Of(exchange, session.Machine);
            string kind = FeatureReader.KindOf(exchange, endpoint, values);
            string shown =
                $"{exchange.Method} {exchange.Host}{exchange.Target}, {exchange.Body.Length} bytes{(file is null ? "" : $", with text of {file}")}{(facts.Count == 0 ? "" : ", with " + string.Join(", ", facts))}";
            if (!IsExpected(host, session, endpoint) || IsOtherRepository(host, exchange, session, endpoint))
            {
                bool saysMore = file is not null || facts.Count > 0;
                bool isDeclared = !saysMore && !refused && target.DeclaredHosts.Contains(host, StringComparer.OrdinalIgnoreCase) && IsReadable(exchange);
                yield return new Act($"{FeatureReader.Presence}{kind}", Channels.UnexpectedHost, saysMore ? Severity.High : Severity.Medium,
                    $"sends {exchange.Method} to {host}, which is not the endpoint",
                    "a host that nobody configured" + (saysMore ? ", and what is sent says who or what" : "") + ignored, shown, session)
                { Host = host, IsDeclared = isDeclared };
            }
            else if (file is not null && host.Equals(endpoint, StringComparison.OrdinalIgnoreCase))
            {
                yield return new Act($"{FeatureReader.Presence}{kind}", Channels.Url, Severity.High,
                    $"uploads files with {exchange.Method} {NameShape.Of(values.Replace(exchange.Target.Split('?')[0]))} to the endpoint",
                    "content of the machine leaves outside the conversation with the model", shown, session);
            }
            else if (exchange.Body.Length > 0 && host.Equals(endpoint, StringComparison.OrdinalIgnoreCase))
            {
                string also = facts.Where(fact => fact != "API key").ToArray() is { Length: > 0 } who ? $" with {string.Join(", ", who)}" : "";
                yield return new Act($"{FeatureReader.Presence}{kind}", Channels.Url, refused || also.Length > 0 ? Severity.Medium : Severity.Low,
                    $"sends reports{also} to the endpoint, {exchange.Method} {NameShape.Of(values.Replace(exchange.Target.Split('?')[0]))}",
                    "a request that is no part of the conversation" + ignored, shown, session);
            }
        }
        foreach ((string place, string channel, string file) in FeatureReader.Packed(session))
        {
            yield return new Act(place, channel, Severity.High, $"packs text of {file} into {place[(place.IndexOf(" in ", StringComparison.Ordinal) + 4)..]}",
                "a conversation shows files in clear; what is packed into it is hidden from whoever reads it", $"text of {file}, packed", session);
        }

        foreach (CapturedConnection connection in session.Capture.Connections.Where(made => !IsExpected(made.Host, session, endpoint)
            && reached.Add(made.Host)))
        {
            yield return new Act($"{FeatureReader.Presence}connection to {NameShape.OfHost(connection.Host)}", Channels.UnexpectedHost, Severity.Medium,
                $"connects to {connection.Host}:{connection.Port}, which is not the endpoint",
                "a host that nobody configured" + ignored,
                connection.Opaque is { Length: > 0 } bytes ? $"{bytes.Length} bytes that are no HTTP" : "no request was seen", session)
            {
                Host = connection.Host,
                IsDeclared = !refused
                    && connection.Opaque is not { Length: > 0 }
                    && target.DeclaredHosts.Contains(connection.Host, StringComparer.OrdinalIgnoreCase)
            };
        }
        foreach (CapturedName name in session.Capture.Names.Where(name => !IsExpected(name.Name.TrimEnd('.'), session, endpoint)))
        {
            string plain = name.Name.TrimEnd('.');
            if (!plain.Contains('.', StringComparison.Ordinal) || reached.Contains(plain) || !reached.Add(plain))
                continue;
            bool isLong = plain.Split('.')[0].Length >= 8 && plain.Split('.').Length > 2;
            yield return new Act($"{FeatureReader.Presence}name under {NameFeatures.Zone(plain)}", Channels.Dns, isLong ? Severity.High : Severity.Medium,
                $"looks up names under {NameFeatures.Zone(plain)} without connecting to them",
                "a look-up alone reaches the servers of that zone, and its labels carry data", plain, session)
            { IsDeclared = !refused && target.DeclaredHosts.Contains(plain, StringComparer.OrdinalIgnoreCase) };
        }
    }

    // The conversation itself, asked of a proxy that does not exist here.
    private static bool IsAskedOfProxy(CapturedExchange exchange, string endpoint) =>
        exchange.AnsweredBy == "refused" && ModelPath.Tell(exchange.Target) is not null
        && Uri.TryCreate(exchange.Target, UriKind.Absolute, out Uri? url)
        && url.Scheme is "http" or "https"
        && url.Host.Equals(endpoint, StringComparison.OrdinalIgnoreCase);

    // Whoever says what he sends does not send what cannot be read.
    private static bool IsReadable(CapturedExchange exchange) =>
        exchange.Body.Length <= LongestReport && IsReadable(Encoding.Latin1.GetString(BodyText.Decode(exchange)))
        && IsReadable(exchange.Target) && exchange.Fields.All(field => IsReadable(field.Value));

    private static bool IsReadable(string text) =>
        text.All(char.IsAscii) && Made().Matches(text).Where(run => run.Value.Any(char.IsAsciiDigit)).Sum(run => run.Length) <= MostMade;

    /// <summary>Whether a variable asks not to be tracked.</summary>
    public static bool IsOptOut(string name, string? value) =>
        value is not (null or "" or "0" or "false") && s_optOuts.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a request to the remote's host is about something else than the remote.</summary>
    private static bool IsOtherRepository(string host, CapturedExchange exchange, AuditSession session, string endpoint)
    {
        string remote = session.Machine.GitRemote;
        if (host.Equals(endpoint, StringComparison.OrdinalIgnoreCase)
            || !remote.Contains(host, StringComparison.OrdinalIgnoreCase)
            || session.Machine.Environment.Values.Any(value => value.Contains(host, StringComparison.OrdinalIgnoreCase)))
            return false;
        string path = remote[(remote.IndexOf(host, StringComparison.OrdinalIgnoreCase) + host.Length)..].TrimStart(':', '/');
        path = path.EndsWith(".git", StringComparison.Ordinal) ? path[..^4] : path;
        return path.Length > 0 && !exchange.Target.Contains(path, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the person's own configuration names the host: the endpoint, this machine, a proxy, the remote.</summary>
    public static bool IsExpected(string host, AuditSession session, string endpoint)
    {
        if (host.Equals(endpoint, StringComparison.OrdinalIgnoreCase)
            || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.Equals(session.Machine.HostName, StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".arpa", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
            || IsSearched(host, session.Machine.HostName, endpoint))
            return true;
        if (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address))
            return IPAddress.IsLoopback(address)
                || address.Equals(IPAddress.Any)
                || address.Equals(IPAddress.IPv6Any)
                || session.Capture.Names.Count > 0 && session.Capture.Connections.All(made => made.Host != host);
        return host.Contains('.', StringComparison.Ordinal)
            && (Names(session.Machine.GitRemote, host) || session.Machine.Environment.Values.Any(value => Names(value, host)));
    }

    // Without a list of domains to search, the resolver takes that of the machine's own name (resolv.conf(5)).
    private static bool IsSearched(string host, string machine, string endpoint) =>
        machine.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && host.Equals(endpoint + machine[dot..], StringComparison.OrdinalIgnoreCase);

    // As a whole: the end of a configured name is another host.
    private static bool Names(string text, string host) => WholeWord.IsIn(text, host, StringComparison.OrdinalIgnoreCase, joining: "-_.");
}
