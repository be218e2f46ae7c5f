using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress.Capture;
using Vitrine.Egress.Credentials;
using Vitrine.Egress.Inspection;
using Vitrine.Egress.Tapping;

namespace Vitrine.Egress.Http;

/// <summary>
/// One request and its answer:
/// <code>
/// 1. gate      one name everywhere, nothing that reads as two requests ──► 400, 405, 421
/// 2. decide    the policy, for destination, method and path; a person ──► 403
/// 3. read      the body: all of most, the head of a long one
/// 4. inspect   body, target and fields: redact, or refuse             ──► 403
/// 5. resolve   placeholders of credentials                            ──► 403
/// 6. record    request and findings, durably; nothing has left yet    ──► 503
/// 7. answer    upstream, or the offline responder
/// 8. record    the answer and the sizes
/// </code>
/// What streams behind the head goes through 4 and 6 piece by piece (<see cref="RequestBody"/>).
/// </summary>
internal sealed class Exchange(ExchangeServices services, HttpContext context, Flow flow)
{
    private const string NoRecord = "The request was not sent because it can't be recorded.";
    private readonly DoorOptions _options = services.Options;
    private readonly long _start = services.Options.Time.GetTimestamp();
    private readonly TappedRequest? _tapped = flow.Tapped?.Begin(context.Features.Get<IHttp2StreamIdFeature>()?.StreamId ?? 0);

