using System.Net;

namespace Vitrine.Egress.Http;

/// <summary>Gives a request's body to the HTTP client, each piece as it comes, so that both directions of a stream can go on at once.</summary>
internal sealed class ForwardedContent(RequestBody body, long? declaredLength, CancellationToken ending) : HttpContent
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _starts;

    /// <summary>Completes when nothing reads the body any more: before that it can't be sealed.</summary>
    public Task Ended => Volatile.Read(ref _starts) == 0 ? Task.CompletedTask : _ended.Task;

    /// <summary>What ended the sending early, if that was a failure to record.</summary>
    public RecordingException? RecordingFailure { get; private set; }

    /// <summary>What ended the sending early, if that was content that may not leave.</summary>
    public ContentRefusedException? Refused { get; private set; }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The client tries again where the server surely did nothing. A whole body can be sent again; of one that streamed only the rest is left.
        if (Interlocked.Increment(ref _starts) > 1 && !body.IsWhole)
            throw new IOException("The body was sent in part and can't be sent again.");
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ending);
            await stream.WriteAsync(body.Head, either.Token).ConfigureAwait(false);
            if (body.IsWhole)
                return;
            await stream.FlushAsync(either.Token).ConfigureAwait(false);
            while (await body.ReadAsync(either.Token).ConfigureAwait(false) is { } piece)
            {
                await stream.WriteAsync(piece, either.Token).ConfigureAwait(false);
                await stream.FlushAsync(either.Token).ConfigureAwait(false);
            }
        }
        catch (RecordingException e)
        {
            RecordingFailure = e;
            throw;
        }
        catch (ContentRefusedException e)
        {
            Refused = e;
            throw;
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = body.IsWhole ? body.Head.Length : declaredLength ?? 0;
        return body.IsWhole || declaredLength is not null;
    }
}
