namespace Vitrine.Runtime.Agents;

/// <summary>The wire protocol that an agent speaks to its model.</summary>
public enum AgentProtocol
{
    /// <summary>Not known: an agent without a profile of its own.</summary>
    Unknown,

    /// <summary>Anthropic Messages.</summary>
    Anthropic,

    /// <summary>OpenAI Chat Completions.</summary>
    OpenAIChat,

    /// <summary>OpenAI Responses.</summary>
    OpenAIResponses,

    /// <summary>Gemini generateContent.</summary>
    Gemini,
}
