namespace Vitrine.Core.Inspect.Meaning;

/// <summary>
/// Where telemetry is known to go. A host counts where its owner documents it, or where a client's public source names it, and counts exactly, or with a
/// leading dot for all below it; a path counts on any host only where its shape is nobody else's, since collectors stand behind relays of the vendor's
/// customers, too.
/// </summary>
internal static class TelemetryEndpoints
{
    private static readonly (string Name, string[] Hosts, string[] Paths)[] Known =
    [
        // https://docs.statsig.com/infrastructure/statsig_domains; statsig.anthropic.com: the firewall of Claude Code's development container
        // (anthropics/claude-code).
        ("statsig",
            ["api.statsig.com", "featuregates.org", "statsigapi.net", ".statsigapi.net", "api.statsigcdn.com", "featureassets.org", "assetsconfigcdn.org",
            "prodregistryv2.org", "beyondwickedmapping.org", "statsig.anthropic.com"],
            []),
        // https://www.twilio.com/docs/segment/connections/sources/catalog/libraries/server/http-api; api.segmentapis.com is for management.
        ("segment", ["api.segment.io", ".eu1.segmentapis.com", "eu1.api.segmentapis.com"], ["/v1/"]),
        // https://posthog.com/docs/api/capture, https://posthog.com/tutorials/api-capture-events; app.posthog.com and eu.posthog.com:
        // posthog.com/docs/api/post-only-endpoints.
        ("posthog", [".i.posthog.com"], []),
        ("posthog", ["app.posthog.com", "us.posthog.com", "eu.posthog.com"], ["/capture", "/batch", "/i/v0/e", "/e/", "/decide", "/flags", "/engage"]),
        // https://docs.sentry.io/concepts/key-terms/dsn-explainer; the paths are those of IsSentry.
        ("sentry", [".ingest.sentry.io", ".ingest.us.sentry.io", ".ingest.de.sentry.io"], []),
        // https://docs.datadoghq.com/integrations/content_security_policy_logs, https://docs.datadoghq.com/api/latest/logs (each site has a name of its own).
        ("datadog",
            [
                "browser-intake-datadoghq.com", "browser-intake-us3-datadoghq.com", "browser-intake-us5-datadoghq.com", "browser-intake-datadoghq.eu",
                    "browser-intake-ap1-datadoghq.com", "browser-intake-ap2-datadoghq.com",
                "browser-intake-ddog-gov.com", "http-intake.logs.datadoghq.com", "http-intake.logs.us3.datadoghq.com", "http-intake.logs.us5.datadoghq.com",
                "http-intake.logs.datadoghq.eu",
                "http-intake.logs.ap1.datadoghq.com", "http-intake.logs.ap2.datadoghq.com", "http-intake.logs.ddog-gov.com",
            ],
            []),
        // https://amplitude.com/docs/apis/analytics/http-v2, https://amplitude.com/docs/apis/analytics/batch-event-upload.
        ("amplitude", ["api.amplitude.com", "api2.amplitude.com", "api.eu.amplitude.com"], []),
        // https://docs.mixpanel.com/reference/overview (ingestion).
        ("mixpanel", ["api.mixpanel.com", "api-eu.mixpanel.com", "api-in.mixpanel.com"], []),
        // https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference (transport); /g/collect is gtag.js's own.
        ("google-analytics", ["www.google-analytics.com", "region1.google-analytics.com"], ["/mp/collect", "/g/collect", "/collect"]),
        // google-gemini/gemini-cli, packages/core/src/telemetry/clearcut-logger/clearcut-logger.ts.
        ("clearcut", ["play.googleapis.com"], ["/log"]),
        // QwenLM/qwen-code, packages/core/src/telemetry/qwen-logger/qwen-logger.ts: Alibaba Cloud's real user monitoring.
        ("arms-rum", [".rum.aliyuncs.com"], []),
        // openai/codex, codex-rs: analytics events below the address of ChatGPT's back end.
        ("codex-events", ["chatgpt.com", "chat.openai.com"], ["/backend-api/codex/analytics-events/"]),
        // Claude Code's own events and metrics, as its requests show them; no document names the paths.
        ("claude-events", ["api.anthropic.com"], ["/api/event_logging/", "/api/claude_code/metrics"]),
        // https://docs.github.com/en/copilot/reference/copilot-allowlist-reference.
        ("copilot-events", ["copilot-telemetry.githubusercontent.com", "collector.github.com"], []),
        ("copilot-events", [".githubcopilot.com"], ["/telemetry"]),
    ];

    /// <summary>Whose telemetry it is; null where nothing says that it is any.</summary>
    public static string? Of(ReadOnlySpan<char> host, ReadOnlySpan<char> path)
    {
        foreach ((string name, string[] hosts, string[] paths) in Known)
        {
            if (IsOneOf(hosts, host) && (paths.Length == 0 || BeginsWithOneOf(paths, path)))
                return name;
        }

        // The log endpoint of Statsig's clients, which a relay under the customer's own name keeps (docs.statsig.com, networkConfig), and PostHog's.
        return path is "/v1/rgstr" ? "statsig" : path is "/i/v0/e/" or "/i/v0/e" ? "posthog" : IsSentry(path) ? "sentry" : null;
    }

    // /api/NUMBER/envelope/ and its kin (https://develop.sentry.dev/sdk/overview, https://develop.sentry.dev/self-hosted/experimental/reverse-proxy): a relay
    // keeps them.
    private static bool IsSentry(ReadOnlySpan<char> path)
    {
        const string Begin = "/api/";
        if (!path.StartsWith(Begin))
            return false;
        ReadOnlySpan<char> rest = path[Begin.Length..];
        int digits = rest.IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && rest[digits..].TrimEnd('/') is "/envelope" or "/store" or "/minidump" or "/security" or "/unreal";
    }

    private static bool IsOneOf(string[] hosts, ReadOnlySpan<char> host)
    {
        foreach (string each in hosts)
        {
            if (each[0] == '.' ? host.EndsWith(each, StringComparison.Ordinal) : host.SequenceEqual(each))
                return true;
        }

        return false;
    }

    // A whole segment, unless it ends in a slash and is all that is below it.
    private static bool BeginsWithOneOf(string[] paths, ReadOnlySpan<char> path)
    {
        foreach (string each in paths)
        {
            if (path.StartsWith(each, StringComparison.Ordinal) && (each[^1] == '/' || path.Length == each.Length || path[each.Length] == '/'))
                return true;
        }

        return false;
    }
}
