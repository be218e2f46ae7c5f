using System.Text;
using Microsoft.AspNetCore.Http;

namespace Vitrine.Egress.Http;

/// <summary>The door's own answers: plain text, marked as not the upstream's, and without a word on what is behind the door.</summary>
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
        context.Response.ContentType = "text/plain";
        context.Response.Headers[Mark] = mark;
        byte[] body = Encoding.UTF8.GetBytes(text + "\n");
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
