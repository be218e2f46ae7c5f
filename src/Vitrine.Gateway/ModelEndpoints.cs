namespace Vitrine.Gateway;

/// <summary>The hosts that agents speak to their models on.</summary>
public static class ModelEndpoints
{
    /// <summary>
    /// Hosts of model APIs in one of the four protocols. A leading <c>*.</c> stands for one label or more, as in a <c>HostRule</c>; the apex is not meant.
    /// </summary>
    private static readonly string[] Hosts =
    [
        "api.anthropic.com",
        "api.openai.com",
        "chatgpt.com",
        "generativelanguage.googleapis.com",
        "aiplatform.googleapis.com",
        "api.githubcopilot.com",
        "*.githubcopilot.com",
        "models.github.ai",
        "*.openai.azure.com",
        "*.services.ai.azure.com",
        "openrouter.ai",
        "opencode.ai",
        "dashscope.aliyuncs.com",
        "dashscope-intl.aliyuncs.com",
        "portal.qwen.ai",
        "api.deepseek.com",
        "api.mistral.ai",
        "api.groq.com",
        "api.x.ai",
        "api.z.ai",
        "open.bigmodel.cn",
        "api.moonshot.ai",
        "api.moonshot.cn",
        "api.minimax.io",
        "api.together.xyz",
        "api.fireworks.ai",
        "api.cerebras.ai",
        "api.perplexity.ai",
        "router.huggingface.co",
        "ollama.com",
    ];

    /// <summary>
    /// Whether <paramref name="host"/> (a canonical name, see <c>HostName</c>) is known to serve models. Names the person configured are the person's to add.
    /// </summary>
    public static bool IsModelHost(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        foreach (string known in Hosts)
        {
            bool match = known[0] == '*'
                ? host.Length > known.Length - 1 && host.EndsWith(known[1..], StringComparison.OrdinalIgnoreCase)
                : host.Equals(known, StringComparison.OrdinalIgnoreCase);
            if (match)
                return true;
        }

        return false;
    }
}
