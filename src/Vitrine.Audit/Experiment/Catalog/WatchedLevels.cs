using Vitrine.Audit.Model;
using Vitrine.Audit.Running;

namespace Vitrine.Audit.Experiment.Catalog;

/// <summary>Signs of being watched: proxies, private authorities, containers. Each may make a careful program behave, or another one hide.</summary>
internal static class WatchedLevels
{
    private const string Authority = "/usr/local/share/ca-certificates/corp-root.crt";

    /// <summary>All of them.</summary>
    /// <param name="host">Host and port of the baseline's endpoint, so that the authority alone is another.</param>
    public static IEnumerable<RankedLevel> All(string host) => [.. Proxies(), .. Interceptions(host), .. Sandboxes()];

    private static IEnumerable<RankedLevel> Proxies() =>
    [
        Variables(Factors.Proxy, "HTTPS_PROXY", LevelRanks.Leading, LevelUse.Any, ("HTTPS_PROXY", "http://webproxy.intra.example:8080"), ("NO_PROXY", "*")),
        Variables(Factors.Proxy, "https_proxy", LevelRanks.Leading, LevelUse.Any, ("https_proxy", "http://127.0.0.1:7890"),
            ("http_proxy", "http://127.0.0.1:7890"), ("no_proxy", "*")),
        Variables(Factors.Proxy, "all_proxy", LevelRanks.Leading, LevelUse.Any, ("all_proxy", "socks5://127.0.0.1:1080"), ("no_proxy", "*")),
        Variables(Factors.Proxy, "HTTP_PROXY", LevelRanks.Usual, LevelUse.Any, ("HTTP_PROXY", "http://10.1.2.3:8080"), ("NO_PROXY", "*")),
        Variables(Factors.Proxy, "ALL_PROXY", LevelRanks.Usual, LevelUse.Any, ("ALL_PROXY", "socks5h://127.0.0.1:9050"), ("NO_PROXY", "*")),
        Variables(Factors.Proxy, "NO_PROXY", LevelRanks.Usual, LevelUse.Any, ("NO_PROXY", "localhost,127.0.0.1,.intra.example"),
            ("no_proxy", "localhost,127.0.0.1,.intra.example")),
        Variables(Factors.Proxy, "npm_config_proxy", LevelRanks.Usual, LevelUse.Any, ("npm_config_proxy", "http://webproxy.intra.example:8080"),
            ("npm_config_https_proxy", "http://webproxy.intra.example:8080")),
        Variables(Factors.Proxy, "all kinds", LevelRanks.Usual, LevelUse.Any,
            ("HTTPS_PROXY", "http://webproxy.intra.example:8080"), ("HTTP_PROXY", "http://webproxy.intra.example:8080"),
            ("https_proxy", "http://webproxy.intra.example:8080"), ("http_proxy", "http://webproxy.intra.example:8080"), ("NO_PROXY", "*"),
            ("no_proxy", "*")),
    ];

    private static IEnumerable<RankedLevel> Interceptions(string host) =>
    [
        Levels.Of(Factors.Interception, "names the authority", LevelRanks.Leading, new MachineChanges { NamesAuthority = true }, LevelUse.Veil),
        Variables(Factors.Interception, "NODE_EXTRA_CA_CERTS", LevelRanks.Leading, LevelUse.Veil, ("NODE_EXTRA_CA_CERTS", Authority)),
        Variables(Factors.Interception, "SSL_CERT_FILE", LevelRanks.Leading, LevelUse.Veil, ("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt"),
            ("SSL_CERT_DIR", "/etc/ssl/certs")),
        Levels.Of(Factors.Interception, "TLS endpoint", LevelRanks.Usual, new MachineChanges { Endpoint = "https://" + host, NamesAuthority = true },
            LevelUse.Veil),
        Variables(Factors.Interception, "NODE_TLS_REJECT_UNAUTHORIZED=0", LevelRanks.Usual, LevelUse.Veil, ("NODE_TLS_REJECT_UNAUTHORIZED", "0")),
        Variables(Factors.Interception, "REQUESTS_CA_BUNDLE", LevelRanks.Usual, LevelUse.Veil, ("REQUESTS_CA_BUNDLE", "/etc/ssl/certs/ca-certificates.crt"),
            ("CURL_CA_BUNDLE", "/etc/ssl/certs/ca-certificates.crt")),
        Variables(Factors.Interception, "NODE_USE_SYSTEM_CA=1", LevelRanks.Rare, LevelUse.Veil, ("NODE_USE_SYSTEM_CA", "1")),
        Variables(Factors.Interception, "SSLKEYLOGFILE", LevelRanks.Usual, LevelUse.Veil, ("SSLKEYLOGFILE", "/tmp/keys.log")),
        Levels.Of(Factors.Interception, "mitmproxy in the home", LevelRanks.Rare,
            new MachineChanges { HomeFiles = Levels.Map((".mitmproxy/mitmproxy-ca-cert.pem", "-----BEGIN CERTIFICATE-----\n")) }, LevelUse.Veil),
    ];

