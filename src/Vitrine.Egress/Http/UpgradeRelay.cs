using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using System.Net;
using Vitrine.Egress.Capture;

namespace Vitrine.Egress.Http;

/// <summary>Switches to WebSocket where the upstream does, and then carries the frames of both directions, recorded as they are.</summary>
internal sealed class UpgradeRelay(ExchangeServices services, HttpContext context, Flow flow, ResponseRecording sent, ResponseRecording received)
{
    /// <summary>Whether the request asks for WebSocket over HTTP/1.1. Other upgrades are not passed on, which a client must put up with.</summary>
    public static bool IsAsked(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        && HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Upgrade is [{ } upgrade]
        && upgrade.Trim().Equals("websocket", StringComparison.OrdinalIgnoreCase);

    /// <summary>Runs to the end of the socket, or of the answer that was not a switch.</summary>
    public async Task<Outcome> RunAsync(Uri uri, CancellationTokenSource ending)
    {
        try
        {
            using HttpRequestMessage request = ForwardedRequest.CreateUpgrade(context, flow.Destination, uri);
            using HttpResponseMessage response = await services.Upstream.SendAsync(request, ending.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
                return await CopyAsync(response, ending.Token).ConfigureAwait(false);
            if (!response.Headers.NonValidated.TryGetValues("Upgrade", out var upgrade)
                || !upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase)
                || !ResponseHead.TryCopyFields(response, context))
                return await new UpstreamFailure(services, context, flow).AnswerAsync(502, "The answer is malformed.").ConfigureAwait(false);
            context.Response.Headers.Upgrade = "websocket";
            await using Stream upstream = await response.Content.ReadAsStreamAsync(ending.Token).ConfigureAwait(false);
            await using Stream agent = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync().ConfigureAwait(false);
            await CarryAsync(agent, upstream, ending).ConfigureAwait(false);
            return new Outcome(101, Outcome.Upstream, null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return await new UpstreamFailure(services, context, flow).AnswerAsync(e, null).ConfigureAwait(false);
        }
    }

    private async Task<Outcome> CopyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!ResponseHead.TryCopy(response, context))
            return await new UpstreamFailure(services, context, flow).AnswerAsync(502, "The answer is malformed.").ConfigureAwait(false);
        await using Stream upstream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await BodyRelay.CopyAsync(upstream, context.Response.Body, received, cancellationToken).ConfigureAwait(false);
        return new Outcome(context.Response.StatusCode, Outcome.Upstream, null);
    }

    /// <summary>Carries until one side ends its stream: a WebSocket is closed by both or by none (RFC 6455 section 7.1.1), so the other has nothing to say.</summary>
    private async Task CarryAsync(Stream agent, Stream upstream, CancellationTokenSource ending)
    {
        Task outward = BodyRelay.CopyAsync(agent, upstream, sent, ending.Token);
        Task inward = BodyRelay.CopyAsync(upstream, agent, received, ending.Token);
        Task first = await Task.WhenAny(outward, inward).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(outward, inward).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && first.IsCompletedSuccessfully)
        {
            // That is the other side, cancelled just now.
        }
    }
}
