using System.Globalization;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Exports;

/// <summary>Host and port of <c>host:port</c>, <c>address:port</c> or <c>[address]:port</c>; where a text is none of these, all of it is the name.</summary>
internal readonly record struct EndpointText(string Name, HostName? Host, int? Port)
{
    public static EndpointText Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= ushort.MaxValue
            && HostName.TryParse(text[..colon], out HostName host))
            return new EndpointText(text, host, port);
        return HostName.TryParse(text, out HostName alone) ? new EndpointText(text, alone, null) : new EndpointText(text, null, null);
    }
}

/// <summary>The parts of a URL as the door writes it: scheme, host, port, path, query.</summary>
internal readonly record struct UrlText(string Whole, string? Scheme, EndpointText? Authority, string? Path, string? Query)
{
    public static UrlText Parse(string url)
    {
        int scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0)
            return new UrlText(url, null, null, null, null);
        int start = scheme + 3;
        int path = url.AsSpan(start).IndexOfAny('/', '?');
        path = path < 0 ? url.Length : start + path;
        int query = url.IndexOf('?', path);
        int end = query < 0 ? url.Length : query;
        return new UrlText(url, url[..scheme], EndpointText.Parse(url[start..path]), url[path..end], query < 0 ? null : url[(query + 1)..]);
    }

    /// <summary>The port, also where it is the scheme's own.</summary>
    public int? Port => Authority?.Port ?? Scheme switch
    {
        "http" or "ws" => 80,
        "https" or "wss" => 443,
        _ => null,
    };
}
