namespace Vitrine.Audit.Reading.Hiding;

/// <summary>
/// Whether a string is one of those that are hidden, and that nobody writes by chance: a URL, a zone, a host under a known domain, a well-known path.
/// </summary>
internal static class Telling
{
    private static readonly string[] Starts = ["http://", "https://", "Asia/", "Europe/", "America/", "Africa/", "Australia/", "/etc/", "/proc/", "/home/",
        "~/."];
    private static readonly string[] Ends = [".com", ".net", ".org", ".test", ".example", ".invalid", ".io", ".dev", ".cn", ".ru", ".app", ".local",
        ".internal", ".corp"];

    public static bool Is(string text)
    {
        foreach (string start in Starts)
            if (text.StartsWith(start, StringComparison.Ordinal))
                return true;
        if (text.Length < 6 || text.Contains(' '))
            return false;
        foreach (string end in Ends)
            if (text.EndsWith(end, StringComparison.OrdinalIgnoreCase) && char.IsAsciiLetterOrDigit(text[^(end.Length + 1)]))
                return true;
        return false;
    }
}
