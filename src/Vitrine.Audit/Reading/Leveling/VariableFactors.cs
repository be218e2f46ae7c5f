using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reading.Leveling;

/// <summary>Which factor a variable belongs to, and the values it is tried with.</summary>
internal static class VariableFactors
{
    private static readonly string[] OfTheMachine =
    [
        "HOME", "PATH", "USER", "LOGNAME", "SHELL", "PWD", "TMPDIR", "TERM", "LANG", "LANGUAGE", "TZ", "HOSTNAME", "NODE_OPTIONS", "LD_PRELOAD",
            "LD_LIBRARY_PATH", "NODE_PATH", "OLDPWD", "SHLVL",
    ];

    private static readonly string[] OfProtocols = ["ANTHROPIC", "OPENAI", "GEMINI", "GOOGLE", "CLAUDE", "CODEX", "COPILOT"];

    /// <summary>The factor; null for what a session sets itself, or what would break it.</summary>
    public static string? Of(string name)
    {
        if (OfTheMachine.Contains(name)
            || name.StartsWith("LC_", StringComparison.Ordinal)
            || name.EndsWith("_BASE_URL", StringComparison.Ordinal)
            || IsOwnKey(name)
            || name.EndsWith("_MODEL", StringComparison.Ordinal)
            || (name.StartsWith("npm_", StringComparison.Ordinal) && !IsAuthority(name))
            || name.StartsWith("XDG_", StringComparison.Ordinal))
            return null;
        if (name.Contains("PROXY", StringComparison.OrdinalIgnoreCase))
            return Factors.Proxy;
        if (IsAuthority(name)
            || name.StartsWith("SSL_CERT", StringComparison.Ordinal)
            || name.Contains("TLS_REJECT", StringComparison.Ordinal)
            || name.Contains("KEYLOG", StringComparison.Ordinal))
            return Factors.Interception;
        if (name is "container" or "CODESPACES" or "KUBERNETES_SERVICE_HOST" or "WSL_DISTRO_NAME"
            || name.StartsWith("GITPOD", StringComparison.Ordinal)
            || name.Contains("SANDBOX", StringComparison.Ordinal)
            || name.Contains("DOCKER", StringComparison.Ordinal) || name.Contains("CONTAINER", StringComparison.Ordinal))
            return Factors.SandboxDetection;
        return Factors.EnvironmentVariable;
    }

    /// <summary>What it is compared with, else what switches usually are.</summary>
    public static IEnumerable<string> Values(string name, string compared)
    {
        if (name.Contains("PROXY", StringComparison.OrdinalIgnoreCase))
            // A list of exceptions names hosts; all others name a proxy, which leads to the door like every name.
            return name.StartsWith("no", StringComparison.OrdinalIgnoreCase) ? ["intranet.example"] : ["http://proxy.example:3128"];
        // Checks are switched off by 0; keys of sessions go to a file.
        if (name.Contains("TLS_REJECT", StringComparison.Ordinal))
            return ["0"];
        if (name.Contains("KEYLOG", StringComparison.Ordinal))
            return ["/tmp/session-keys.log"];
        if (name == "SSL_CERT_DIR")
            return ["/etc/ssl/certs"];
        if (IsAuthority(name) || name == "SSL_CERT_FILE")
            return ["/etc/ssl/certs/ca-certificates.crt"];
        return compared.Length > 0 ? compared.Split(' ').Take(3) : ["1"];
    }

    /// <summary>What is set for a value of it: a proxy is named and no host is reached by it, as there is none.</summary>
    public static IReadOnlyDictionary<string, string?> Changes(string name, string value) =>
        Of(name) == Factors.Proxy && !name.StartsWith("no", StringComparison.OrdinalIgnoreCase)
            ? new Dictionary<string, string?> { [name] = value, ["NO_PROXY"] = "*", ["no_proxy"] = "*" }
            : new Dictionary<string, string?> { [name] = value };

    // Keys with which a session asks its model, or might. Those of other services are facts of the machine.
    private static bool IsOwnKey(string name) =>
        (name.EndsWith("API_KEY", StringComparison.Ordinal) || name.EndsWith("_TOKEN", StringComparison.Ordinal))
        && OfProtocols.Any(word => name.Contains(word, StringComparison.Ordinal));

    private static bool IsAuthority(string name) =>
        name.Contains("CA_CERT", StringComparison.Ordinal)
        || name.Contains("CA_BUNDLE", StringComparison.Ordinal)
        || name.EndsWith("cafile", StringComparison.OrdinalIgnoreCase);
}
