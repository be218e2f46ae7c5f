using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Vitrine.Gateway.Wire;

/// <summary>Writes errors in each protocol's own form, since clients take them apart and match their words.</summary>
/// <param name="protocol">The protocol.</param>
/// <param name="response">The response; nothing was written to it.</param>
internal sealed class ProtocolErrors(ModelProtocol protocol, HttpResponse response)
{
    /// <summary>Writes an error with the HTTP status <paramref name="status"/>.</summary>
    public async Task WriteAsync(int status, string message)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        SingleAnswer.Write(response.BodyWriter, json => WriteFields(json, status, message));
        await response.BodyWriter.FlushAsync().ConfigureAwait(false);
    }

    private void WriteFields(Utf8JsonWriter json, int status, string message)
    {
        switch (protocol)
        {
            case ModelProtocol.AnthropicMessages:
                json.WriteString("type"u8, "error"u8);
                json.WriteStartObject("error"u8);
                json.WriteString("type"u8,
                    status == StatusCodes.Status413PayloadTooLarge
                        ? "request_too_large"u8
                        : status == StatusCodes.Status404NotFound
                            ? "not_found_error"u8
                            : "invalid_request_error"u8);
                json.WriteString("message"u8, message);
                json.WriteEndObject();
                break;
            case ModelProtocol.Gemini:
                json.WriteStartObject("error"u8);
                json.WriteNumber("code"u8, status);
                json.WriteString("message"u8, message);
                json.WriteString("status"u8, status == StatusCodes.Status404NotFound ? "NOT_FOUND"u8 : "INVALID_ARGUMENT"u8);
                json.WriteEndObject();
                break;
            default:
                json.WriteStartObject("error"u8);
                json.WriteString("message"u8, message);
                json.WriteString("type"u8, "invalid_request_error"u8);
                json.WriteNull("param"u8);
                json.WriteNull("code"u8);
                json.WriteEndObject();
                break;
        }
    }
}
