using System.Globalization;
using System.Security.Cryptography;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison.Features;

/// <summary>Features of one request: target, fields, framing, body.</summary>
internal static class RequestFeatures
{
    /// <summary>The bounds of the sizes of pieces: bytes.</summary>
    public const string Bounds = "model requests: chunks#";

    // Of fewer the bounds are drawn, too; a program that writes a message at a time has few sizes.
    private const int LeastPieces = 24, LeastSizes = 12;

    /// <summary>Adds them; the body's tree, where it is JSON.</summary>
    public static JsonTree? Add(FeatureSet features, string place, string wire, CapturedExchange exchange, JsonTree? previous)
    {
        features.Text($"{place} target", Channels.Url, exchange.Target);
        features.Word($"{place} method", Channels.Url, exchange.Method);
        Fields(features, place, wire, exchange);
        // What the program itself writes does not change with what carries it: TLS is no reason to cut a body otherwise, another version of HTTP is.
        string version = exchange.Version.StartsWith("HTTP/1", StringComparison.Ordinal) ? "" : wire;
        features.Word($"{place} framing{version}", Channels.HttpFraming, exchange.Framing);
        features.Word($"{place} version{wire}", Channels.HttpFraming, exchange.Version);
        features.Word($"{place} chunks{version}", Channels.HttpFraming, ChunkShape(exchange));
        Oddities(features, place, exchange);
        if (exchange.Body.Length == 0)
            return null;
        byte[] sent = exchange.Body.Unpack();
        byte[] body = BodyText.Decode(exchange, sent);
        if (!ReferenceEquals(body, sent))
            features.Word($"{place} coding", Channels.HttpFraming, CodingShape(sent));
        JsonTree? tree = JsonTree.Read(body);
        if (tree is not null)
            new BodyFeatures(features, place, tree, previous).Add();
        else if (BodyText.Utf8(body) is string text)
            features.Text($"{place} body", Channels.BodyText, text);
        else
            features.Word($"{place} body", Channels.BodyText,
                string.Create(CultureInfo.InvariantCulture, $"{body.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(body))}"));
        return tree;
    }

    private static readonly string[] s_ofTransport =
    [
        "accept", "accept-encoding", "accept-language", "connection", "content-length", "expect", "host", "http2-settings", "keep-alive", "proxy-authorization",
            "proxy-connection", "sec-fetch-mode", "te", "transfer-encoding",
        "upgrade", "via",
    ];

    /// <summary>Whether HTTP clients set a field by themselves, by the kind of the connection.</summary>
    private static bool IsOfTransport(string name) => name.StartsWith(':') || s_ofTransport.Contains(name);

    private static void Fields(FeatureSet features, string place, string wire, CapturedExchange exchange)
    {
        features.Word($"{place} fields#order{wire}", Channels.Header, string.Join(' ', exchange.Fields.Select(field => field.Name)));
        // Which fields there are is compared across kinds of connections, but for those that clients add by the kind of the connection.
        features.Word($"{place} fields#members", Channels.Header,
            string.Join(' ', exchange.Fields.Select(field => field.Name.ToLowerInvariant()).Where(name => !IsOfTransport(name)).Order(StringComparer.Ordinal)));
        features.Word($"{place} fields#transport{wire}", Channels.Header,
            string.Join(' ', exchange.Fields.Select(field => field.Name.ToLowerInvariant()).Where(IsOfTransport).Order(StringComparer.Ordinal)));
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (CapturedField field in exchange.Fields)
        {
            int nth = seen[field.Name] = seen.GetValueOrDefault(field.Name) + 1;
            string name = field.Name.ToLowerInvariant() + (nth == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" {nth}"));
            // The length follows from the body, and the body is compared.
            if (name == "content-length")
                features.Word($"{place} field content-length", Channels.Header,
                    field.Value == exchange.Body.Length.ToString(CultureInfo.InvariantCulture) ? "as the body is" : "wrong");
            else if (name is not (":path" or ":method"))
                features.Text($"{place} field {name}", Channels.Header, field.Value);
        }
    }

    /// <summary>What is written in another way than is usual, where the meaning stays the same.</summary>
    private static void Oddities(FeatureSet features, string place, CapturedExchange exchange)
    {
        features.Word($"{place} fields#space", Channels.Header,
            string.Join(' ', exchange.Fields.Concat(exchange.Trailers).Where(field => field.Before != " " || field.After.Length > 0)
                .Select(field => $"{field.Name}:“{field.Before}”“{field.After}”")));
        features.Word($"{place} trailers#order", Channels.Header, string.Join(' ', exchange.Trailers.Select(field => field.Name)));
        features.Word($"{place} notes", Channels.HttpFraming, string.Join("; ", exchange.Notes.Take(32)));
        features.Word($"{place} chunk lines", Channels.HttpFraming, string.Join(' ', exchange.ChunkLines.Take(64)));
        // The first request fills the table: its forms follow from the client, later ones from what was sent before.
        if (exchange.Forms.Length > 0)
            features.Word($"{place} forms of fields", Channels.HttpFraming, exchange.Forms);
    }

    /// <summary>How a body was cut, without what follows from its length alone.</summary>
    private static string ChunkShape(CapturedExchange exchange)
    {
        IReadOnlyList<int> chunks = exchange.Chunks;
        if (chunks.Count <= 1)
            return chunks.Count == 0 ? "none" : "one";
        int first = chunks[0];
        bool isRegular = chunks.SkipLast(1).All(size => size == first) && chunks[^1] <= first;
        return isRegular ? string.Create(CultureInfo.InvariantCulture, $"pieces of {first}") : string.Join(' ', chunks.SkipLast(1).Take(64)) + " and the rest";
    }

    /// <summary>
    /// Between which sizes pieces lie that are cut anew each time: where the sizes are drawn, nothing but their bounds stays, and these say something, too.
    /// </summary>
    public static void AddBounds(FeatureSet features, IEnumerable<CapturedExchange> asked)
    {
        // The last piece is what is left.
        int[] sizes = [.. asked.SelectMany(exchange => exchange.Chunks.SkipLast(1))];
        if (sizes.Length < LeastPieces || sizes.Distinct().Count() < LeastSizes)
            return;
        features.Amount(Bounds + "largest", Channels.HttpFraming, sizes.Max());
        features.Amount(Bounds + "smallest", Channels.HttpFraming, sizes.Min());
    }

    // The empty stored block with which a flush ends (RFC 1951, section 3.2.4; zlib's Z_SYNC_FLUSH).
    private static ReadOnlySpan<byte> Flush => [0, 0, 0xFF, 0xFF];

    private static string CodingShape(byte[] body) =>
        body is [0x1F, 0x8B, _, byte flags, .., _] && body.Length > 10
            ? string.Create(CultureInfo.InvariantCulture,
                $"gzip, flags {flags:X2}, time {BitConverter.ToUInt32(body, 4)}, level {body[8]:X2}, system {body[9]:X2}{(body.AsSpan().IndexOf(Flush) >= 0 ? ", flushed within" : "")}")
            : "other";
}
