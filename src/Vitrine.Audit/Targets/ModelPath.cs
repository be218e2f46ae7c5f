using Vitrine.Runtime.Agents;

namespace Vitrine.Audit.Targets;

/// <summary>Tells by a request's path whether a model is asked, and in which protocol.</summary>
internal static class ModelPath
{
    /// <summary>The protocol; null where no model is asked for an answer.</summary>
    /// <param name="target">A path, with its query or without.</param>
    public static AgentProtocol? Tell(string target)
    {
        ReadOnlySpan<char> path = target.AsSpan(0, target.IndexOf('?') is >= 0 and int query ? query : target.Length);
        return path.EndsWith("/v1/messages") ? AgentProtocol.Anthropic
            : path.EndsWith("/chat/completions") ? AgentProtocol.OpenAIChat
            : path.EndsWith("/responses") ? AgentProtocol.OpenAIResponses
            : path.EndsWith(":generateContent") || path.EndsWith(":streamGenerateContent") ? AgentProtocol.Gemini
            : null;
    }
}
