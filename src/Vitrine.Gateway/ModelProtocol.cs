namespace Vitrine.Gateway;

/// <summary>A protocol in which models are spoken to.</summary>
public enum ModelProtocol
{
    /// <summary>Anthropic's Messages API.</summary>
    AnthropicMessages,

    /// <summary>OpenAI's Chat Completions API, which most other servers speak.</summary>
    OpenAIChat,

    /// <summary>OpenAI's Responses API.</summary>
    OpenAIResponses,

    /// <summary>Google's Gemini API.</summary>
    Gemini,
}
