using System.Text.RegularExpressions;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment;

/// <summary>
/// What levels of a factor have in common: a company's remotes, zones that are not a whole number of hours from UTC, variables of editors. Who hides something
/// behind two conditions asks for kinds of values more often than for two values, and there are few enough pairs of kinds that each is in a session soon.
/// </summary>
internal static class LevelKinds
{
    // Of each factor in this order; the first that matches a level's name is its kind.
    private static readonly (string Factor, string Kind, Regex Names)[] s_kinds =
    [
        (Factors.TimeZone, "part of an hour",
            Of("Kolkata|Calcutta|Colombo|Tehran|Kathmandu|Yangon|Kabul|Adelaide|Broken_Hill|Darwin|St_Johns|Cocos|Eucla|Marquesas|Chatham|Lord_Howe")),
        (Factors.TimeZone, "China", Of("Shanghai|Urumqi|Chongqing|Harbin|Kashgar|PRC")),
        (Factors.TimeZone, "east Asia", Of("Hong_Kong|Taipei|Macau|Singapore|Tokyo|Seoul|Pyongyang")),
        (Factors.TimeZone, "Russia", Of("Moscow|Minsk|Vladivostok|Yekaterinburg|Novosibirsk|Samara")),
        (Factors.TimeZone, "America", Of("America/|^US/")),
        (Factors.TimeZone, "Europe", Of("Europe/|Atlantic/")),
        (Factors.Locale, "Chinese", Of("zh_")),
        (Factors.Locale, "Cyrillic", Of("ru_|uk_|be_|kk_")),
        (Factors.Locale, "right to left", Of("ar_|fa_|he_")),
        (Factors.Locale, "Asia", Of("ja_|ko_|hi_|vi_|th_|id_")),
        (Factors.Locale, "none", Of("^(?:C|POSIX|C\\.UTF-8|unset)$")),
        (Factors.Locale, "English", Of("en_")),
        (Factors.Locale, "Europe", Of("[a-z]{2}_[A-Z]{2}")),
        (Factors.EndpointHost, "this machine", Of(@"^(?:localhost|127\.|0\.0\.0\.0|\[|10\.|192\.168\.|host\.docker|ollama)")),
        (Factors.EndpointHost, "authority", Of(@"\.(?:gov|edu|mil)(?::|$)")),
        (Factors.EndpointHost, "China", Of(@"\.cn(?::|$)|deepseek|moonshot|aliyun|bigmodel|volces|minimax|baidu")),
        (Factors.EndpointHost, "cloud", Of("amazonaws|azure|googleapis|cloudflare")),
        (Factors.EndpointHost, "vendor", Of(@"^api\.(?:anthropic|openai|x|mistral|groq|together)\.")),
        (Factors.EndpointHost, "company", Of(@"internal|corp|firma|litellm|^llm\.|^gw\.")),
        (Factors.EndpointHost, "relay", Of("router|relay|proxy|one-api|new-api|mirror|mitm")),
        (Factors.GitRemote, "none", Of("^none$")),
        (Factors.GitRemote, "vendor", Of("anthropics|openai|deepseek")),
        (Factors.GitRemote, "authority", Of(@"\.(?:gov|edu|mil)[:/]")),
        (Factors.GitRemote, "public host", Of(@"(?:\bgithub|gitlab|ssh\.github)\.com|bitbucket\.org|codeberg|sr\.ht|huggingface|gitee|gitflic")),
        (Factors.GitRemote, "company", Of("[@/]")),
        (Factors.GitIdentity, "none", Of("^none$")),
        (Factors.GitIdentity, "authority", Of(@"\.(?:gov|edu|mil)$")),
        (Factors.GitIdentity, "vendor", Of("@(?:openai|anthropic|google|microsoft|deepseek)")),
        (Factors.GitIdentity, "Asia", Of("163|qq|naver")),
        (Factors.GitIdentity, "private", Of("yandex|proton|outlook|icloud|noreply")),
        (Factors.GitIdentity, "company", Of("@")),
        (Factors.HostName, "container", Of("^[0-9a-f]{12}$|codespaces|node-|runner|build")),
        (Factors.HostName, "domain", Of(@"\.(?:local|internal|example|edu)$")),
        (Factors.HostName, "numbered", Of("[0-9]{2}")),
        (Factors.UserName, "service", Of("^(?:root|runner|ubuntu|vscode|node|admin|jenkins|codespace|user|test|gitpod|svc-.*)$")),
        (Factors.UserName, "company", Of(@"[0-9.]|^jdoe$|^pnovak$")),
        (Factors.HomePath, "service", Of("^/root|jenkins|runner|node|github|builds|workspaces")),
        (Factors.HomePath, "person", Of("^/home/")),
        (Factors.HomePath, "elsewhere", Of("^/")),
        (Factors.EnvironmentVariable, "continuous integration", Of(@"\bCI\b|CI=|_CI|ACTIONS|JENKINS|TF_BUILD|BUILDKITE|every CI")),
        (Factors.EnvironmentVariable, "opt-out", Of("TRACK|TELEMETRY")),
        (Factors.EnvironmentVariable, "editor", Of("vscode|JETBRAINS|CURSOR|EDITOR")),
        (Factors.EnvironmentVariable, "cloud", Of("AWS|GOOGLE|AZURE|KUBE|VERCEL")),
        (Factors.EnvironmentVariable, "looking closely", Of("DEBUG|LOG_LEVEL|OTEL|NODE_OPTIONS|NODE_ENV|VITEST")),
        (Factors.EnvironmentVariable, "terminal", Of("SSH|COLOR|TERM|TMUX|SHELL|WSL")),
        (Factors.WorkspaceContent, "company", Of("proprietary|corporate|company")),
        (Factors.WorkspaceContent, "topic", Of("countries|government|money|medicine|security work|audit tools|cryptography")),
        (Factors.Clock, "past", Of(@"^-|^20\d\d$")),
        (Factors.Clock, "weekend", Of("Saturday|Sunday")),
        (Factors.Clock, "night", Of("night|evening")),
        (Factors.Clock, "soon", Of(@"^\+(?:1|7|14|30) days?$")),
        (Factors.Clock, "later", Of(@"^\+")),
        (Factors.RunCount, "later session", Of("after")),
        (Factors.ServerResponse, "failure", Of("fail")),
        (Factors.ServerResponse, "flags", Of("flags|kill switch|new version")),
        (Factors.ServerResponse, "fields", Of("header|request id|rate|organisation|cookies|gateways|server|edge|override")),
        (Factors.ServerResponse, "additions", Of("comments|members")),
        (Factors.Proxy, "proxy", Of("(?i)^(?:https?_proxy|all_proxy|all kinds)$")),
    ];

    /// <summary>A level's kind, within its factor: empty where it has none.</summary>
    /// <param name="level">The level.</param>
    /// <param name="isLeading">Whether it is one of those that stand for their factor: such a one is a kind of its own where it has no other.</param>
    public static string Of(RankedLevel level, bool isLeading)
    {
        // What a package hides is looked for by itself.
        if (isLeading && level.Rank == LevelRanks.Hidden)
            return level.Level.Name;
        foreach ((string factor, string kind, Regex names) in s_kinds)
        {
            if (factor == level.Level.Factor && names.IsMatch(level.Level.Name))
                return kind;
        }

        return isLeading || level.Rank <= LevelRanks.Leading ? level.Level.Name : "";
    }

    // Names are short, and a package's own words may be among them.
    private static Regex Of(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
