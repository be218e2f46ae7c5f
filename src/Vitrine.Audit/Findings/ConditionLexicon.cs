using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// What people call the conditions of an experiment: one table for all who read a text for them. No word that stands in texts about anything.
/// </summary>
internal static class ConditionLexicon
{
    private static readonly Dictionary<string, Terms> s_terms = new(StringComparer.Ordinal)
    {
        [Factors.TimeZone] = new()
        {
            Sentences = ["time zone", "timezone", "daylight saving", "daylight", "summer time", "dst", "utc", "gmt", "utc offset", "offset from", "local time",
                "half-hour"],
            Labels = ["zone", "timezone", "offset", "dst", "daylight", "summer"],
            Documents = ["time zone", "time zones", "timezone", "local day", "local hour", "local date", "local time", "offset from UTC", "o'clock", "weekend",
                "weekends", "daylight saving"],
        },
        [Factors.Clock] = new()
        {
            Sentences = ["new year", "new year's", "january 1", "january 1st", "1 january", "weekend", "weekday", "work day", "working day", "workday",
                "saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "holiday", "it is late", "morning", "evening", "night"],
            Labels = ["date", "time", "day", "today", "weekday", "week", "month", "season", "quarter", "year"],
            Documents = ["local day", "local date", "day of the week", "day of the year", "weekday", "weekdays", "o'clock", "weekend", "weekends", "saturday",
                "saturdays", "sunday", "sundays", "monday", "friday", "fridays", "january", "december", "new year", "holiday", "holidays", "today's date",
                "time of day"],
        },
        [Factors.Locale] = new()
        {
            Sentences = ["locale", "language", "regional", "decimal", "first day of the week", "first day of week"],
            Labels = ["language", "locale", "units", "paper", "currency", "calendar", "separator", "decimal", "measurement", "script", "direction", "week",
                "starts"],
            Documents = ["locale", "locales", "language", "languages", "regional settings"],
        },
        [Factors.HostName] = new()
        {
            Sentences = ["host name", "hostname", "build agent", "build machine"],
            Labels = ["host", "hostname", "machine", "computer", "device"],
            Documents = ["host name", "hostname", "machine name", "machine's name", "machines whose name", "name of the machine", "name of the host",
                "build agents"],
        },
        [Factors.UserName] = new()
        {
            Sentences = ["running as root", "as root", "root user", "are root", "not root", "sudo", "full rights", "superuser", "login name", "user name",
                "username", "administrator", "privileged", "unprivileged", "privileges"],
            Labels = ["user", "username", "account", "login", "privileges", "root", "admin"],
            Documents = ["login name", "user name", "username", "as root", "uid 0", "root", "superuser", "privilege level"],
        },
        [Factors.HomePath] = new()
        {
            Sentences = ["home directory", "home folder"],
            Labels = ["home", "path", "directory"],
        },
        [Factors.GitIdentity] = new()
        {
            Sentences = ["author", "committer", "git identity", "e-mail address", "email address", "mail address"],
            Labels = ["author", "committer", "contributor", "email", "mail", "git", "domain"],
            Documents = ["user.email", "user.name", "e-mail address", "email address", "git identity", "e-mail", "email", "commit address", "mail provider"],
        },
        [Factors.GitRemote] = new()
        {
            Sentences = ["remote", "origin", "forge", "github", "gitlab", "bitbucket", "pull request", "pull requests", "merge request", "merge requests",
                "hosting"],
            Labels = ["remote", "origin", "forge", "repository", "repo", "owner", "organisation", "organization", "transport", "protocol", "credentials",
                "hosting", "visibility"],
            Documents = ["remote", "remotes", "origin", "github", "gitlab", "repositories from", "repositories on", "forge", "forges"],
        },
        [Factors.EndpointHost] = new()
        {
            Sentences = ["endpoint", "base url", "gateway", "provider", "self-hosted", "api host"],
            Labels = ["provider", "endpoint", "backend", "gateway", "server", "api", "deployment"],
            Documents = ["endpoint", "endpoints", "base URL", "base_url", "other host", "gateway", "gateways", "self-hosted", "localhost", "third-party server",
                "third-party servers", "remote server", "remote servers", "hosted service", "loopback", "server on this machine", "local server",
                "local servers"],
        },
        [Factors.Proxy] = new()
        {
            Sentences = ["proxy", "proxies", "proxied"],
            Labels = ["proxy", "network"],
            Documents = ["proxy", "proxies", "direct connection", "direct connections"],
        },
        [Factors.Interception] = new()
        {
            Sentences = ["certificate", "certificates", "root certificate", "certificate authority", "tls", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE",
                "SSL_CERT_DIR"],
            Labels = ["tls", "ca", "certificate", "certificates", "certs", "authority"],
            Documents = ["certificate authority", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR", "certificates", "certificate", "CA variables",
                "CA variable", "CA certificates", "private CA", "private CAs", "CA bundle", "CA file", "CA files", "custom CA", "additional authority",
                "custom authority", "extra authority", "private authority", "authority of your own"],
        },
        [Factors.SandboxDetection] = new()
        {
            Sentences = ["container", "containers", "docker", "sandbox", "sandboxed", "containerised", "containerized"],
            Labels = ["sandbox", "sandboxed", "container", "containerised", "containerized", "docker", "dockerenv", "containerenv", "virtualization",
                "isolation"],
            Documents = ["container", "containers", "sandbox", "docker", "/.dockerenv", "where the CLI is running", "where the client runs"],
        },
        [Factors.RunCount] = new()
        {
            Sentences = ["first session", "first run", "first time here", "first time you", "first time this", "new here", "returning", "welcome back",
                "earlier session", "earlier sessions", "previous session", "previous sessions", "last session", "this is session", "session number",
                "been here"],
            Labels = ["session", "sessions", "run", "runs", "start", "starts", "visit", "visits", "visited"],
            Documents = ["first run", "first session", "very first", "later runs", "later sessions", "how many sessions", "earlier sessions",
                "previous sessions", "sessions before", "past sessions", "next session", "next run", "been a session", "session on this machine",
                "number of sessions", "returning"],
        },
        [Factors.ServerResponse] = new()
        {
            Sentences = ["by the server", "by server", "from the server", "server flag", "server flags", "feature flag", "feature flags", "beta features",
                "beta feature", "switched on by", "remote settings", "experiments"],
            Labels = ["feature", "features", "flag", "flags", "server", "beta", "betas", "experiment", "experiments"],
            Documents = ["our server", "the server", "from our side", "our service", "the service", "feature flags", "remotely"],
        },
        [Factors.WorkspaceContent] = new()
        {
            Documents = ["workspace", "languages found", "number of files", "project's files", "files of the project", "in the project",
                "files in your project", "source file", "source files", "tracked file", "tracked files", "first line of", "confidentiality notice",
                "marked confidential", "languages in", "programming language", "programming languages"],
        },
    };

    /// <summary>What a sentence of a prompt calls the factor.</summary>
    public static IReadOnlyList<string> InSentences(string factor) => s_terms.GetValueOrDefault(factor)?.Sentences ?? [];

    /// <summary>What a heading before a fact about it may be called.</summary>
    public static IReadOnlyList<string> AsLabels(string factor) => s_terms.GetValueOrDefault(factor)?.Labels ?? [];

    /// <summary>What a README calls it.</summary>
    public static IReadOnlyList<string> InDocuments(string factor) => s_terms.GetValueOrDefault(factor)?.Documents ?? [];

    private sealed class Terms
    {
        public string[] Sentences { get; init; } = [];

        public string[] Labels { get; init; } = [];

        public string[] Documents { get; init; } = [];
    }
}
