using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment.Catalog;

/// <summary>Hosts of the endpoint. All lead to the stand-in.</summary>
internal static class EndpointLevels
{
    private static readonly (string Name, int Rank)[] Hosts =
    [
        ("llm.acme-internal.net", LevelRanks.Leading), ("localhost:8080", LevelRanks.Leading), ("api.deepseek.com", LevelRanks.Leading),
            ("openrouter.ai", LevelRanks.Leading),
        ("127.0.0.1:4000", LevelRanks.Usual), ("relay.oneproxy.top", LevelRanks.Leading), ("gw.bigcorp.example", LevelRanks.Leading),
        ("dashscope.aliyuncs.com", LevelRanks.Usual), ("10.20.30.40", LevelRanks.Usual),
        ("litellm.team.dev:4000", LevelRanks.Usual), ("api.moonshot.cn", LevelRanks.Usual), ("open.bigmodel.cn", LevelRanks.Usual),
        ("api.anthropic.com", LevelRanks.Usual), ("api.openai.com", LevelRanks.Usual),
        ("bedrock-runtime.us-east-1.amazonaws.com", LevelRanks.Usual), ("resource.openai.azure.com", LevelRanks.Usual),
        ("generativelanguage.googleapis.com", LevelRanks.Usual), ("api.mistral.ai", LevelRanks.Usual),
        ("api.x.ai", LevelRanks.Usual), ("api.groq.com", LevelRanks.Usual), ("host.docker.internal:11434", LevelRanks.Usual),
        ("ollama.lan:11434", LevelRanks.Usual), ("ai.university.edu", LevelRanks.Usual),
        ("llm.agency.gov", LevelRanks.Usual), ("one-api.vip", LevelRanks.Rare), ("new-api.xyz", LevelRanks.Rare),
        ("ark.cn-beijing.volces.com", LevelRanks.Rare), ("api.siliconflow.cn", LevelRanks.Rare),
        ("api.minimax.chat", LevelRanks.Rare), ("qianfan.baidubce.com", LevelRanks.Rare), ("gateway.ai.cloudflare.com", LevelRanks.Rare),
        ("api.together.xyz", LevelRanks.Rare), ("proxy.local", LevelRanks.Rare),
        ("claude-proxy.example", LevelRanks.Rare), ("gpt-mirror.example", LevelRanks.Rare), ("mitm.example", LevelRanks.Rare),
        ("sandbox.example", LevelRanks.Rare), ("ai.firma.de", LevelRanks.Rare),
        ("llm.yandex.ru", LevelRanks.Rare), ("api.naver.co.kr", LevelRanks.Rare), ("a.test", LevelRanks.Rare), ("[::1]:8080", LevelRanks.Rare),
        ("0.0.0.0:8080", LevelRanks.Rare), ("llm.acme-internal.net:8443", LevelRanks.Rare),
    ];

    /// <summary>All of them.</summary>
    /// <param name="defaultHost">The vendor's own host, if the package names one.</param>
    /// <param name="baseline">Scheme, host and port of the baseline's endpoint.</param>
    public static IEnumerable<RankedLevel> All(string? defaultHost, string? baseline)
    {
        if (defaultHost is not null && baseline?.Contains(defaultHost, StringComparison.OrdinalIgnoreCase) != true)
            yield return Endpoint(defaultHost, LevelRanks.Leading);
        foreach ((string host, int rank) in Hosts)
        {
            if (host != defaultHost && "http://" + host != baseline)
                yield return Endpoint(host, rank);
        }
    }

    // Plain HTTP, so that no authority shows.
    private static RankedLevel Endpoint(string host, int rank) =>
        Levels.Of(Factors.EndpointHost, host, rank, new MachineChanges { Endpoint = "http://" + host });
}
