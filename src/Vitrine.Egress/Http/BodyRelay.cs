using System.Buffers;

namespace Vitrine.Egress.Http;

/// <summary>Copies a stream piece by piece as it comes, recording each piece before it goes on.</summary>
internal static class BodyRelay
{
    private const int BufferSize = 32 * 1024;

    /// <summary>Copies to the end.</summary>
    /// <exception cref="RecordingException">A piece can't be recorded; it did not go on.</exception>
    public static async Task CopyAsync(Stream from, Stream to, ResponseRecording recording, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                ReadOnlyMemory<byte> piece = buffer.AsMemory(0, read);
                await recording.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
                await to.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
                await to.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
