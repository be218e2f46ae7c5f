using System.Globalization;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison.Features;

/// <summary>Features of connections: which request used which, what a TLS or HTTP/2 client says first.</summary>
internal static class ConnectionFeatures
{
    /// <summary>Adds them.</summary>
    public static void Add(FeatureSet features, Capture capture, string endpoint)
    {
        int[] used = [.. capture.Exchanges.Where(exchange => exchange.IsModel).Select(exchange => exchange.Connection)];
        bool isTls = capture.Connections.Any(made => made.ClientHello is not null && made.Host.Equals(endpoint, StringComparison.OrdinalIgnoreCase));
        string wire = isTls ? " over TLS" : "";
        if (used.Length > 1)
        {
            int distinct = used.Distinct().Count();
            features.Word($"connections of model requests{wire}", Channels.ConnectionPattern, string.Join(' ', Renumbered(used)));
            features.Word($"number of connections of model requests{wire}", Channels.ConnectionPattern, distinct.ToString(CultureInfo.InvariantCulture));
            features.Word($"reuse of connections{wire}", Channels.ConnectionPattern,
                distinct == 1 ? "one for all" : distinct == used.Length ? "one for each" : "mixed");
        }
        if (used.Length > 0)
        {
            int idle = capture.Connections.Count(made => made.Host.Equals(endpoint, StringComparison.OrdinalIgnoreCase)
                && capture.Exchanges.All(exchange => exchange.Connection != made.Number));
            features.Word($"connections to the endpoint without a request{wire}", Channels.ConnectionPattern, idle.ToString(CultureInfo.InvariantCulture));
        }
        foreach (IGrouping<string, CapturedConnection> host in capture.Connections.GroupBy(made => Shown(made.Host, endpoint),
            StringComparer.OrdinalIgnoreCase))
        {
            CapturedConnection first = host.First();
            if (first.ClientHello is byte[] hello)
                features.Text($"ClientHello to {host.Key}", Channels.HttpFraming, ClientHelloText.Of(hello));
            if (first.Preface is byte[] preface)
                features.Word($"HTTP/2 preface to {host.Key}", Channels.HttpFraming,
                    Convert.ToHexStringLower(preface.AsSpan(0, Math.Min(preface.Length, 512))));
            if (host.Any(made => made.Notes.Count > 0))
                features.Word($"notes on connections to {host.Key}", Channels.HttpFraming,
                    string.Join("; ", host.SelectMany(made => made.Notes).Distinct().Take(32)));
            if (host.FirstOrDefault(made => made.Opaque is { Length: > 0 }) is { } opaque)
                features.Text($"bytes to {host.Key}", Channels.HttpFraming,
                    Convert.ToHexStringLower(opaque.Opaque.AsSpan(0, Math.Min(opaque.Opaque!.Length, 4096))));
        }
    }

    private static string Shown(string host, string endpoint) =>
        host.Equals(endpoint, StringComparison.OrdinalIgnoreCase) ? "the endpoint" : NameShape.OfHost(host);

    private static IEnumerable<int> Renumbered(int[] used)
    {
        var numbers = new Dictionary<int, int>();
        foreach (int number in used)
        {
            if (!numbers.TryGetValue(number, out int renumbered))
                numbers[number] = renumbered = numbers.Count;
            yield return renumbered;
        }
    }
}
