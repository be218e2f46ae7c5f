namespace Vitrine.Audit.Reading.Leveling;

/// <summary>Small tables for levels.</summary>
internal static class LocaleWords
{
    private static readonly Dictionary<string, string> Regions = new(StringComparer.Ordinal)
    {
        ["zh"] = "CN",
        ["ja"] = "JP",
        ["ko"] = "KR",
        ["fa"] = "IR",
        ["uk"] = "UA",
        ["en"] = "US",
        ["ar"] = "EG",
        ["he"] = "IL",
        ["hi"] = "IN",
        ["vi"] = "VN",
        ["da"] = "DK",
        ["sv"] = "SE",
        ["cs"] = "CZ",
        ["el"] = "GR",
        ["et"] = "EE",
        ["be"] = "BY",
        ["kk"] = "KZ",
        ["ur"] = "PK",
        ["pt"] = "BR",
        ["nb"] = "NO",
        ["ka"] = "GE",
        ["hy"] = "AM",
        ["sl"] = "SI",
        ["sr"] = "RS",
        ["ms"] = "MY",
        ["my"] = "MM",
        ["ka-GE"] = "GE",
    };

    /// <summary>The name that LANG has: <c>zh-CN</c> and <c>zh</c> become <c>zh_CN.UTF-8</c>.</summary>
    public static string ToSystem(string locale)
    {
        string bare = locale.Split('.')[0].Replace('-', '_');
        string[] parts = bare.Split('_');
        string region = parts.Length > 1 ? parts[^1] : Regions.GetValueOrDefault(parts[0], parts[0].ToUpperInvariant());
        // A script, such as Hans, is no region.
        return $"{parts[0]}_{(region.Length == 2 ? region : Regions.GetValueOrDefault(parts[0], parts[0].ToUpperInvariant()))}.UTF-8";
    }

    /// <summary>Public places of repositories.</summary>
    public static bool IsGitHost(string host) =>
        host is "github.com" or "gitlab.com" or "bitbucket.org" or "codeberg.org" or "gitee.com" or "sr.ht" or "dev.azure.com"
        || host.StartsWith("git.", StringComparison.Ordinal)
        || host.StartsWith("gitlab.", StringComparison.Ordinal);

    /// <summary>Paths that the stand-in answers itself.</summary>
    public static bool IsModelPath(string path) =>
        path.EndsWith("/messages", StringComparison.Ordinal)
        || path.EndsWith("/chat/completions", StringComparison.Ordinal)
        || path.EndsWith("/responses", StringComparison.Ordinal)
        || path.EndsWith("/count_tokens", StringComparison.Ordinal) || path.EndsWith("/completions", StringComparison.Ordinal) || path is "/v1" or "/";

    /// <summary>Words of the model's protocols and of Node.js, which every client compares with.</summary>
    public static bool IsOfProtocol(string word) =>
        word.StartsWith("content_block", StringComparison.Ordinal)
        || word.StartsWith("message", StringComparison.Ordinal)
        || word.StartsWith("response.", StringComparison.Ordinal)
        || word.EndsWith("_delta", StringComparison.Ordinal)
        || word.StartsWith("tool_", StringComparison.Ordinal)
        || word.StartsWith("function_call", StringComparison.Ordinal)
        || word.StartsWith("event", StringComparison.Ordinal)
        || word.StartsWith("application/", StringComparison.Ordinal)
        || word.StartsWith("text/", StringComparison.Ordinal)
        || word.StartsWith("content-", StringComparison.OrdinalIgnoreCase)
        || word.StartsWith("--", StringComparison.Ordinal)
        || word is "utf8"
        or "utf-8"
        or "base64"
        or "hex"
        or "latin1"
        or "text"
        or "error"
        or "true"
        or "false"
        or "string"
        or "number"
        or "object"
        or "function"
        or "undefined"
        or "boolean"
        or "symbol"
        or "bigint"
        or "user"
        or "assistant"
            or "system"
                or "end"
                or "data"
                or "close"
                or "exit"
                or "data:"
                or "application"
                or "json"
                or "DONE"
                or "stop"
                or "GET"
                or "POST"
                or "default"
                or "length"
                or "node_modules"
                or "--print"
                or "--help"
                or "--version";
}
