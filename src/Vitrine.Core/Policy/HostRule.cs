using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Vitrine.Core.Model;

namespace Vitrine.Core.Policy;

/// <summary>
/// One allow rule for hosts: <c>HOST</c>, <c>HOST:PORT</c>, <c>*.DOMAIN</c> or <c>*.DOMAIN:PORT</c>. Without a port it means 80 and 443. A wildcard covers
/// names below the domain at any depth, never the domain itself, and never an address.
/// </summary>
public sealed record HostRule
{
    private HostRule(string text, HostName host, bool isWildcard, int? port) => (Text, Host, IsWildcard, Port) = (text, host, isWildcard, port);

    /// <summary>The rule as the person wrote it.</summary>
    public string Text { get; }

    /// <summary>The host, or the domain below the wildcard.</summary>
    public HostName Host { get; }

    /// <summary>Whether names below <see cref="Host"/> are meant.</summary>
    public bool IsWildcard { get; }

    /// <summary>The only port, or null for 80 and 443.</summary>
    public int? Port { get; }

    /// <summary>Parses a rule; false when the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out HostRule? rule)
    {
        rule = null;
        if (string.IsNullOrEmpty(text))
            return false;
        string hostText = text;
        int? port = null;
        int colon = text.LastIndexOf(':');
        bool bracketed = text[0] == '[';
        if (colon >= 0 && (bracketed ? text[colon - 1] == ']' : text.IndexOf(':') == colon))
        {
            if (!TryParsePort(text.AsSpan(colon + 1), out int number))
                return false;
            port = number;
            hostText = text[..colon];
        }

        bool wildcard = hostText.StartsWith("*.", StringComparison.Ordinal);
        if (!HostName.TryParse(wildcard ? hostText[2..] : hostText, out HostName host) || (wildcard && host.IsAddress))
            return false;
        rule = new HostRule(text, host, wildcard, port);
        return true;
    }

    /// <summary>Whether this rule covers the host, whatever the port (DNS has none).</summary>
    public bool Covers(HostName host) =>
        IsWildcard
            ? !host.IsAddress
                && host.Name.Length > Host.Name.Length + 1
                && host.Name.EndsWith(Host.Name, StringComparison.Ordinal)
                && host.Name[^(Host.Name.Length + 1)] == '.'
            : host.Name == Host.Name && host.Name.Length > 0;

    /// <summary>Whether this rule covers the destination.</summary>
    public bool Covers(Destination destination) =>
        Covers(destination.Host) && (Port is { } only ? destination.Port == only : destination.Port is 80 or 443);

    /// <summary>Parses a port of 1 to 65535 in its one canonical form: digits without a leading zero or sign.</summary>
    public static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535 && text[0] != '0';

    /// <inheritdoc/>
    public override string ToString() => Text;
}
