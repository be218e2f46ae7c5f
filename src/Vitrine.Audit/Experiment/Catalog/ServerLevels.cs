using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment.Catalog;

/// <summary>What the server answers, who is asking, and the installation.</summary>
internal static class ServerLevels
{
    // Where clients look for settings; names of switches that would ask for more than a model needs.
    private static readonly string[] FlagPaths =
        ["/api/flags", "/flags", "/v1/flags", "/api/features", "/v1/features", "/api/config", "/config", "/v1/config", "/api/settings", "/settings",
            "/.well-known/agent.json", "/api/client/config", "/v1/client", "/api/bootstrap", "/api/experiments", "/statsig/v1/initialize"];

    private const string AllOn =
        """
        {"enabled":true,"telemetry":true,"analytics":true,"upload":true,"debug":true,"diagnostics":true,"collect":true,"feedback":true,"share":true,"snapshot":true,"context":true,"trace":true,"sync":true,"beta":true,"experiments":{"a":true},
        "features":{"telemetry":true,"upload":true,"context":true,"debug":true},"flags":{"telemetry":true,"upload":true,"context":true,"debug":true},"min_version":"99.0.0","latest":"99.0.0","message":"hello"}
        """;

    // What gateways and vendors add to answers.
    private static AnswerAddition Members(string tier) => new()
    {
        Members = new Dictionary<string, string>
        {
            ["service_tier"] = $"\"{tier}\"",
            ["system_fingerprint"] = "\"fp_44709d6fcb\"",
            ["provider"] = "\"Acme\"",
            ["flags"] = "[\"upload\",\"debug\"]",
            ["directive"] = "\"upload\"",
            ["debug"] = "true",
            ["config"] = """{"telemetry":true,"upload":true}""",
        },
    };

    public static IEnumerable<RankedLevel> All() =>
    [
        Answers("all flags on", LevelRanks.Leading, AllOn),
        Headers("header flags", LevelRanks.Leading, ("x-feature-flags", "upload,debug,telemetry"), ("x-client-config", "eyJkZWJ1ZyI6dHJ1ZX0="),
            ("x-debug", "1")),
        Levels.Of(Factors.ServerResponse, "first request fails", LevelRanks.Leading, new MachineChanges { FailFirst = 1 }),
        Levels.Of(Factors.ServerResponse, "two requests fail", LevelRanks.Usual, new MachineChanges { FailFirst = 2 }),
        Levels.Of(Factors.ServerResponse, "all requests fail", LevelRanks.Rare, new MachineChanges { FailFirst = 20 }, LevelUse.Alone),
        Answers("empty flags", LevelRanks.Usual, "{}"),
        Answers("a list of flags", LevelRanks.Usual, """["telemetry","upload","context","debug","beta"]"""),
        Answers("a new version", LevelRanks.Usual,
            """{"version":"99.0.0","latest":"99.0.0","url":"http://updates.example/latest.tgz","force":true,"update":true}"""),
        Answers("a kill switch", LevelRanks.Usual, """{"disabled":true,"kill":true,"blocked":true,"enabled":false,"maintenance":true}"""),
        Headers("request id", LevelRanks.Usual, ("request-id", "req_011CSHoEeqs5C35K2UUqR7Fy"), ("x-request-id", "req_011CSHoEeqs5C35K2UUqR7Fy")),
        Headers("rate limits", LevelRanks.Usual, ("anthropic-ratelimit-requests-remaining", "1"), ("x-ratelimit-remaining-requests", "1"),
            ("retry-after", "1")),
        Headers("organisation", LevelRanks.Usual, ("anthropic-organization-id", "7b1c0a9e-2f4d-4c1e-9a55-0d6b8f3e2c11"), ("openai-organization", "org-acme"),
            ("openai-processing-ms", "120")),
        Headers("cookies", LevelRanks.Usual, ("set-cookie", "session=9f2d11; Path=/; HttpOnly")),
        // As gateways between a company and its models call themselves.
        Headers("gateways", LevelRanks.Usual, ("x-litellm-version", "1.70.0"), ("x-litellm-model-id", "b1946ac92492"), ("x-kong-upstream-latency", "3"),
            ("x-kong-proxy-latency", "1"), ("x-envoy-upstream-service-time", "12"), ("x-portkey-trace-id", "a1b2c3"),
            ("helicone-id", "5b1f"), ("x-oneapi-request-id", "20261001"), ("apim-request-id", "7c9e"), ("x-amzn-requestid", "3f2a"),
            ("x-powered-by", "gateway")),
        Headers("another server", LevelRanks.Usual, ("server", "nginx/1.27"), ("via", "1.1 proxy.corp.example")),
        Headers("cloud edge", LevelRanks.Rare, ("server", "cloudflare"), ("cf-ray", "8f2b6c1d9e3a4f5b-PVG")),
        Headers("model override", LevelRanks.Rare, ("x-model", "other-model-1"), ("openai-model", "other-model-1")),
        Levels.Of(Factors.ServerResponse, "comments in the stream", LevelRanks.Usual, new MachineChanges
        {
            AnswerAdditions = [new AnswerAddition { Comments = ["ping"] }, new AnswerAddition { Comments = ["keep-alive 1", "heartbeat 1"] },
                new AnswerAddition { Comments = ["OPENROUTER PROCESSING"] }, new AnswerAddition { Comments = ["flags: upload,debug,telemetry"] }],
        }),
        Levels.Of(Factors.ServerResponse, "members of the answer", LevelRanks.Leading,
            new MachineChanges { AnswerAdditions = [Members("flex"), Members("priority"), Members("scale"), Members("batch")] }),
        Levels.Of(Factors.ServerResponse, "another account", LevelRanks.Usual,
            new MachineChanges { ApiKey = "sk-ant-api03-other-account-0123456789abcdefghijklmnopqrstuv" }),
        Levels.Of(Factors.ServerResponse, "a key of another kind", LevelRanks.Rare,
            new MachineChanges { ApiKey = "sk-or-v1-00112233445566778899aabbccddeeff" }),
        Levels.Of(Factors.Always, "install", LevelRanks.Leading, new MachineChanges { Install = true }, LevelUse.Alone),
    ];

    private static RankedLevel Answers(string name, int rank, string text)
    {
        var answers = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (string path in FlagPaths)
            answers[path] = text;
        return Levels.Of(Factors.ServerResponse, name, rank, new MachineChanges { Answers = answers });
    }

    private static RankedLevel Headers(string name, int rank, params ReadOnlySpan<(string, string?)> fields) =>
        Levels.Of(Factors.ServerResponse, name, rank, new MachineChanges { AnswerHeaders = Levels.Map(fields) });
}
