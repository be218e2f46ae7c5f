using Vitrine.Core.Model;

namespace Vitrine.Egress.Http;

/// <summary>The body of a response as the record gets it.</summary>
internal sealed class ResponseRecording(IRecorder recorder) : IAsyncDisposable
{
    private IPayloadWriter? _payload;

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Records a piece, before the agent gets it.</summary>
    /// <exception cref="RecordingException">It can't be recorded.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        try
        {
            _payload ??= recorder.CreatePayload();
            await _payload.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            Length += piece.Length;
        }
        catch (IOException e)
        {
            throw new RecordingException(e);
        }
    }

    /// <summary>Seals it; null when there was no byte.</summary>
    /// <exception cref="RecordingException">It can't be recorded.</exception>
    public async ValueTask<PayloadReference?> SealAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _payload is { } payload ? await payload.CompleteAsync(cancellationToken).ConfigureAwait(false) : null;
        }
        catch (IOException e)
        {
            throw new RecordingException(e);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _payload?.DisposeAsync() ?? ValueTask.CompletedTask;
}