    private static IEnumerable<RankedLevel> Sandboxes() =>
    [
        Files("/.dockerenv", LevelRanks.Leading, ("/.dockerenv", "")),
        Variables(Factors.SandboxDetection, "container=podman", LevelRanks.Leading, LevelUse.Veil, ("container", "podman")),
        Variables(Factors.SandboxDetection, "CODESPACES=true", LevelRanks.Leading, LevelUse.Veil, ("CODESPACES", "true"),
            ("CODESPACE_NAME", "fluffy-space-disco"), ("REMOTE_CONTAINERS", "true")),
        Levels.Of(Factors.SandboxDetection, "bare home", LevelRanks.Leading, new MachineChanges { HomeFiles = Bare() }, LevelUse.Veil),
        Files("/run/.containerenv", LevelRanks.Usual, ("/run/.containerenv", "engine=\"podman-5.0\"\n")),
        Files("docker by all signs", LevelRanks.Usual, ("/.dockerenv", ""), ("/run/.containerenv", ""), ("/etc/hostname", "a3f9c1d27b40\n")),
        Variables(Factors.SandboxDetection, "KUBERNETES_SERVICE_HOST", LevelRanks.Usual, LevelUse.Veil, ("KUBERNETES_SERVICE_HOST", "10.96.0.1"),
            ("KUBERNETES_SERVICE_PORT", "443")),
        Variables(Factors.SandboxDetection, "GITPOD_WORKSPACE_ID", LevelRanks.Usual, LevelUse.Veil, ("GITPOD_WORKSPACE_ID", "acme-widget-3kf9sdl2")),
        Variables(Factors.SandboxDetection, "DEVCONTAINER=true", LevelRanks.Usual, LevelUse.Veil, ("DEVCONTAINER", "true")),
        Variables(Factors.SandboxDetection, "SANDBOX", LevelRanks.Usual, LevelUse.Veil, ("SANDBOX", "1"), ("IS_SANDBOX", "1"),
            ("FLATPAK_ID", "org.example.App")),
        // A library that is there: for one that is not, the loader complains in what every tool prints.
        Variables(Factors.SandboxDetection, "LD_PRELOAD", LevelRanks.Rare, LevelUse.Veil, ("LD_PRELOAD", "libm.so.6")),
        Variables(Factors.SandboxDetection, "AWS_LAMBDA_FUNCTION_NAME", LevelRanks.Rare, LevelUse.Veil, ("AWS_LAMBDA_FUNCTION_NAME", "agent"),
            ("AWS_EXECUTION_ENV", "AWS_Lambda_nodejs22.x")),
        Files("/kaniko", LevelRanks.Rare, ("/kaniko/executor", "")),
        Files("virtual machine", LevelRanks.Rare, ("/etc/machine-info", "CHASSIS=vm\n"), ("/etc/cloud/build.info", "build_name: server\n")),
    ];

    private static RankedLevel Variables(string factor, string name, int rank, LevelUse use, params ReadOnlySpan<(string, string?)> variables) =>
        Levels.Variables(factor, name, rank, use, variables);

    // Of a home that somebody lives in, only what a fresh account has.
    private static SortedDictionary<string, string?> Bare()
    {
        var removed = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (string path in BaselineHome.Files(new MachineChanges(), "sam", "dev").Keys)
        {
            if (path is not (".bashrc" or ".bash_logout" or ".profile" or ".gitconfig"))
                removed[path] = null;
        }

        return removed;
    }

    private static RankedLevel Files(string name, int rank, params ReadOnlySpan<(string, string?)> files) =>
        Levels.Of(Factors.SandboxDetection, name, rank, new MachineChanges { SystemFiles = Levels.Map(files) }, LevelUse.Veil);
}
