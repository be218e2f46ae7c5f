using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Vitrine.Ledger.Witnessing;

namespace Vitrine.Cli.Witnessing;

/// <summary>The HTTP side of a witness: <c>POST /add-checkpoint</c>, and for monitors <c>GET /HASH/checkpoint</c> (C2SP tlog-witness).</summary>
/// <param name="witness">What decides.</param>
/// <param name="options">Its bounds.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Is told, in one line, what whoever runs the witness should know; the line may hold what a client wrote.</param>
/// <param name="failed">Is called when the disk does not take a checkpoint: the witness has to be opened again.</param>
internal sealed class WitnessApplication(Witness witness, WitnessOptions options, TimeProvider time, Action<string> tell, Action failed) : IDisposable
{
    private const string CheckpointEnd = "/checkpoint";
    private readonly SemaphoreSlim _room = new(options.Concurrency);
    private readonly AddressRates _rates = new(options.Rate, time);

    public async Task RunAsync(HttpContext context)
    {
        HttpResponse answer = context.Response;
        answer.Headers.CacheControl = "no-store";
        if (context.Connection.RemoteIpAddress is { } address && (options.LimitsLoopback || !IPAddress.IsLoopback(address)) && !_rates.TryTake(address))
        {
            await RefuseAsync(answer, StatusCodes.Status429TooManyRequests).ConfigureAwait(false);
            return;
        }

        if (!_room.Wait(0, CancellationToken.None))
        {
            await RefuseAsync(answer, StatusCodes.Status503ServiceUnavailable).ConfigureAwait(false);
            return;
        }

        try
        {
            await AnswerAsync(context).ConfigureAwait(false);
        }
        finally
        {
            _room.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();

    private Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        bool isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (path == "/add-checkpoint")
            return HttpMethods.IsPost(context.Request.Method) ? AddAsync(context) : MethodAsync(context.Response, "POST");
        bool isCheckpoint = path.Length > 1 + CheckpointEnd.Length && path[0] == '/' && path.EndsWith(CheckpointEnd, StringComparison.Ordinal);
        if (!isCheckpoint || witness.FindCheckpoint(path[1..^CheckpointEnd.Length]) is not { } checkpoint)
            return WriteAsync(context.Response, StatusCodes.Status404NotFound, "There is nothing here.\n");
        if (!isRead)
            return MethodAsync(context.Response, "GET");
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = checkpoint.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(checkpoint, context.RequestAborted).AsTask();
    }

    private async Task AddAsync(HttpContext context)
    {
        using var patience = new CancellationTokenSource(options.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(AddCheckpointRequest.MostBytes + 1);
        try
        {
            int length = await ReadAsync(context.Request.Body, buffer, either.Token).ConfigureAwait(false);
            if (length > AddCheckpointRequest.MostBytes)
                await WriteAsync(context.Response, StatusCodes.Status413PayloadTooLarge, "The request is too large.\n").ConfigureAwait(false);
            else
                await AddAsync(context.Response, buffer.AsMemory(0, length)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            await WriteAsync(context.Response, StatusCodes.Status408RequestTimeout, "The request took too long.\n").ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Task AddAsync(HttpResponse response, ReadOnlyMemory<byte> body)
    {
        AddCheckpointAnswer answer;
        try
        {
            answer = witness.Add(body.Span);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            tell($"a checkpoint could not be written, so nothing is cosigned any more: {error.Message}");
            failed();
            return WriteAsync(response, StatusCodes.Status500InternalServerError, "The witness can't write what it would cosign.\n");
        }

        string origin = answer.Origin ?? "";
        if (answer.Fork != ForkEvidence.None)
            tell($"{origin} signed two different trees of {answer.WitnessedSize} entries{(answer.Fork == ForkEvidence.Kept ? "; the second is kept in 'forks'" : ", and the second could not be kept")}");
        else if (answer.Outcome == AddCheckpointOutcome.Inconsistent)
            tell($"{origin} sent a checkpoint that is not shown to continue the {answer.WitnessedSize} entries that were cosigned");
        return answer.Outcome switch
        {
            AddCheckpointOutcome.Cosigned => WriteAsync(response, StatusCodes.Status200OK, answer.Cosignature),
            AddCheckpointOutcome.OtherSize => WriteAsync(response, StatusCodes.Status409Conflict, FormattableString.Invariant($"{answer.WitnessedSize}\n"),
                "text/x.tlog.size"),
            AddCheckpointOutcome.Malformed => WriteAsync(response, (int)answer.Outcome, "This is no add-checkpoint request.\n"),
            AddCheckpointOutcome.NotSigned => WriteAsync(response, (int)answer.Outcome,
                "The checkpoint is not signed by a key that is known for its origin, or wrongly.\n"),
            AddCheckpointOutcome.UnknownOrigin => WriteAsync(response, (int)answer.Outcome, "This witness does not know the checkpoint's origin.\n"),
            _ => WriteAsync(response, (int)answer.Outcome, "The checkpoint is not shown to be consistent with the one that was cosigned.\n"),
        };
    }

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        int length = 0;
        while (length <= AddCheckpointRequest.MostBytes)
        {
            int read = await body.ReadAsync(buffer.AsMemory(length, AddCheckpointRequest.MostBytes + 1 - length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;
            length += read;
        }

        return length;
    }

    private static Task RefuseAsync(HttpResponse response, int status)
    {
        response.Headers.RetryAfter = "1";
        return WriteAsync(response, status, "Come again in a moment.\n");
    }

    private static Task MethodAsync(HttpResponse response, string allowed)
    {
        response.Headers.Allow = allowed;
        return WriteAsync(response, StatusCodes.Status405MethodNotAllowed, $"Only {allowed} is answered here.\n");
    }

    private static Task WriteAsync(HttpResponse response, int status, string text, string type = "text/plain; charset=utf-8")
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes).AsTask();
    }
}
