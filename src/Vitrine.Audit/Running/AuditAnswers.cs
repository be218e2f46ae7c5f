using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Vitrine.Audit.Model;
using Vitrine.Audit.Targets;
using Vitrine.Core.Model;
using Vitrine.Egress.Http;
using Vitrine.Gateway;

namespace Vitrine.Audit.Running;

/// <summary>Who answers in a session of an audit: the stand-in where a model is asked, the texts of the changes by path, and the sinkhole.</summary>
internal sealed class AuditAnswers(MachineChanges changes, StandInScript script, TimeProvider time, bool isAnthropic)
{
    private readonly StandInModel _model = new(script, time);
    private int _failures = changes.FailFirst ?? 0;
    private int _answers = -1;

    /// <summary>Answers.</summary>
    public async Task<string> AnswerAsync(HttpContext context, Destination destination)
    {
        // The server's own would be the machine's clock.
        context.Response.Headers.Date = time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        bool isModel = IsGeneration(context.Request);
        if (!isModel && changes.Answers.TryGetValue(context.Request.Path.Value ?? "", out string? text) && text is not null)
            return await WriteAsync(context, StatusCodes.Status200OK, text, "sinkhole").ConfigureAwait(false);
        if (isModel && Interlocked.Decrement(ref _failures) >= 0)
        {
            AddHeaders(context.Response);
            return isAnthropic
                ? await WriteAsync(context, 529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""",
                    "stand-in").ConfigureAwait(false)
                : await WriteAsync(context, StatusCodes.Status503ServiceUnavailable,
                    """{"error":{"message":"The server is overloaded, please try again later.","type":"server_error","param":null,"code":null}}""",
                    "stand-in").ConfigureAwait(false);
        }

        if (isModel)
            AddHeaders(context.Response);
        if (isModel && changes.AnswerAdditions.Count > 0)
        {
            AnswerAddition addition = changes.AnswerAdditions[Interlocked.Increment(ref _answers) % changes.AnswerAdditions.Count];
            return await AnswerAdditions.AnswerAsync(context, addition, _model.TryAnswerAsync).ConfigureAwait(false)
                ? "stand-in"
                : await Sinkhole.RespondAsync(context, destination).ConfigureAwait(false);
        }

        return await _model.TryAnswerAsync(context).ConfigureAwait(false)
            ? "stand-in"
            : await Sinkhole.RespondAsync(context, destination).ConfigureAwait(false);
    }

    private static bool IsGeneration(HttpRequest request) => HttpMethods.IsPost(request.Method) && ModelPath.Tell(request.Path.Value ?? "") is not null;

    private void AddHeaders(HttpResponse response)
    {
        foreach ((string name, string? value) in changes.AnswerHeaders)
            if (value is not null)
                response.Headers[name] = value;
    }

    private static async Task<string> WriteAsync(HttpContext context, int status, string json, string who)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted).ConfigureAwait(false);
        byte[] body = Encoding.UTF8.GetBytes(json);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        return who;
    }
}
