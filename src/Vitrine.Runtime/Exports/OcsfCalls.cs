using System.Text.Json;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Exports;

/// <summary>Calls of models and tools: API Activity (6003).</summary>
internal static class OcsfCalls
{
    // "Create" of OCSF: something is asked for that was not there; a count of tokens and a list of tools are no less.
    private const int Create = 1;

    public static void Write(OcsfEvent to, string session, BodyInspected inspected, OcsfLedger ledger)
    {
        BodyMeaning meaning = inspected.Findings.Meaning!;
        to.Begin(OcsfClass.Api, Create, "Create");
        to.Decision = inspected.Decision;
        to.Status = inspected.Decision.IsAllowed ? OcsfStatus.Success : OcsfStatus.Failure;
        to.Severity = inspected.Decision.IsAllowed ? OcsfSeverity.Informational : OcsfSeverity.Medium;
        to.Message = $"{meaning.Purpose} {inspected.Direction} ({meaning.Protocol}{(meaning.Model is { } name ? ", " + name : "")})";
        Utf8JsonWriter json = to.Json;
        ledger.WriteSource(json);
        json.WriteStartObject("api"u8);
        json.WriteString("operation"u8, $"{GenAi.Operation(meaning)}:{inspected.Direction}");
        json.WriteStartObject("service"u8);
        json.WriteString("name"u8, meaning.Protocol);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("http_request"u8);
        json.WriteString("uid"u8, OcsfHttp.RequestName(session, inspected.Request));
        json.WriteEndObject();
        if (inspected.Destination is { } destination)
            OcsfNetwork.WriteEndpoint(json, "dst_endpoint"u8, destination, null);
        if (meaning.Model is { } model)
        {
            to.IsAiOperation = true;
            json.WriteStartObject("ai_model"u8);
            json.WriteString("name"u8, model);
            json.WriteString("ai_provider"u8, GenAi.Provider(meaning.Protocol));
            json.WriteEndObject();
        }

        if (meaning.TokensIn is not null || meaning.TokensOut is not null)
            WriteTokens(to, meaning);
        to.End(more =>
        {
            more.WriteString("direction"u8, inspected.Direction);
            more.WriteStartObject("part_bytes"u8);
            foreach ((string kind, long bytes) in meaning.Parts)
                more.WriteNumber(kind, bytes);
            more.WriteEndObject();
        });
    }

    private static void WriteTokens(OcsfEvent to, BodyMeaning meaning)
    {
        to.IsAiOperation = true;
        Utf8JsonWriter json = to.Json;
        json.WriteStartObject("message_context"u8);
        json.WriteStartObject("service"u8);
        json.WriteString("name"u8, meaning.Protocol);
        json.WriteEndObject();
        if (meaning.TokensIn is { } prompt)
            json.WriteNumber("prompt_tokens"u8, prompt);
        if (meaning.TokensOut is { } completion)
            json.WriteNumber("completion_tokens"u8, completion);
        json.WriteEndObject();
    }
}
