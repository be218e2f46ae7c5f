using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.StandIn;

/// <summary>
/// The models that the stand-in lists, and the root that clients look at first. Every name is answered for; these are only what a list has to hold.
/// </summary>
internal static class ModelDirectory
{
    // Claude Code takes only names with "claude" or "anthropic" from a list, and clients of the others like their own.
    private static readonly string[] Anthropic = ["claude-opus-4-5", "claude-sonnet-4-5", "claude-haiku-4-5"];
    private static readonly string[] OpenAI = ["gpt-5", "gpt-5-mini", "standin"];
    private static readonly string[] Gemini = ["gemini-2.5-pro", "gemini-2.5-flash"];

    /// <summary>Answers a GET or HEAD; other methods are refused in the protocol's form.</summary>
    public static async Task WriteAsync(HttpContext context, ModelRoute route, DateTimeOffset now)
    {
        HttpResponse response = context.Response;
        bool anthropic = context.Request.Headers.ContainsKey("anthropic-version") || context.Request.Headers.ContainsKey("x-api-key");
        ModelProtocol protocol = anthropic && route.Protocol == ModelProtocol.OpenAIChat ? ModelProtocol.AnthropicMessages : route.Protocol;
        bool head = HttpMethods.IsHead(context.Request.Method);
        if (!head && !HttpMethods.IsGet(context.Request.Method))
        {
            await new ProtocolErrors(protocol, response).WriteAsync(StatusCodes.Status405MethodNotAllowed, "Only GET is served here.").ConfigureAwait(false);
            return;
        }

        response.ContentType = "application/json";
        if (head)
            return;
        SingleAnswer.Write(response.BodyWriter, json => WriteFields(json, protocol, route, now));
        await response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static void WriteFields(Utf8JsonWriter json, ModelProtocol protocol, ModelRoute route, DateTimeOffset now)
    {
        switch (route.Operation)
        {
            case ModelOperation.Root:
                json.WriteString("name"u8, "vitrine stand-in model"u8);
                return;
            case ModelOperation.GetModel:
                WriteModel(json, protocol, route.Model, now);
                return;
        }

        string[] names = protocol switch { ModelProtocol.AnthropicMessages => Anthropic, ModelProtocol.Gemini => Gemini, _ => OpenAI };
        if (protocol == ModelProtocol.OpenAIChat)
            json.WriteString("object"u8, "list"u8);
        json.WriteStartArray(protocol == ModelProtocol.Gemini ? "models"u8 : "data"u8);
        foreach (string name in names)
        {
            json.WriteStartObject();
            WriteModel(json, protocol, name, now);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (protocol == ModelProtocol.AnthropicMessages)
        {
            json.WriteBoolean("has_more"u8, false);
            json.WriteString("first_id"u8, names[0]);
            json.WriteString("last_id"u8, names[^1]);
        }
    }

    private static void WriteModel(Utf8JsonWriter json, ModelProtocol protocol, string name, DateTimeOffset now)
    {
        switch (protocol)
        {
            case ModelProtocol.AnthropicMessages:
                json.WriteString("type"u8, "model"u8);
                json.WriteString("id"u8, name);
                json.WriteString("display_name"u8, name);
                json.WriteString("created_at"u8, now.UtcDateTime);
                break;
            case ModelProtocol.Gemini:
                json.WriteString("name"u8, "models/" + name);
                json.WriteString("version"u8, "1"u8);
                json.WriteString("displayName"u8, name);
                json.WriteNumber("inputTokenLimit"u8, 1_048_576);
                json.WriteNumber("outputTokenLimit"u8, 65_536);
                json.WriteStartArray("supportedGenerationMethods"u8);
                json.WriteStringValue("generateContent"u8);
                json.WriteStringValue("streamGenerateContent"u8);
                json.WriteStringValue("countTokens"u8);
                json.WriteEndArray();
                break;
            default:
                json.WriteString("id"u8, name);
                json.WriteString("object"u8, "model"u8);
                json.WriteNumber("created"u8, now.ToUnixTimeSeconds());
                json.WriteString("owned_by"u8, "vitrine"u8);
                break;
        }
    }
}