    // The target goes on exactly as it came: what was recorded is what is asked for.
    private static readonly UriCreationOptions ExactTarget = new() { DangerousDisablePathAndQueryCanonicalization = true };

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

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, services.Stopping);
        try
        {
            await RunAsync(gated.Target, ending).ConfigureAwait(false);
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
        catch (IOException e) when (e.InnerException is OverflowException)
        {
            // A chunk's size that fits no number: Kestrel says so in this way.
            services.Refusals.Add(flow, "malformed-request");
            context.Abort();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The agent left, or the door stops, before anything left the machine.
            context.Abort();
        }
    }

    private async Task RunAsync(string target, CancellationTokenSource ending)
    {
        // 2
        var facts = new RequestFacts(flow.Destination, flow.Protocol, context.Request.Method, target);
        Decision decision = await services.Deciding.DecideAsync(facts, ending.Token).ConfigureAwait(false);
        string refusal = _options.DecideRequest is null ? "This host is not allowed here." : "This request is not allowed here.";
        string scheme = flow.Protocol == FlowProtocol.Https ? "https" : "http";
        int standard = flow.Protocol == FlowProtocol.Https ? 443 : 80;
        string origin = $"{scheme}://{(flow.Destination.Port == standard ? flow.Destination.Host.ToUriHost() : flow.Destination.ToString())}";
        string shown = origin + services.Secrets.ShowUrl(target);
        if (services.Fields.OfRequest(context.Request.Headers, shown) is not { } fields)
        {
            await RefuseAsync(431, "record-too-large", "The header fields are too large.").ConfigureAwait(false);
            return;
        }

        long number = services.NextRequest();
        var message = new ContentFacts(
            number, facts, ContentDirection.Request,
                _options.Inspect is null && _options.ReadAnswer is null ? [] : AnswerFilter.ToFields(context.Request.Headers), 0);
        MessageInspection? inspection = _options.Inspect is null || !decision.IsAllowed ? null : new MessageInspection(_options, services.Deciding, message);
        await using var body = new RequestBody(context, _options.Recorder, services.Heads, inspection);
        var outgoing = new Outgoing(target);
        // 3
        bool isUpgrade = UpgradeRelay.IsAsked(context);
        if (decision.IsAllowed && !isUpgrade)
            await body.ReadHeadAsync(_options.Limits, _options.Time, ending.Token).ConfigureAwait(false);
        // 4
        ContentVerdict verdict = ContentVerdict.Clean;
        if (inspection is not null)
        {
            var gate = new ContentGate(services, context, body, outgoing);
            verdict = await gate.JudgeAsync(inspection, facts, ending.Token).ConfigureAwait(false);
            (shown, fields) = ContentGate.Conceal(verdict, shown, fields);
            if (!verdict.Decision.IsAllowed)
                (decision, refusal) = (verdict.Decision, MessageInspection.ReasonOf(verdict));
        }

        // 5
        if (decision.IsAllowed && _options.Policy.Mode != NetworkMode.Offline && Resolve(number, body, outgoing) is { } denied)
            (decision, refusal) = (denied, "This request carries a credential that is not the one for this host.");
        // 6
        string version = context.Request.Protocol is "HTTP/2" ? "2" : context.Request.Protocol["HTTP/".Length..];
        await body.RecordHeadAsync(ending.Token).ConfigureAwait(false);
        PayloadReference? head = body.IsWhole ? await body.SealAsync(ending.Token).ConfigureAwait(false) : null;
        bool isSealed = body.IsWhole;
        string method = ContentGate.Conceal(verdict, context.Request.Method);
        var started = new RequestStarted(number, method, shown, version, fields, head, decision);
        // Both wait for the same write of the disk.
        await RecordAsync(
            inspection is not null && (verdict.Findings is not null || !verdict.Decision.IsAllowed) ? [started, inspection.EntryOf(verdict)] : [started],
            ending.Token).ConfigureAwait(false);
        // 7
        await AnswerAsync(message, new Uri(origin + outgoing.Target, ExactTarget), body, isSealed, isUpgrade, outgoing, decision, refusal,
            ending).ConfigureAwait(false);
    }

    private async Task AnswerAsync(
        ContentFacts message, Uri uri, RequestBody body, bool isBodySealed, bool isUpgrade, Outgoing outgoing, Decision decision, string refusal,
        CancellationTokenSource ending)
    {
        var response = new ResponseRecording(_options.Recorder);
        Task? writing = null;
        try
        {
            RequestEnded ended = await SettleAsync(message, uri, body, isBodySealed, isUpgrade, outgoing, decision, refusal, response,
                ending).ConfigureAwait(false);
            writing = EndAsync(ended, response);
        }
        finally
        {
            // From here on the end of the record disposes it.
            if (writing is null)
                await response.DisposeAsync().ConfigureAwait(false);
        }

        await services.Endings.AddAsync(writing).ConfigureAwait(false);
    }

    private async Task<RequestEnded> SettleAsync(
        ContentFacts message, Uri uri, RequestBody body, bool isBodySealed, bool isUpgrade, Outgoing outgoing, Decision decision, string refusal,
        ResponseRecording response, CancellationTokenSource ending)
    {
        await using var sent = new ResponseRecording(_options.Recorder);
        Outcome outcome;
        try
        {
            outcome = !decision.IsAllowed ? await FailAsync(403, "refused", refusal).ConfigureAwait(false)
                : _options.Policy.Mode == NetworkMode.Offline ? await OfflineAsync(message, body, response).ConfigureAwait(false)
                    : isUpgrade ? await new UpgradeRelay(services, context, flow, message, outgoing, sent, response).RunAsync(uri, ending).ConfigureAwait(false)
                        : await new Forwarding(services, context, flow, message, body, outgoing, response).RunAsync(uri, ending).ConfigureAwait(false);
        }
        catch (ContentRefusedException e)
        {
            outcome = await FailAsync(403, "refused", e.Reason).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not RecordingException)
        {
            // What nobody thought of, in code that reads what an agent and a server send, is one failed request: it ends, and the record says so.
            Outcome failed = await FailAsync(500, "failed", "The request could not be answered.").ConfigureAwait(false);
            outcome = failed with { Error = $"{e.GetType().Name}: {e.Message}" };
        }

        _tapped?.Settle(outcome.Status, outcome.AnsweredBy);
        // 8
        RequestEnded ended = new(
            message.Request, outcome.Status, outcome.AnsweredBy, services.Fields.OfResponse(context.Response.Headers), null, null,
            body.Length + sent.Length, response.Length, _options.Time.GetElapsedTime(_start).TotalSeconds, outcome.Error);
        return ended with
        {
            RequestBody = isUpgrade ? await sent.SealAsync(CancellationToken.None).ConfigureAwait(false)
                : isBodySealed ? null : await body.SealAsync(CancellationToken.None).ConfigureAwait(false),
        };
    }

    /// <summary>Step 8: the agent has its answer and may ask the next; only the record waits for the disk.</summary>
    private async Task EndAsync(RequestEnded ended, ResponseRecording response)
    {
        await using (response.ConfigureAwait(false))
        {
            try
            {
                ended = ended with { ResponseBody = await response.SealAsync(CancellationToken.None).ConfigureAwait(false) };
            }
            catch (RecordingException e)
            {
                ended = ended with { Error = ended.Error ?? e.Message };
            }

            _options.Recorder.Record(ended);
        }
    }

    /// <summary>Step 5: values go in for their host alone. The denial, where a placeholder can't be resolved or another key than ours was given.</summary>
    private Decision? Resolve(long number, RequestBody body, Outgoing outgoing)
    {
        var used = new List<DoorCredential>();
        bool isEncrypted = flow.Protocol == FlowProtocol.Https;
        CredentialCheck check = services.Credentials.Apply(context.Request.Headers, flow.Destination, isEncrypted, outgoing, used);
        if (check != CredentialCheck.Passed)
        {
            string reason = check == CredentialCheck.Foreign ? "foreign-credential" : "credential-unresolved";
            services.Refusals.Add(flow, reason);
            return Decision.Deny(reason, null);
        }

        string? type = outgoing.Value(context.Request.Headers, "content-type");
        if (body.IsWhole && services.Credentials.ApplyToBody(body.Head.Span, type, flow.Destination, isEncrypted, used) is { } resolved)
        {
            // The record keeps the placeholder: what is stored of this body is taken before.
            body.Send(resolved);
            BodyDigests.Mend(context.Request.Headers, outgoing, resolved);
        }

        foreach (DoorCredential credential in used)
        {
            services.Answers.Add(credential, credential.Value()!);
            _options.Recorder.Record(new CredentialUsed(number, credential.Name, flow.Destination.Host.Name, "injected"));
        }

        outgoing.Identity = used.Count == 0 ? null : string.Join('\n', used.Select(static each => each.Name).Order(StringComparer.Ordinal));
        outgoing.NeedsPlainAnswer = !services.Answers.For(flow.Destination.Host).IsEmpty;
        return null;
    }

    private async Task<Outcome> OfflineAsync(ContentFacts message, RequestBody body, ResponseRecording response)
    {
        OfflineResponder respond = _options.Offline ?? Sinkhole.RespondAsync;
        // What was upgraded would pass unrecorded.
        context.Features.Set<IHttpUpgradeFeature>(null);
        context.Request.Body = new RequestBodyStream(body);
        Stream plain = context.Response.Body;
        var reading = new Lazy<AnswerReading?>(() => _options.ReadAnswer?.Invoke(message with
        {
            Direction = ContentDirection.Response,
            Headers = AnswerFilter.ToFields(context.Response.Headers),
            Status = context.Response.StatusCode,
        }));
        context.Response.Body = new ResponseTee(plain, response, reading);
        try
        {
            string who = await respond(context, flow.Destination).ConfigureAwait(false);
            await context.Response.CompleteAsync().ConfigureAwait(false);
            if (reading is { IsValueCreated: true, Value: { } read } && read.End() is { } findings)
                _options.Recorder.Record(new BodyInspected(message.Request, "response", findings, Decision.Allow(""))
                {
                    Destination =
                    MessageInspection.NameOf(message.Facts)
                });
            return new Outcome(context.Response.StatusCode, who, null);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested
            && context.Response.HasStarted
            && context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true)
        {
            // A client that has the last event may close the stream before it ends; only the stand-in streams events.
            return new Outcome(context.Response.StatusCode, "stand-in", null);
        }
        finally
        {
            // A refusal that is written after a failure is the door's, and recorded by its status.
            context.Response.Body = plain;
        }
    }

    private async Task RecordAsync(Observation[] observations, CancellationToken cancellationToken)
    {
        try
        {
            await _options.Recorder.RecordDurablyAsync(observations, cancellationToken).ConfigureAwait(false);
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
        _tapped?.Settle(status, mark);
        if (await Refusal.WriteAsync(context, status, mark, text, services.Stopping).ConfigureAwait(false))
            return new Outcome(status, Outcome.Door, mark == "refused" ? "refused" : text);
        context.Abort();
        return new Outcome(context.Response.StatusCode, Outcome.Door, text);
    }
}
