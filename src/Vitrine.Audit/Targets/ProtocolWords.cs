using Vitrine.Runtime.Agents;

namespace Vitrine.Audit.Targets;

/// <summary>The words for protocols on the command line and in reports.</summary>
internal static class ProtocolWords
{
    /// <summary>The word.</summary>
    public static string Of(AgentProtocol protocol) => protocol switch
    {
        AgentProtocol.Anthropic => "anthropic",
        AgentProtocol.OpenAIChat => "openai-chat",
        AgentProtocol.OpenAIResponses => "openai-responses",
        AgentProtocol.Gemini => "gemini",
        _ => "unknown",
    };

    /// <summary>The protocol; null for another word.</summary>
    public static AgentProtocol? Parse(string word) => word switch
    {
        "anthropic" => AgentProtocol.Anthropic,
        "openai-chat" => AgentProtocol.OpenAIChat,
        "openai-responses" => AgentProtocol.OpenAIResponses,
        "gemini" => AgentProtocol.Gemini,
        _ => null,
    };
}
