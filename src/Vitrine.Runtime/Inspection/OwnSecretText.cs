using System.Text.RegularExpressions;

namespace Vitrine.Runtime.Inspection;

/// <summary>Finds the values in the text of a credential file, whichever of the usual forms it has.</summary>
internal static partial class OwnSecretText
{
    private const int LongestLine = 8192, MostValues = 512;

    [GeneratedRegex("(?i)(pass|pwd|secret|token|key|credential|auth|dsn|connection|database_url|private|session|cookie|webhook|salt)",
        RegexOptions.NonBacktracking)]
    private static partial Regex SecretWord { get; }

    [GeneratedRegex("^\\s*(?:export\\s+|set\\s+)?(?://\\S*:)?[\"']?([A-Za-z0-9_.@-]{1,128}?)[\"']?\\s*[=:]\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s#,;]+))",
        RegexOptions.NonBacktracking)]
    private static partial Regex Pair { get; }

    [GeneratedRegex("://[^:/@\\s]*:([^@\\s]+)@", RegexOptions.NonBacktracking)]
    private static partial Regex UserInfo { get; }

    [GeneratedRegex("(?:^|\\s)password\\s+(\\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex Netrc { get; }

    [GeneratedRegex("<(?:password|passphrase|token|privateKey)>([^<]+)<", RegexOptions.NonBacktracking)]
    private static partial Regex Element { get; }

    /// <summary>Whether a variable's name promises a secret.</summary>
    public static bool IsSecretName(string name) =>
        SecretWord.IsMatch(name)
        && name is not ("SSH_AUTH_SOCK" or "XAUTHORITY" or "DBUS_SESSION_BUS_ADDRESS" or "XDG_SESSION_ID" or "DESKTOP_SESSION" or "GPG_KEY");

    /// <summary>Names and values; the name is empty where the file has none.</summary>
    public static IEnumerable<(string Name, string Value)> Values(string text)
    {
        int count = 0;
        bool inKey = false, onlyLine = text.AsSpan().Trim().IndexOfAny(' ', '\n', '=') < 0 && !text.Contains(':', StringComparison.Ordinal);
        if (onlyLine)
        {
            yield return ("", text.Trim());
            yield break;
        }

        // JSON is often one line: a property becomes a line of its own.
        if (text.AsSpan().TrimStart().StartsWith("{"))
            text = text.Replace(",", ",\n", StringComparison.Ordinal)
                .Replace("{", "{\n", StringComparison.Ordinal)
                .Replace("}", "\n}", StringComparison.Ordinal);
        foreach (string raw in text.Split('\n'))
        {
            if (raw.Length > LongestLine)
                continue;
            string line = raw.TrimEnd('\r');
            bool isMark = line.StartsWith("-----", StringComparison.Ordinal);
            if (isMark)
                inKey = line.Contains("PRIVATE KEY", StringComparison.Ordinal) && line.Contains("BEGIN", StringComparison.Ordinal);
            foreach (string[] found in isMark ? [] : inKey ? KeyLine(line) : Line(line))
                if (count++ < MostValues)
                    yield return (found[0], found[1]);
        }
    }

    /// <summary>A line of a key's body. The first of OpenSSH's is the same in every key.</summary>
    private static IEnumerable<string[]> KeyLine(string line)
    {
        if (line.Length >= 40 && !line.StartsWith("b3BlbnNzaC1rZXktdjE", StringComparison.Ordinal))
            yield return ["private key", line];
    }

    private static IEnumerable<string[]> Line(string line)
    {
        Match pair = Pair.Match(line);
        if (pair.Success)
        {
            string name = pair.Groups[1].Value,
                value = pair.Groups[2].Success ? pair.Groups[2].Value : pair.Groups[3].Success ? pair.Groups[3].Value : pair.Groups[4].Value;
            int last = name.LastIndexOf(':');
            if (IsSecretName(name))
                yield return [last >= 0 ? name[(last + 1)..] : name, value];
        }

        foreach (Regex form in (Regex[])[UserInfo, Netrc, Element])
            if (form.Match(line) is { Success: true } match)
                yield return ["password", Uri.UnescapeDataString(match.Groups[1].Value)];

        // .pgpass: host:port:database:user:password
        string[] parts = line.Split(':');
        if (parts.Length == 5 && (parts[1] == "*" || ushort.TryParse(parts[1], out _)))
            yield return ["password", parts[4]];
    }
}
