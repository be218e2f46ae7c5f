using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using System.Net;
using System.Text;
using Vitrine.Egress.Capture;
using Vitrine.Egress.Sockets;

namespace Vitrine.Egress.Http;

/// <summary>Switches to WebSocket where the upstream does, and then carries the messages of both directions.</summary>
internal sealed class UpgradeRelay(
    ExchangeServices services, HttpContext context, Flow flow, ContentFacts facts, Outgoing outgoing, ResponseRecording sent, ResponseRecording received)
{
    private const ushort ProtocolError = 1002;
    private const ushort PolicyViolation = 1008;
    private const int LongestReason = 123;

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
            using HttpRequestMessage request = ForwardedRequest.CreateUpgrade(context, flow.Destination, uri, outgoing);
            using HttpResponseMessage response = await services.Upstream.SendAsync(request, outgoing.Identity, ending.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
                return await CopyAsync(response, ending.Token).ConfigureAwait(false);
            if (!response.Headers.NonValidated.TryGetValues("Upgrade", out var upgrade)
                || !upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase)
                || response.Headers.NonValidated.Contains("Sec-WebSocket-Extensions")
                || !ResponseHead.TryCopyFields(response, context))
                return await new UpstreamFailure(services, context, flow).AnswerAsync(502, "The answer is malformed.").ConfigureAwait(false);
            context.Response.Headers.Upgrade = "websocket";
            await using Stream upstream = await response.Content.ReadAsStreamAsync(ending.Token).ConfigureAwait(false);
            Stream unread = Stream.Null;
            AnswerFilter head = AnswerFilter.Create(services, context, facts, ref unread)
                ?? throw new InvalidOperationException("A switch of protocols has no coding.");
            await using Stream agent = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync().ConfigureAwait(false);
            return await CarryAsync(agent, upstream, head, ending).ConfigureAwait(false);
        }
        catch (RecordingException)
        {
            throw;
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
        await using Stream plain = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        Stream upstream = plain;
        if (AnswerFilter.Create(services, context, facts, ref upstream) is not { } filter)
            return await new UpstreamFailure(services, context, flow).AnswerAsync(502,
                "The answer has a content coding that was not asked for.").ConfigureAwait(false);
        await BodyRelay.CopyAsync(upstream, context.Response.Body, received, filter, services.Options.Time, cancellationToken).ConfigureAwait(false);
        filter.End();
        return new Outcome(context.Response.StatusCode, Outcome.Upstream, null);
    }

    /// <summary>
    /// Carries until one side ends its stream: a WebSocket is closed by both or by none (RFC 6455 section 7.1.1), so the other has nothing to say.
    /// </summary>
    private async Task<Outcome> CarryAsync(Stream agent, Stream upstream, AnswerFilter head, CancellationTokenSource ending)
    {
        using var toAgent = new FrameWriter(agent, masks: false, received);
        using var toUpstream = new FrameWriter(upstream, masks: true, sent);
        var server = new ServerSide(services, facts, head.Found);
        int most = services.Options.Limits.HeldBody;
        using var sending = new SocketMessages(new FrameReader(agent, isMasked: true), toUpstream, new AgentSide(services, facts), services.Heads, most);
        using var receiving = new SocketMessages(new FrameReader(upstream, isMasked: false), toAgent, server, services.Heads, most);
        Task outward = sending.RunAsync(ending.Token);
        Task inward = receiving.RunAsync(ending.Token);
        Task first = await Task.WhenAny(outward, inward).ConfigureAwait(false);
        string? error = null;
        switch (first.Exception?.InnerException)
        {
            case ContentRefusedException refused:
                error = refused.Reason;
                await CloseAsync(toAgent, PolicyViolation, refused.Reason, ending.Token).ConfigureAwait(false);
                break;
            case MalformedFrameException malformed:
                error = malformed.Message;
                services.Refusals.Add(flow, "malformed-frame");
                await CloseAsync(toAgent, ProtocolError, malformed.Message, ending.Token).ConfigureAwait(false);
                break;
            default:
                break;
        }

        await ending.CancelAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(outward, inward).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not RecordingException
            && (error is not null || (e is OperationCanceledException or IOException && first.IsCompletedSuccessfully)))
        {
            // That is the other side, cancelled just now, or what was told already.
        }
        finally
        {
            server.End();
        }

        return new Outcome(101, error is null ? Outcome.Upstream : Outcome.Door, error);
    }

    /// <summary>Tells the agent why, as RFC 6455 section 7.4 has it; an agent that is gone need not be told.</summary>
    private static async Task CloseAsync(FrameWriter agent, ushort status, string reason, CancellationToken cancellationToken)
    {
        byte[] text = Encoding.UTF8.GetBytes(reason);
        // What is longer would be no control frame; it is cut at a character.
        int length = Math.Min(text.Length, LongestReason);
        while (length < text.Length && (text[length] & 0xc0) == 0x80)
            length--;
        byte[] payload = [(byte)(status >> 8), (byte)status, .. text.AsSpan(0, length)];
        try
        {
            await agent.WriteAsync(FrameKind.Close, isFinal: true, payload, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not RecordingException and (IOException or OperationCanceledException))
        {
            // The connection ends either way.
        }
    }
}
