namespace Vitrine.Core.Inspect.Meaning;

/// <summary>
/// Which protocol a request speaks. By the path, which the vendors document, where models, collectors and repositories stand behind any host; by the host for
/// the telemetry of known services (<see cref="TelemetryEndpoints"/>); by what the body holds for packages that are published.
/// </summary>
internal readonly record struct Protocol(string Name, string Purpose, BodyShape Shape)
{
    // What a path ends in, after a slash or as it stands.
    private static readonly (string End, Protocol Protocol)[] Ends =
    [
        // https://docs.anthropic.com/en/api/messages, https://platform.openai.com/docs/api-reference/chat and /responses.
        ("/v1/messages", new("anthropic-messages", "model", BodyShape.Model)),
        ("/v1/messages/count_tokens", new("anthropic-messages", "model", BodyShape.Model)),
        ("/chat/completions", new("openai-chat", "model", BodyShape.Model)),
        ("/responses", new("openai-responses", "model", BodyShape.Model)),
        // https://ai.google.dev/api/generate-content, https://ai.google.dev/api/tokens.
        (":generateContent", new("gemini", "model", BodyShape.Model)),
        (":streamGenerateContent", new("gemini", "model", BodyShape.Model)),
        (":batchGenerateContent", new("gemini", "model", BodyShape.Model)),
        (":countTokens", new("gemini", "model", BodyShape.Model)),
        // https://git-scm.com/docs/gitprotocol-http; /info/refs is git's only with its query.
        ("/git-receive-pack", new("git", "git", BodyShape.PktLines)),
        ("/git-upload-pack", new("git", "git", BodyShape.PktLines)),
    ];

    // https://opentelemetry.io/docs/specs/otlp/#otlphttp-request: the default paths, by POST, as one of two types.
    private static readonly string[] OtlpEnds = ["/v1/traces", "/v1/metrics", "/v1/logs"];

    // https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md and the client's own (npm-profile, libnpmsearch, npm-audit-report): below /-/ on every
    // registry.
    private static readonly string[] NpmPaths = ["/-/npm/v1/", "/-/v1/search", "/-/v1/login", "/-/package/", "/-/user/org.couchdb.user:", "/-/whoami",
        "/-/ping"];

    /// <summary>The protocol of a request; null where its target does not tell.</summary>
    public static Protocol? Of(in BodyFacts facts)
    {
        ReadOnlySpan<char> path = facts.Path, bare = path.TrimEnd('/');
        foreach ((string end, Protocol protocol) in Ends)
        {
            if (bare.EndsWith(end, StringComparison.Ordinal))
                return protocol;
        }

        if (path.EndsWith("/info/refs", StringComparison.Ordinal) && facts.Target.AsSpan(path.Length).Contains("service=git-", StringComparison.Ordinal))
            return new Protocol("git", "git", BodyShape.PktLines);
        if (IsOtlp(facts, path))
            return new Protocol("otlp", "telemetry", BodyShape.Otlp);
        if (TelemetryEndpoints.Of(facts.Host, path) is { } service)
            return new Protocol(service, "telemetry", BodyShape.Events);
        return IsNpm(path) ? new Protocol("npm", "package", BodyShape.Package) : null;
    }

    private static bool IsOtlp(in BodyFacts facts, ReadOnlySpan<char> path)
    {
        if (facts.Method != "POST" || !(facts.IsType("application/x-protobuf") || facts.IsType("application/json")))
            return false;
        foreach (string end in OtlpEnds)
        {
            if (path.EndsWith(end, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static bool IsNpm(ReadOnlySpan<char> path)
    {
        int mark = path.IndexOf("/-/");
        if (mark < 0)
            return false;
        ReadOnlySpan<char> rest = path[mark..];
        foreach (string begin in NpmPaths)
        {
            if (rest.StartsWith(begin, StringComparison.Ordinal))
                return true;
        }

        // A package's archive: /NAME/-/NAME-VERSION.tgz.
        ReadOnlySpan<char> file = rest[3..], name = path[(path[..mark].LastIndexOf('/') + 1)..mark];
        return name.Length > 0 && !file.Contains('/') && file.EndsWith(".tgz", StringComparison.Ordinal) && file.Length > name.Length + 1
            && file.StartsWith(name, StringComparison.Ordinal) && file[name.Length] == '-';
    }
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
