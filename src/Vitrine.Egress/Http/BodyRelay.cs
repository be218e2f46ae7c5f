using System.Buffers;

namespace Vitrine.Egress.Http;

/// <summary>Copies a stream piece by piece as it comes, recording each piece before it goes on.</summary>
internal static class BodyRelay
{
    private const int BufferSize = 32 * 1024;

    /// <summary>Copies to the end; also what was written before, such as a head, goes out before the first piece is waited for.</summary>
    /// <exception cref="RecordingException">A piece can't be recorded; it did not go on.</exception>
    public static async Task CopyAsync(
        Stream from, Stream to, ResponseRecording recording, AnswerFilter filter, TimeProvider time, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                Task<int> reading = from.ReadAsync(buffer, cancellationToken).AsTask();
                // Nothing waits in a buffer while the next piece is waited for; what is there already goes out together.
                if (!reading.IsCompleted)
                    await to.FlushAsync(cancellationToken).ConfigureAwait(false);
                int read = filter.IsHolding && !reading.IsCompleted ? await WaitAsync(reading).ConfigureAwait(false) : await reading.ConfigureAwait(false);
                await WriteAsync(filter.Push(buffer.AsMemory(0, read), isLast: read == 0)).ConfigureAwait(false);
                if (read == 0)
                    return;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        async ValueTask WriteAsync(ReadOnlyMemory<byte> piece)
        {
            if (piece.IsEmpty)
                return;
            await recording.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            await to.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            filter.Read(piece.Span);
        }

        // A stream may pause for minutes behind what only looked like the beginning of something.
        async Task<int> WaitAsync(Task<int> reading)
        {
            Task pause = Task.Delay(AnswerFilter.HoldingTime, time, cancellationToken);
            if (await Task.WhenAny(reading, pause).ConfigureAwait(false) == pause && !cancellationToken.IsCancellationRequested)
            {
                await WriteAsync(filter.Release()).ConfigureAwait(false);
                await to.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            return await reading.ConfigureAwait(false);
        }
    }
}
