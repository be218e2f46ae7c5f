using System.Net;
using Vitrine.Core.Model;

namespace Vitrine.Egress;

/// <summary>
/// The proxy that the host itself must use to reach the network. The name is then resolved by the proxy, so the check for private
/// addresses covers only destinations that are written as one.
/// </summary>
public sealed record UpstreamProxy : IWebProxy
{
    /// <summary>Proxy for <c>http</c> requests; null goes direct.</summary>
    public Uri? Http { get; init; }

    /// <summary>Proxy for <c>https</c> requests; null goes direct.</summary>
    public Uri? Https { get; init; }

    /// <summary>Hosts that are reached direct: a name covers itself and what is below it; <c>*</c> covers all.</summary>
    public IReadOnlyList<string> Bypass { get; init; } = [];

    /// <inheritdoc/>
    public ICredentials? Credentials { get; set; }

    /// <summary>Reads <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c> in either case; null when none is set.</summary>
    /// <exception cref="FormatException">A value is no <c>http://</c> or <c>https://</c> URL.</exception>
    public static UpstreamProxy? FromEnvironment(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        Uri? http = Read(variable, "HTTP_PROXY") ?? Read(variable, "ALL_PROXY");
        Uri? https = Read(variable, "HTTPS_PROXY") ?? Read(variable, "ALL_PROXY");
        if (http is null && https is null)
            return null;
        string bypass = variable("no_proxy") ?? variable("NO_PROXY") ?? "";
        Uri? login = https ?? http;
        return new UpstreamProxy
        {
            Http = http,
            Https = https,
            Bypass = bypass.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Credentials = login!.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var rest]
                ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(rest.Length > 0 ? rest[0] : ""))
                : null,
        };
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return destination.Scheme is "https" or "wss" ? Https : Http;
    }

    /// <inheritdoc/>
    public bool IsBypassed(Uri host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (GetProxy(host) is null || !HostName.TryParse(host.Host, out HostName name))
            return true;
        foreach (string entry in Bypass)
        {
            string suffix = entry.TrimStart('*').TrimStart('.').ToLowerInvariant();
            if (suffix.Length == 0 || name.Name == suffix || name.Name.EndsWith("." + suffix, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static Uri? Read(Func<string, string?> variable, string name)
    {
        string? text = variable(name.ToLowerInvariant()) ?? variable(name);
        if (string.IsNullOrWhiteSpace(text))
            return null;
        string url = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        return Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new FormatException($"{name} is no http:// or https:// address.");
    }
}
