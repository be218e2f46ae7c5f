using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Vitrine.Core.Model;

/// <summary>
/// A host as it is matched, resolved, dialled and verified: parsed once, never again (a second parser is how
/// <c>evil\0.allowed.com</c> gets out). Either a DNS name of letters, digits, hyphens and underscores (RFC 1123 section 2.1, RFC 2181 section 11),
/// lower case and without a trailing dot, or a canonical IP address. Everything else is no host: punycode stays punycode, other Unicode is
/// refused, and so are the ways of writing an address that only some resolvers understand (<c>127.1</c>, <c>0x7f000001</c>, zone ids).
/// </summary>
public readonly record struct HostName
{
    /// <summary>The longest DNS name in text form (RFC 1035 section 2.3.4).</summary>
    public const int MaximumLength = 253;

    private const int MaximumLabelLength = 63;
    private readonly string? _name;

    private HostName(string name, IPAddress? address)
    {
        _name = name;
        Address = address;
    }

    /// <summary>The address, when the host is written as one.</summary>
    public IPAddress? Address { get; }

    /// <summary>The canonical text; an IPv6 address without brackets. Empty for <c>default</c>, which matches nothing.</summary>
    public string Name => _name ?? "";

    /// <summary>Whether the host is an address rather than a name.</summary>
    public bool IsAddress => Address is not null;

    /// <summary>A host that is an address. An IPv4-mapped IPv6 address becomes the IPv4 one, so that one host has one form; a zone is dropped.</summary>
    public static HostName FromAddress(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());
        return new HostName(plain.ToString(), plain);
    }

    /// <summary>Parses a host; an IPv6 address may stand in brackets. False for whatever is not exactly a host.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out HostName host)
    {
        host = default;
        if (text is null || text.Length is 0 or > MaximumLength + 1)
            return false;
        bool bracketed = text.Length > 2 && text[0] == '[' && text[^1] == ']';
        string inner = bracketed ? text[1..^1] : text;
        if (inner.Contains(':'))
            return TryParseIPv6(inner, out host);
        return !bracketed && TryParseName(inner, out host);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The form that stands in a URL: IPv6 in brackets.</summary>
    public string ToUriHost() => Address?.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Name}]" : Name;

    private static bool TryParseIPv6(string text, out HostName host)
    {
        host = default;
        // IPAddress also reads "[::1]:80", "::1%eth0" and "::1/64": the alphabet is checked first, so that only an address is one.
        foreach (char c in text)
            if (!char.IsAsciiHexDigit(c) && c is not (':' or '.'))
                return false;
        if (!IPAddress.TryParse(text, out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return false;
        host = FromAddress(address);
        return true;
    }

    private static bool TryParseName(string text, out HostName host)
    {
        host = default;
        ReadOnlySpan<char> name = text.EndsWith('.') ? text.AsSpan(0, text.Length - 1) : text;
        if (name.Length is 0 or > MaximumLength)
            return false;
        ReadOnlySpan<char> last = default;
        foreach (Range label in name.Split('.'))
        {
            last = name[label];
            if (!IsLabel(last))
                return false;
        }

        // A last label that is a number makes an address of the whole (WHATWG URL, "ends in a number"): then only the one canonical form is taken.
        if (IsNumber(last))
        {
            if (!IPAddress.TryParse(text, out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetwork || address.ToString() != text)
                return false;
            host = new HostName(text, address);
            return true;
        }

        host = new HostName(name.ToString().ToLowerInvariant(), null);
        return true;
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        if (label.Length is 0 or > MaximumLabelLength || label[0] == '-' || label[^1] == '-')
            return false;
        foreach (char c in label)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return false;
        return true;
    }

    /// <summary>Decimal or octal digits, or <c>0x</c> with any hexadecimal digits, even none.</summary>
    private static bool IsNumber(ReadOnlySpan<char> label)
    {
        bool hexadecimal = label is ['0', 'x' or 'X', ..];
        foreach (char c in hexadecimal ? label[2..] : label)
            if (hexadecimal ? !char.IsAsciiHexDigit(c) : !char.IsAsciiDigit(c))
                return false;
        return true;
    }
}
