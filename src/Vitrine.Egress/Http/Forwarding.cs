using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Egress.Capture;

namespace Vitrine.Egress.Http;

/// <summary>Sends a request to its upstream and copies the answer back, piece by piece.</summary>
internal sealed class Forwarding(
    ExchangeServices services, HttpContext context, Flow flow, ContentFacts facts, RequestBody body, Outgoing outgoing, ResponseRecording recording)
{
    /// <summary>Runs to the end of the answer. When it returns, nothing reads the body any more.</summary>
    public async Task<Outcome> RunAsync(Uri uri, CancellationTokenSource ending)
    {
        bool hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false } || context.Request.ContentLength is not null;
        ForwardedContent? content = hasBody ? new ForwardedContent(body, context.Request.ContentLength, ending.Token) : null;
        AnswerFilter? filter = null;
        try
        {
            using HttpRequestMessage request = ForwardedRequest.Create(context, flow.Destination, uri, content, outgoing);
            using HttpResponseMessage response = await services.Upstream.SendAsync(request, outgoing.Identity, ending.Token).ConfigureAwait(false);
            if (!ResponseHead.TryCopy(response, context))
                return await new UpstreamFailure(services, context, flow).AnswerAsync(502, "The answer is malformed.").ConfigureAwait(false);
            await using Stream received = await response.Content.ReadAsStreamAsync(ending.Token).ConfigureAwait(false);
            Stream upstream = received;
            filter = AnswerFilter.Create(services, context, facts, ref upstream);
            if (filter is null)
                return await new UpstreamFailure(services, context, flow).AnswerAsync(502,
                    "The answer has a content coding that was not asked for.").ConfigureAwait(false);
            // The head does not wait for the body: whoever waits for it may be the one who has to send first.
            await BodyRelay.CopyAsync(upstream, context.Response.Body, recording, filter, services.Options.Time, ending.Token).ConfigureAwait(false);
            ResponseHead.CopyTrailers(response, context, filter);
            await context.Response.CompleteAsync().ConfigureAwait(false);
            return new Outcome(context.Response.StatusCode, Outcome.Upstream, null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            return await new UpstreamFailure(services, context, flow).AnswerAsync(content?.Refused ?? e, content?.RecordingFailure).ConfigureAwait(false);
        }
        finally
        {
            filter?.End();
            // An answer may be complete while the agent still sends (RFC 9113 section 8.1): the rest is not wanted any more.
            if (content is { Ended.IsCompleted: false })
            {
                await ending.CancelAsync().ConfigureAwait(false);
                await content.Ended.ConfigureAwait(false);
            }
        }
    }
}
