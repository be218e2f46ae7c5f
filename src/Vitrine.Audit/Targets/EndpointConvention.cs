using Vitrine.Runtime.Agents;

namespace Vitrine.Audit.Targets;

/// <summary>The variables by which clients of a protocol are usually pointed at an endpoint.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Endpoint">The variable that names it.</param>
/// <param name="Suffix">What is appended to scheme and host there.</param>
/// <param name="Key">The variable that holds the key.</param>
internal sealed record EndpointConvention(AgentProtocol Protocol, string Endpoint, string Suffix, string Key)
{
    private static readonly EndpointConvention[] Known =
    [
        new(AgentProtocol.Anthropic, "ANTHROPIC_BASE_URL", "", "ANTHROPIC_API_KEY"),
        new(AgentProtocol.OpenAIChat, "OPENAI_BASE_URL", "/v1", "OPENAI_API_KEY"),
        new(AgentProtocol.OpenAIResponses, "OPENAI_BASE_URL", "/v1", "OPENAI_API_KEY"),
        new(AgentProtocol.Gemini, "GOOGLE_GEMINI_BASE_URL", "", "GEMINI_API_KEY"),
    ];

    /// <summary>All that there are; variables are set for these where nobody can tell which one a target reads.</summary>
    public static IReadOnlyList<EndpointConvention> All => Known;

    /// <summary>That of a protocol.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no known protocol.</exception>
    public static EndpointConvention Of(AgentProtocol protocol) =>
        Array.Find(Known, one => one.Protocol == protocol) ?? throw new ArgumentOutOfRangeException(nameof(protocol));
}
