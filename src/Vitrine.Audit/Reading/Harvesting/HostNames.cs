using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>Tells hosts, URLs and e-mail domains from names with dots.</summary>
internal static partial class HostNames
{
    // Names at the root that hosts in programs are under. The endings of files are left out, but for "sh", "rs" and the like in a URL.
    private static readonly FrozenSet<string> Roots =
        ("com net org io ai dev app co me cn ru ir kp hk tw jp kr in uk de fr nl se no fi dk pl cz at ch it es pt br mx ar ca au nz us eu sg my th vn id ph tr ua by kz il ae sa eg za ng info biz cloud tech site online xyz "
        + "top shop store pro live page run build tools gov edu mil int test example invalid local internal corp lan home intranet localhost arpa onion")
            .Split(' ')
            .ToFrozenSet(StringComparer.Ordinal);

    // "x.in", "y.it" and the like are also words of programs; such short roots want a label of some length, or a third label.
    private static readonly FrozenSet<string> WordRoots =
        "in it is me no at be to id us my so co run build page top int home live test example local pro store tools".Split(' ')
            .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the whole text is a host, with a root that hosts have.</summary>
    public static bool IsHost(ReadOnlySpan<char> text)
    {
        if (text.Length is < 4 or > 253 || text[0] is '.' or '-' || !text.Contains('.'))
            return false;
        text = text.TrimEnd('.');
        int dot = text.LastIndexOf('.');
        if (dot <= 0)
            return false;
        int label = 0;
        foreach (char one in text)
        {
            if (one == '.')
            {
                if (label == 0)
                    return false;
                label = 0;
            }
            else if (char.IsAsciiLetterOrDigit(one) || one is '-' or '_')
                label++;
            else
                return false;
            if (label > 63)
                return false;
        }

        // Hosts are written in lower case; members of objects are not.
        if (text.ContainsAnyInRange('A', 'Z'))
            return false;
        string root = text[(dot + 1)..].ToString();
        if (!Roots.Contains(root))
            return false;
        ReadOnlySpan<char> rest = text[..dot];
        if (!rest.ContainsAnyExceptInRange('0', '9') || rest is "this" or "process" or "window" or "self" or "module" or "exports")
            return false;
        return !WordRoots.Contains(root) || rest.Contains('.') || rest.Contains('-') || rest.Length >= 6;
    }

    /// <summary>Whether the text is an IPv4 address that is no version: four numbers, not all small.</summary>
    public static bool IsAddress(string text) => text.Count(one => one == '.') == 3 && System.Net.IPAddress.TryParse(text, out System.Net.IPAddress? address)
        && address.GetAddressBytes() is { Length: 4 } bytes && bytes[0] != 0 && (bytes[1] > 20 || bytes[2] > 20 || bytes[0] >= 10);

    /// <summary>URLs anywhere in a text.</summary>
    [GeneratedRegex("""(?:https?|wss?|git|ssh|ftp)://[^\s"'`<>\\^{}|)\]]{3,300}""", RegexOptions.CultureInvariant)]
    public static partial Regex Url { get; }

    /// <summary>Hosts anywhere in a text, with what stands around them.</summary>
    [GeneratedRegex(@"(?<![A-Za-z0-9_.@/-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}[a-z]{2,12}(?![A-Za-z0-9_(.-])", RegexOptions.CultureInvariant)]
    public static partial Regex Within { get; }

    /// <summary>E-mail addresses, or domains with their sign.</summary>
    [GeneratedRegex(@"@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,4}[a-z]{2,12})(?![a-z0-9(/])", RegexOptions.CultureInvariant)]
    public static partial Regex Mail { get; }
}
