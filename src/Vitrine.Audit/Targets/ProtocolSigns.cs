using Vitrine.Audit.Reading;
using Vitrine.Runtime.Agents;

namespace Vitrine.Audit.Targets;

/// <summary>Tells from what a package names which protocol it speaks, and to whom by default.</summary>
internal static class ProtocolSigns
{
    /// <summary>The protocol that most speaks for; null when nothing speaks for any, or for two alike.</summary>
    public static AgentProtocol? Tell(Harvest harvest)
    {
        int anthropic = 0, chat = 0, responses = 0;
        foreach (HarvestItem item in harvest.Items)
        {
            switch (item.Kind)
            {
                case HarvestKind.EnvironmentVariable:
                    anthropic += item.Value is "ANTHROPIC_BASE_URL" ? 4 : item.Value is "ANTHROPIC_API_KEY" ? 2 : 0;
                    chat += item.Value is "OPENAI_BASE_URL" or "OPENAI_API_KEY" ? 1 : 0;
                    responses += item.Value is "OPENAI_BASE_URL" or "OPENAI_API_KEY" ? 1 : 0;
                    break;
                case HarvestKind.ApiPath or HarvestKind.Url or HarvestKind.File:
                    anthropic += item.Value.EndsWith("/v1/messages", StringComparison.Ordinal) ? 4 : 0;
                    chat += item.Value.EndsWith("/chat/completions", StringComparison.Ordinal) ? 4 : 0;
                    responses += item.Value.EndsWith("/responses", StringComparison.Ordinal) ? 4 : 0;
                    break;
                case HarvestKind.HeaderName:
                    anthropic += item.Value is "anthropic-version" ? 3 : 0;
                    break;
            }
        }

        int most = Math.Max(anthropic, Math.Max(chat, responses));
        if (most < 2)
            return null;
        return anthropic == most
            ? AgentProtocol.Anthropic
            : chat == most && chat == responses
                ? null
                : chat == most
                    ? AgentProtocol.OpenAIChat
                    : AgentProtocol.OpenAIResponses;
    }

    /// <summary>The vendor's endpoint that the package names, of those that speak the protocol; else the one host whose URL ends like an endpoint.</summary>
    public static string? DefaultHost(Harvest harvest, AgentProtocol protocol)
    {
        string usual = protocol switch
        {
            AgentProtocol.Anthropic => "api.anthropic.com",
            AgentProtocol.Gemini => "generativelanguage.googleapis.com",
            _ => "api.openai.com"
        };
        if (harvest.Has(HarvestKind.Host, usual))
            return usual;
        foreach (HarvestItem url in harvest.Of(HarvestKind.Url))
            if (url.Subjects.HasFlag(Subjects.Endpoint)
                && Uri.TryCreate(url.Value, UriKind.Absolute, out Uri? parsed)
                && (parsed.AbsolutePath is "/v1" or "/v1/" || parsed.Host.StartsWith("api.", StringComparison.Ordinal)))
                return parsed.Host;
        return null;
    }
}
