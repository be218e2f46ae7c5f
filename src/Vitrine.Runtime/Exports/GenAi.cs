using Vitrine.Core.Model;

namespace Vitrine.Runtime.Exports;

/// <summary>Names of OpenTelemetry's semantic conventions for generative AI, from what the body's protocol says.</summary>
internal static class GenAi
{
    /// <summary><c>gen_ai.operation.name</c>.</summary>
    public static string Operation(BodyMeaning meaning) => (meaning.Purpose, meaning.Protocol) switch
    {
        ("tool", _) => "execute_tool",
        (_, "gemini") => "generate_content",
        _ => "chat",
    };

    /// <summary><c>gen_ai.provider.name</c>: the flavour of the protocol. Who really answers is the server's address.</summary>
    public static string Provider(string protocol) => protocol switch
    {
        "anthropic-messages" => "anthropic",
        "openai-chat" or "openai-responses" => "openai",
        "gemini" => "gcp.gemini",
        _ => protocol,
    };
}
