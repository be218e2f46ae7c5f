namespace Vitrine.Core.Inspect.Meaning;

/// <summary>Which protocol a request speaks. By the path, which the vendors document; by the host only for telemetry, since models stand behind any host.</summary>
internal readonly record struct Protocol(string Name, string Purpose, BodyShape Shape)
{
    // Documented endpoints: a part of the host, a part of the path (either may be empty), the shape.
    private static readonly (string Host, string Path, Protocol Protocol)[] Endpoints =
    [
        ("", "/v1/messages", new("anthropic-messages", "model", BodyShape.Model)),
        ("", "/chat/completions", new("openai-chat", "model", BodyShape.Model)),
        ("", "/responses", new("openai-responses", "model", BodyShape.Model)),
        ("", "enerateContent", new("gemini", "model", BodyShape.Model)),
        ("", ":countTokens", new("gemini", "model", BodyShape.Model)),
        ("", "/git-receive-pack", new("git", "git", BodyShape.PktLines)),
        ("", "/git-upload-pack", new("git", "git", BodyShape.PktLines)),
        ("", "/info/refs", new("git", "git", BodyShape.PktLines)),
        ("", "/v1/traces", new("otlp", "telemetry", BodyShape.Otlp)),
        ("", "/v1/metrics", new("otlp", "telemetry", BodyShape.Otlp)),
        ("", "/v1/logs", new("otlp", "telemetry", BodyShape.Otlp)),
        ("statsig", "", new("statsig", "telemetry", BodyShape.Events)),
        ("", "/v1/rgstr", new("statsig", "telemetry", BodyShape.Events)),
        ("segment.", "", new("segment", "telemetry", BodyShape.Events)),
        ("posthog", "", new("posthog", "telemetry", BodyShape.Events)),
        ("sentry.io", "", new("sentry", "telemetry", BodyShape.Events)),
        ("", "/envelope/", new("sentry", "telemetry", BodyShape.Events)),
        ("datadoghq", "", new("datadog", "telemetry", BodyShape.Events)),
        ("", "/api/v2/rum", new("datadog", "telemetry", BodyShape.Events)),
        ("amplitude.com", "", new("amplitude", "telemetry", BodyShape.Events)),
        ("mixpanel.com", "", new("mixpanel", "telemetry", BodyShape.Events)),
        ("google-analytics.com", "", new("google-analytics", "telemetry", BodyShape.Events)),
        ("play.googleapis.com", "/log", new("clearcut", "telemetry", BodyShape.Events)),
        ("", "/api/event_logging/", new("events", "telemetry", BodyShape.Events)),
        ("registry.npm", "", new("npm", "package", BodyShape.Package)),
        ("", "/-/npm/v1/", new("npm", "package", BodyShape.Package)),
        ("", "/-/", new("npm", "package", BodyShape.Package)),
        ("pypi.org", "", new("pip", "package", BodyShape.Package)),
        ("files.pythonhosted.org", "", new("pip", "package", BodyShape.Package)),
        ("", "/simple/", new("pip", "package", BodyShape.Package)),
    ];

    /// <summary>The protocol of a request; null where its target does not tell.</summary>
    public static Protocol? Of(in BodyFacts facts)
    {
        ReadOnlySpan<char> path = facts.Path;
        foreach ((string host, string part, Protocol protocol) in Endpoints)
        {
            if ((host.Length == 0 || facts.Host.Contains(host, StringComparison.Ordinal)) && Fits(path, part, protocol.Shape))
                return protocol;
        }

        // A git service is named in the query of its first request.
        return facts.Target.Contains("service=git-", StringComparison.Ordinal) ? new Protocol("git", "git", BodyShape.PktLines) : null;
    }

    private static bool Fits(ReadOnlySpan<char> path, string part, BodyShape shape) => shape switch
    {
        BodyShape.Model => Ends(path, part) || Ends(path, part + "/count_tokens") || (part[0] == 'e' && path.EndsWith(part, StringComparison.Ordinal)),
        BodyShape.PktLines or BodyShape.Otlp => path.EndsWith(part, StringComparison.Ordinal),
        _ => path.Contains(part, StringComparison.Ordinal),
    };

    private static bool Ends(ReadOnlySpan<char> path, string part) => path.TrimEnd('/').EndsWith(part, StringComparison.Ordinal);
}

/// <summary>How a body is read.</summary>
internal enum BodyShape : byte
{
    /// <summary>JSON of a model protocol.</summary>
    Model,

    /// <summary>Telemetry as JSON, a record of its own or many.</summary>
    Events,

    /// <summary>OpenTelemetry's protobuf or JSON.</summary>
    Otlp,

    /// <summary>git's lines, each with its length before it.</summary>
    PktLines,

    /// <summary>Packages: what goes up is read, what comes down is not.</summary>
    Package,
}
