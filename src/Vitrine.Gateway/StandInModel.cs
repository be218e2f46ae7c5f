using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.StandIn;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway;

/// <summary>
/// A model API without a model: it speaks the four protocols, streaming and not, and plays a script with the tools that the agent offers.
/// It keeps no state, so one instance serves any number of sessions; equal requests get equal bytes at equal times of the clock.
/// </summary>
public sealed class StandInModel
{
    private readonly StandInScript _script;
    private readonly TimeProvider _time;

    /// <summary>A model that plays <paramref name="script"/>; <paramref name="time"/> gives the times in the answers.</summary>
    public StandInModel(StandInScript script, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentNullException.ThrowIfNull(time);
        _script = script;
        _time = time;
    }

    /// <summary>The largest request body taken, in bytes, also after decompression. At least 1.</summary>
    public int MaximumRequestBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    }

    = 64 << 20;

    /// <summary>
    /// Answers a request whose path is one of a model API, whatever stands before it. A malformed request gets the protocol's own error.
    /// </summary>
    /// <returns>False when the path is none; then nothing was read or written.</returns>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public async Task<bool> TryAnswerAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        bool reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (!ModelRoute.TryMatch(context.Request.Path.Value ?? "", out ModelRoute route) || (route.Operation == ModelOperation.Root && !reads))
            return false;
        if (route.Operation is ModelOperation.ListModels or ModelOperation.GetModel or ModelOperation.Root)
        {
            await ModelDirectory.WriteAsync(context, route, _time.GetUtcNow()).ConfigureAwait(false);
            return true;
        }

        ProtocolErrors errors = new(route.Protocol, context.Response);
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            // Codex opens a WebSocket first and takes 426 as "use HTTP" (RFC 9110 section 15.5.22).
            bool upgrade = context.Request.Headers.Connection.ToString().Contains("upgrade", StringComparison.OrdinalIgnoreCase)
                || HttpMethods.IsConnect(context.Request.Method);
            await errors.WriteAsync(upgrade ? StatusCodes.Status426UpgradeRequired : StatusCodes.Status405MethodNotAllowed,
                "Only POST is served here.").ConfigureAwait(false);
            return true;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaximumRequestBytes;
        RequestBody body = await RequestBody.ReadAsync(context.Request, MaximumRequestBytes, context.RequestAborted).ConfigureAwait(false);
        if (body.Json is not { } json)
        {
            await errors.WriteAsync(body.Status, body.Fault!).ConfigureAwait(false);
            return true;
        }

        WireProtocol wire = new(route, context.Request.Query["alt"] == "sse");
        if (wire.Read(json, out string? fault) is not { } request)
        {
            await errors.WriteAsync(StatusCodes.Status400BadRequest, fault!).ConfigureAwait(false);
            return true;
        }

        if (route.Operation == ModelOperation.CountTokens)
            await wire.WriteCountAsync(context.Response, TokenEstimate.Of(request)).ConfigureAwait(false);
        else
            await AnswerAsync(context, wire, request).ConfigureAwait(false);
        return true;
    }

    private async Task AnswerAsync(HttpContext context, WireProtocol wire, ModelRequest request)
    {
        AnswerHead head = new(request.Model, _time.GetUtcNow());
        StandInProvider provider = new(_script, wire.CallPrefix);
        HttpResponse response = context.Response;
        if (!request.Stream)
        {
            ModelAnswer answer = new();
            await foreach (ModelEvent next in provider.AnswerAsync(request, context.RequestAborted).ConfigureAwait(false))
                answer.Add(next);
            response.ContentType = "application/json";
            SingleAnswer.Write(response.BodyWriter, json => wire.WriteSingle(json, head, answer));
            await response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            return;
        }

        response.ContentType = wire.StreamType;
        response.Headers.CacheControl = "no-cache";
        AnswerWriter writer = wire.OpenStream(head, response.BodyWriter, request);
        await foreach (ModelEvent next in provider.AnswerAsync(request, context.RequestAborted).ConfigureAwait(false))
        {
            writer.Write(next);
            await response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }
}
