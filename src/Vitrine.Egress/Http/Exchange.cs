using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress.Capture;

namespace Vitrine.Egress.Http;

/// <summary>
/// One request and its answer:
/// <code>
/// 1. gate      one name everywhere, nothing that reads as two requests ──► 400, 405, 421
/// 2. decide    the policy, for this request's destination             ──► 403
/// 3. read      the body's head: all of most bodies
/// 4. record    durably; nothing has left until here                   ──► 503
/// 5. answer    upstream, or the offline responder
/// 6. record    the answer and the sizes
/// </code>
/// </summary>
internal sealed class Exchange(ExchangeServices services, HttpContext context, Flow flow)
{
    private const string NoRecord = "The request was not sent because it can't be recorded.";
    private readonly DoorOptions _options = services.Options;
    private readonly long _start = services.Options.Time.GetTimestamp();

    /// <summary>Runs the exchange to its end.</summary>
    public async Task RunAsync()
    {
        // 1
        Gated gated = RequestGate.Check(context, flow, _options.Policy);
        if (gated.Status != 0)
        {
            await RefuseAsync(gated.Status, gated.Reason, gated.Text).ConfigureAwait(false);
            return;
        }

        // 2
        Decision decision = _options.Policy.Decide(flow.Destination);
        string scheme = flow.Protocol == FlowProtocol.Https ? "https" : "http";
        int standard = flow.Protocol == FlowProtocol.Https ? 443 : 80;
        string origin = $"{scheme}://{(flow.Destination.Port == standard ? flow.Destination.Host.ToUriHost() : flow.Destination.ToString())}";
        string shown = origin + services.Secrets.ShowUrl(gated.Target);
        if (services.Fields.OfRequest(context.Request.Headers, shown) is not { } fields)
        {
            await RefuseAsync(431, "record-too-large", "The header fields are too large.").ConfigureAwait(false);
            return;
        }

        await using var body = new RequestBody(context, _options.Recorder, services.Heads);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, services.Stopping);
        string version = context.Request.Protocol is "HTTP/2" ? "2" : context.Request.Protocol["HTTP/".Length..];
        long number = services.NextRequest();
        try
        {
            // 3
            bool isUpgrade = UpgradeRelay.IsAsked(context);
            if (decision.IsAllowed && !isUpgrade)
                await body.ReadHeadAsync(_options.Limits, _options.Time, ending.Token).ConfigureAwait(false);
            // 4
            PayloadReference? head = body.IsWhole ? await body.SealAsync(ending.Token).ConfigureAwait(false) : null;
            bool isSealed = body.IsWhole;
            var started = new RequestStarted(number, context.Request.Method, shown, version, fields, head, decision);
            await RecordAsync(started, ending.Token).ConfigureAwait(false);
            // 5
            await AnswerAsync(number, new Uri(origin + gated.Target, ExactTarget), body, isSealed, isUpgrade, decision, ending).ConfigureAwait(false);
        }
        catch (RecordingException)
        {
            await FailAsync(503, "failed", NoRecord).ConfigureAwait(false);
        }
        catch (BadHttpRequestException)
        {
            // Kestrel answers 400 and closes: the framing of the body is broken, and nothing has left.
            services.Refusals.Add(flow, "malformed-request");
            throw;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The agent left, or the door stops, before anything left the machine.
            context.Abort();
        }
    }

    // The target goes on exactly as it came: what was recorded is what is asked for.
    private static readonly UriCreationOptions ExactTarget = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private async Task AnswerAsync(
        long number, Uri uri, RequestBody body, bool isBodySealed, bool isUpgrade, Decision decision, CancellationTokenSource ending)
    {
        await using var response = new ResponseRecording(_options.Recorder);
        await using var sent = new ResponseRecording(_options.Recorder);
        Outcome outcome;
        try
        {
            outcome = !decision.IsAllowed ? await FailAsync(403, "refused", "This host is not allowed here.").ConfigureAwait(false)
                : _options.Policy.Mode == NetworkMode.Offline ? await OfflineAsync(body, response).ConfigureAwait(false)
                : isUpgrade ? await new UpgradeRelay(services, context, flow, sent, response).RunAsync(uri, ending).ConfigureAwait(false)
                : await new Forwarding(services, context, flow, body, response).RunAsync(uri, ending).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not RecordingException)
        {
            // What nobody thought of, in code that reads what an agent and a server send, is one failed request: it ends, and the record says so.
            Outcome failed = await FailAsync(500, "failed", "The request could not be answered.").ConfigureAwait(false);
            outcome = failed with { Error = $"{e.GetType().Name}: {e.Message}" };
        }

        // 6
        PayloadReference? streamed = isUpgrade ? await sent.SealAsync(CancellationToken.None).ConfigureAwait(false)
            : isBodySealed ? null : await body.SealAsync(CancellationToken.None).ConfigureAwait(false);
        PayloadReference? received = await response.SealAsync(CancellationToken.None).ConfigureAwait(false);
        _options.Recorder.Record(new RequestEnded(
            number, outcome.Status, outcome.AnsweredBy, services.Fields.OfResponse(context.Response.Headers), streamed, received,
            body.Length + sent.Length, response.Length, _options.Time.GetElapsedTime(_start).TotalSeconds, outcome.Error));
    }

    private async Task<Outcome> OfflineAsync(RequestBody body, ResponseRecording response)
    {
        OfflineResponder respond = _options.Offline ?? Sinkhole.RespondAsync;
        // What was upgraded would pass unrecorded.
        context.Features.Set<IHttpUpgradeFeature>(null);
        context.Request.Body = new RequestBodyStream(body);
        Stream plain = context.Response.Body;
        context.Response.Body = new ResponseTee(plain, response);
        try
        {
            string who = await respond(context, flow.Destination).ConfigureAwait(false);
            await context.Response.CompleteAsync().ConfigureAwait(false);
            return new Outcome(context.Response.StatusCode, who, null);
        }
        finally
        {
            // A refusal that is written after a failure is the door's, and recorded by its status.
            context.Response.Body = plain;
        }
    }

    private async Task RecordAsync(Observation observation, CancellationToken cancellationToken)
    {
        try
        {
            await _options.Recorder.RecordDurablyAsync(observation, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new RecordingException(e);
        }
    }

    private async Task RefuseAsync(int status, string reason, string text)
    {
        services.Refusals.Add(flow, reason);
        await FailAsync(status, "refused", text).ConfigureAwait(false);
    }

    private async Task<Outcome> FailAsync(int status, string mark, string text)
    {
        if (await Refusal.WriteAsync(context, status, mark, text, services.Stopping).ConfigureAwait(false))
            return new Outcome(status, Outcome.Door, mark == "refused" ? "refused" : text);
        context.Abort();
        return new Outcome(context.Response.StatusCode, Outcome.Door, text);
    }
}
