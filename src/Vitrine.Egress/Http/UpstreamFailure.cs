using Microsoft.AspNetCore.Http;
using Vitrine.Core.Model;
using Vitrine.Egress.Capture;
using Vitrine.Egress.Upstream;

namespace Vitrine.Egress.Http;

/// <summary>Tells the agent that its request failed, as far as that is still possible, and the record why.</summary>
internal sealed class UpstreamFailure(ExchangeServices services, HttpContext context, Flow flow)
{
    /// <summary>Answers for an exception.</summary>
    public async Task<Outcome> AnswerAsync(Exception failure, RecordingException? recording)
    {
        if (recording is not null || Find<RecordingException>(failure) is not null)
            return await AnswerAsync(503, "The request was not sent in full because it can't be recorded.").ConfigureAwait(false);
        if (Find<ContentRefusedException>(failure) is { } refused)
            return await AnswerAsync(403, refused.Reason, "refused").ConfigureAwait(false);
        if (context.RequestAborted.IsCancellationRequested)
            return new Outcome(context.Response.HasStarted ? context.Response.StatusCode : 0, Outcome.Upstream, "The agent closed the request.");
        if (Find<PrivateAddressException>(failure) is not null)
        {
            services.Refusals.Add(flow.Destination.ToString(), "private-address", PrivateAccess.Denied(flow.Destination));
            return await AnswerAsync(403, "This host is not allowed here.", "refused").ConfigureAwait(false);
        }

        if (Find<BadHttpRequestException>(failure) is { } bad)
            return await AnswerAsync(bad.StatusCode, "The body of the request is malformed.").ConfigureAwait(false);
        string host = flow.Destination.Host.Name;
        (int status, string text) = failure switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => (502, $"{host} was not found."),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => (502, $"{host} could not be reached."),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => (502, $"{host} could not be reached securely."),
            OperationCanceledException when !services.Stopping.IsCancellationRequested => (504, $"{host} did not answer in time."),
            _ => (502, $"{host} broke off."),
        };
        Outcome outcome = await AnswerAsync(status, text).ConfigureAwait(false);
        return outcome with { Error = Describe(failure) };
    }

    /// <summary>Answers with this text, or ends the response so that the agent can't take it for complete.</summary>
    public async Task<Outcome> AnswerAsync(int status, string text, string mark = "failed")
    {
        if (await Refusal.WriteAsync(context, status, mark, text, services.Stopping).ConfigureAwait(false))
            return new Outcome(status, Outcome.Door, text);
        int begun = context.Response.StatusCode;
        context.Abort();
        return new Outcome(begun, Outcome.Upstream, text);
    }

    private static T? Find<T>(Exception? failure)
        where T : Exception
    {
        for (Exception? e = failure; e is not null; e = e.InnerException)
            if (e is T found)
                return found;
        return null;
    }

    private static string Describe(Exception failure)
    {
        var messages = new List<string>();
        for (Exception? e = failure; e is not null && messages.Count < 4; e = e.InnerException)
            messages.Add(e.Message);
        return string.Join(" ← ", messages);
    }
}
