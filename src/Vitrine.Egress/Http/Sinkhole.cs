using Microsoft.AspNetCore.Http;
using Vitrine.Core.Model;

namespace Vitrine.Egress.Http;

/// <summary>Answers anything with a success that says nothing: what offline mode does where no stand-in answers.</summary>
public static class Sinkhole
{
    /// <summary>Reads the body to its end and answers 200: an empty object for whoever takes JSON, else nothing of the type that is asked for.</summary>
    public static async Task<string> RespondAsync(HttpContext context, Destination destination)
    {
        ArgumentNullException.ThrowIfNull(context);
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted).ConfigureAwait(false);
        string accept = context.Request.Headers.Accept.ToString();
        string type = accept.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase) ? "text/event-stream"
            : accept.Contains("text/html", StringComparison.OrdinalIgnoreCase) ? "text/html"
                : accept.Length == 0 || accept.Contains("json", StringComparison.OrdinalIgnoreCase) || accept.Contains("*/*", StringComparison.Ordinal)
                    ? "application/json"
                    : accept.Contains("text/", StringComparison.OrdinalIgnoreCase) ? "text/plain"
                        : "application/octet-stream";
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = type;
        ReadOnlyMemory<byte> body = type == "application/json" ? "{}"u8.ToArray() : default;
        context.Response.ContentLength = body.Length;
        if (!body.IsEmpty && !HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        return "sinkhole";
    }
}
