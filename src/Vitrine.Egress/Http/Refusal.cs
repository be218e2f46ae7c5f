using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Vitrine.Egress.Http;

/// <summary>
/// The door's own answers: marked as not the upstream's, and without a word on what is behind the door. A client that sent JSON gets the text in the form of an
/// error that the model APIs' clients read (Anthropic, OpenAI and Gemini all have an <c>error</c> with a <c>message</c>), so that an agent can show it and go
/// on.
/// </summary>
internal static class Refusal
{
    /// <summary>Header field that only the door sets: <c>refused</c> for what may not be, <c>failed</c> for what did not work.</summary>
    public const string Mark = "x-vitrine";

    /// <summary>Answers; false when the response has begun and it is too late.</summary>
    public static async Task<bool> WriteAsync(HttpContext context, int status, string mark, string text, CancellationToken cancellationToken)
    {
        if (context.Response.HasStarted)
            return false;
        context.Response.Clear();
        context.Response.StatusCode = status;
        bool isJson = context.Request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;
        context.Response.ContentType = isJson ? "application/json" : "text/plain";
        context.Response.Headers[Mark] = mark;
        byte[] body = isJson ? ToJson(text, mark) : Encoding.UTF8.GetBytes(text + "\n");
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static byte[] ToJson(string text, string mark)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "error");
            writer.WriteStartObject("error");
            writer.WriteString("type", mark == "refused" ? "permission_error" : "api_error");
            writer.WriteString("status", mark == "refused" ? "PERMISSION_DENIED" : "UNAVAILABLE");
            writer.WriteString("message", text);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
