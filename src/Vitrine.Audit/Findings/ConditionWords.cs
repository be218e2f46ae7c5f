using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>What a sentence calls each condition. One that uses such a word says openly under which condition it stands there: it is told to whoever reads the request.</summary>
internal static partial class ConditionWords
{
    // No word that stands in sentences about any program.
    private static readonly Dictionary<string, string[]> s_words = new(StringComparer.Ordinal)
    {
        [Factors.TimeZone] = ["time zone", "timezone", "daylight saving", "daylight", "summer time", "dst", "utc", "gmt", "offset", "local time", "half-hour"],
        [Factors.Clock] = ["new year", "new year's", "january 1", "january 1st", "1 january", "weekend", "weekday", "work day", "working day", "workday", "saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "holiday", "it is late", "morning", "evening", "night"],
        [Factors.Locale] = ["locale", "language", "regional", "decimal", "first day of the week", "first day of week"],
        [Factors.HostName] = ["host name", "hostname", "build agent", "build machine"],
        [Factors.UserName] = ["running as root", "as root", "root user", "are root", "not root", "sudo", "full rights", "superuser", "login name", "user name", "username", "administrator", "privileged", "unprivileged", "privileges"],
        [Factors.HomePath] = ["home directory", "home folder"],
        [Factors.GitIdentity] = ["author", "committer", "git identity", "e-mail address", "email address", "mail address"],
        [Factors.GitRemote] = ["remote", "origin", "forge", "github", "gitlab", "bitbucket", "pull request", "pull requests", "merge request", "merge requests", "hosting"],
        [Factors.EndpointHost] = ["endpoint", "base url", "gateway", "provider", "self-hosted", "api host"],
        [Factors.Proxy] = ["proxy", "proxies", "proxied"],
        [Factors.Interception] = ["certificate", "certificates", "root certificate", "certificate authority", "tls", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR"],
        [Factors.SandboxDetection] = ["container", "containers", "docker", "sandbox", "sandboxed", "containerised", "containerized"],
        [Factors.RunCount] = ["first session", "first run", "first time", "new here", "returning", "welcome back", "earlier session", "earlier sessions", "previous session", "previous sessions", "last session", "this is session", "session number", "been here"],
        [Factors.ServerResponse] = ["by the server", "by server", "from the server", "server flag", "server flags", "feature flag", "feature flags", "beta features", "beta feature", "switched on by", "remote settings", "experiments"],
    };

    // That it is so, or is not, or how often it was.
    private static readonly HashSet<string> s_saying = new(StringComparer.OrdinalIgnoreCase) { "not", "no", "never", "yes", "none" };
    private static readonly HashSet<string> s_requests = new(StringComparer.OrdinalIgnoreCase) { "pull", "merge" };
    private static readonly HashSet<string> s_ordinals = new(StringComparer.OrdinalIgnoreCase) { "first", "second", "third", "fourth", "session", "sessions", "run", "number", "the", "time", "times", "1", "2", "3", "4", "1st", "2nd", "3rd", "4th" };

    /// <summary>Whether all words of a text can be read: a run of letters that nobody can say is no word of a sentence about anything.</summary>
    public static bool AreReadable(string text) => !Unreadable().IsMatch(text);

    /// <summary>Whether words are but the condition's own, or say that it is so or is not.</summary>
    public static bool AreOwn(IEnumerable<string> words, Difference difference) => difference is { Factors: [var factor] } && words.ToArray() is { Length: > 0 } some
        && (factor == Factors.RunCount ? some.All(s_ordinals.Contains)
            : (factor == Factors.GitRemote && some.All(s_requests.Contains) && IsOfForge(difference.Before, difference.SessionsWithout[0]) && IsOfForge(difference.After, difference.SessionsWith[0]))
                || (some.Any(s_saying.Contains) && some.All(word => s_saying.Contains(word) || s_words.GetValueOrDefault(factor, []).Contains(word, StringComparer.OrdinalIgnoreCase))));

    // GitLab calls a merge request what all others call a pull request.
    private static bool IsOfForge(string piece, AuditSession session) =>
        TextJudge.IsSaid(piece, session.Machine.GitRemote.Contains("gitlab", StringComparison.OrdinalIgnoreCase) ? "merge" : "pull", 1);

    /// <summary>Whether all that one side has more is a word for the condition: <c>, weekend</c> behind a date.</summary>
    public static bool AreOne(Difference difference) => difference is { Factors: [var factor] } && (difference.Before.Trim().Length == 0) != (difference.After.Trim().Length == 0)
        && s_words.GetValueOrDefault(factor, []).Contains((difference.Before + difference.After).Trim(' ', ',', ';', '.', '(', ')'), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a sentence names the condition of a difference by what it is called.</summary>
    public static bool Names(string sentence, Difference difference) => difference is { Factors: [var factor] }
        && (s_words.GetValueOrDefault(factor, []).Any(word => TextJudge.IsSaid(sentence, word, 2)) || (factor == Factors.WorkspaceContent && FileKinds.IsNamed(sentence, difference)));

    [GeneratedRegex(@"[b-df-hj-np-tv-xz]{6}|[a-z]{24}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Unreadable();
}
