using System.Globalization;
using System.Text;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison.Features;

/// <summary>
/// Takes a capture apart into features. A path that begins with <c>? </c> says that something is there at all; sessions without it count as <c>no</c>, where
/// other features that are absent are left out of the comparison.
/// </summary>
internal static class FeatureReader
{
    /// <summary>The prefix of features whose absence says something.</summary>
    public const string Presence = "? ";

    /// <summary>How long the target took to ask its model at all, from its start.</summary>
    public const string TimeBeforeFirst = "time before the first model request";

    /// <summary>How long it took to send all that was asked of the model, from the first byte of each request to its last.</summary>
    public const string SendingTime = "time of sending to the model";

    private static readonly SessionMemory<FeatureSet> Memory = new(Read);
    private static readonly SessionMemory<IReadOnlyList<(string Place, string Channel, string File)>> PackedMemory = new(session => [.. FindPacked(session)
        .DistinctBy(packed => packed.Place)]);

    /// <summary>All features of a session; read once.</summary>
    public static FeatureSet Of(AuditSession session) => Memory.Of(session);

    private static FeatureSet Read(AuditSession session)
    {
        var features = new FeatureSet();
        var values = KnownValues.Of(session.Machine);
        string endpoint = EndpointHost(session.Machine);
        features.Word("exit status", Channels.Process, session.Capture.ExitStatus.ToString(CultureInfo.InvariantCulture));
        NameFeatures.Add(features, session.Capture, endpoint);
        ConnectionFeatures.Add(features, session.Capture, endpoint);
        Exchanges(features, session.Capture, endpoint, values);
        MachineFeatures.Add(features, session.Capture, values);
        foreach ((string place, string channel, string _) in Packed(session))
            features.Word(place, channel, "yes");
        features.Trim();
        return features;
    }

    /// <summary>Where text of the machine's files is packed into what is asked of the model: the feature's path, its channel, the file.</summary>
    public static IReadOnlyList<(string Place, string Channel, string File)> Packed(AuditSession session) => PackedMemory.Of(session);

    private static IEnumerable<(string Place, string Channel, string File)> FindPacked(AuditSession session)
    {
        foreach (CapturedExchange exchange in session.Capture.Exchanges.Where(exchange => exchange.IsModel))
        {
            if (PackedText.FileIn(BodyText.Decode(exchange), session.Machine) is { } inBody)
                yield return ($"{Presence}text of files, packed, in a model request's body", Channels.BodyText, inBody);
            if (PackedText.FileIn(Encoding.UTF8.GetBytes(exchange.Target), session.Machine) is { } inTarget)
                yield return ($"{Presence}text of files, packed, in a model request's target", Channels.Url, inTarget);
            foreach (CapturedField field in exchange.Fields)
                if (PackedText.FileIn(Encoding.UTF8.GetBytes(field.Value), session.Machine) is { } inField)
                    yield return ($"{Presence}text of files, packed, in a model request's field {field.Name.ToLowerInvariant()}", Channels.Header, inField);
        }
    }

    /// <summary>The endpoint's host without its port.</summary>
    public static string EndpointHost(MachineFacts machine) =>
        Uri.TryCreate(machine.Endpoint, UriKind.Absolute, out Uri? uri) ? uri.Host : machine.Endpoint;

    /// <summary>A host without its port.</summary>
    public static string WithoutPort(string host)
    {
        // An address of version 6 stands in brackets, with a port behind them.
        if (host.StartsWith('['))
            return host.IndexOf(']', StringComparison.Ordinal) is var end and > 0 ? host[..(end + 1)] : host;
        int colon = host.LastIndexOf(':');
        return colon > 0 && host.IndexOf(':', StringComparison.Ordinal) == colon ? host[..colon] : host;
    }

    /// <summary>The name of a kind of request that goes to no model.</summary>
    public static string KindOf(CapturedExchange exchange, string endpoint, KnownValues values)
    {
        string host = WithoutPort(exchange.Host);
        int query = exchange.Target.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? exchange.Target : exchange.Target[..query];
        if (Uri.TryCreate(path, UriKind.Absolute, out Uri? absolute) && absolute.Scheme.StartsWith("http", StringComparison.Ordinal))
            path = absolute.AbsolutePath;
        string shown = host.Equals(endpoint, StringComparison.OrdinalIgnoreCase) ? "the endpoint" : host;
        return $"{exchange.Method} {NameShape.Of(values.Replace(path))} to {(shown == host ? NameShape.OfHost(host) : shown)}";
    }

    private static void Exchanges(FeatureSet features, Capture capture, string endpoint, KnownValues values)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var trees = new Dictionary<string, JsonTree?>(StringComparer.Ordinal);
        var order = new List<string>();
        double? last = null;
        double sending = 0;
        foreach (CapturedExchange exchange in capture.Exchanges)
        {
            // Which models there are is asked without a word to one.
            string kind = !exchange.IsModel || (exchange.Method == "GET" && exchange.Body.Length == 0)
                ? KindOf(exchange, endpoint, values)
                : HasTools(exchange)
                    ? "model request"
                    : "model request without tools";
            int nth = counts[kind] = counts.GetValueOrDefault(kind) + 1;
            string place = string.Create(CultureInfo.InvariantCulture, $"{kind} {nth}:");
            CapturedConnection? connection = capture.Connections.FirstOrDefault(made => made.Number == exchange.Connection);
            string wire = connection?.ClientHello is null ? "" : $" over TLS ({connection.Protocol})";
            trees[kind] = RequestFeatures.Add(features, place, wire, exchange, trees.GetValueOrDefault(kind));
            order.Add(kind);
            if (exchange.IsModel)
            {
                features.Amount(last is null ? TimeBeforeFirst : $"time before {place}", Channels.Timing, exchange.At - (last ?? 0));
                last = exchange.At;
                sending += Math.Max(0, exchange.EndedAt - exchange.At);
            }
        }
        RequestFeatures.AddBounds(features, capture.Exchanges.Where(exchange => exchange.IsModel));
        foreach ((string kind, int count) in counts)
            features.Word($"{Presence}{kind}", kind.EndsWith(" to the endpoint", StringComparison.Ordinal) ? Channels.Url : Channels.UnexpectedHost,
                count.ToString(CultureInfo.InvariantCulture));
        features.Word("order of requests", Channels.Url, string.Join(", ", order.Take(200)));
        // A body that is written in pieces with pauses between them takes time that a body of one piece does not.
        if (last is not null)
            features.Amount(SendingTime, Channels.HttpFraming, sending);
        if (last is double end)
            features.Amount("time after the last model request", Channels.Timing, capture.Seconds - end);
    }

    /// <summary>Whether a request to the model says which tools there are: a part of the conversation does.</summary>
    public static bool HasTools(CapturedExchange exchange)
    {
        byte[] sent = exchange.Body.Unpack();
        return sent.AsSpan().IndexOf("\"tools\""u8) >= 0 || BodyText.Decode(exchange, sent).AsSpan().IndexOf("\"tools\""u8) >= 0;
    }
}
