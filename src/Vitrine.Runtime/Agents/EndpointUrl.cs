using System.Diagnostics.CodeAnalysis;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Agents;

/// <summary>
/// Base URLs of model endpoints. They end up within JSON, TOML and environment variables, so only plain ones are taken: http or https, a host as
/// <see cref="HostName"/> has it, perhaps a path, no user, query or fragment. A version at the end (<c>/v1</c>, <c>/v1beta</c>) is taken off: each profile puts
/// there what its agent wants.
/// </summary>
public static class EndpointUrl
{
    /// <summary>What one looks like, for hints.</summary>
    public const string Form = "write http://HOST[:PORT][/PATH] or https://…, without user, query and fragment";

    /// <summary>Parses a base URL; false when it isn't one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        if (text is not { Length: > 0 and <= 512 }
            || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '/' or '.' or '-' or '_' or '~' or '[' or ']')
            || !Uri.TryCreate(text, UriKind.Absolute, out Uri? parsed))
            return false;
        bool isWeb = parsed.Scheme == Uri.UriSchemeHttps || parsed.Scheme == Uri.UriSchemeHttp;
        if (!isWeb
            || parsed.UserInfo.Length > 0
            || parsed.Query.Length > 0
            || parsed.Fragment.Length > 0
            || !HostName.TryParse(parsed.Host, out _)
            || parsed.Port == 0)
            return false;
        string trimmed = parsed.AbsoluteUri.TrimEnd('/');
        foreach (string version in (ReadOnlySpan<string>)["/v1beta", "/v1"])
            if (trimmed.EndsWith(version, StringComparison.Ordinal))
                trimmed = trimmed[..^version.Length].TrimEnd('/');
        url = new Uri(trimmed);
        return true;
    }

    /// <summary>The URL as a profile's <c>{endpoint}</c>: without a slash at its end.</summary>
    public static string ToText(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.AbsoluteUri.TrimEnd('/');
    }

    /// <summary>The rule that allows the endpoint, and its port alone.</summary>
    public static HostRule ToRule(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!HostName.TryParse(url.Host, out HostName host) || !HostRule.TryParse($"{host.ToUriHost()}:{url.Port}", out HostRule? rule))
            throw new ArgumentException("Not a URL that TryParse gave.", nameof(url));
        return rule;
    }
}
