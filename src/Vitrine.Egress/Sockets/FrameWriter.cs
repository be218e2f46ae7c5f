using System.Buffers;
using System.Security.Cryptography;
using Vitrine.Egress.Http;

namespace Vitrine.Egress.Sockets;

/// <summary>
/// Writes frames to one side of a WebSocket, each recorded first: as it is without its mask, so that the record can be read. Both directions may end in a close
/// frame of the door, hence the lock.
/// </summary>
internal sealed class FrameWriter(Stream stream, bool masks, ResponseRecording recording) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Writes one frame.</summary>
    /// <exception cref="RecordingException">It can't be recorded; it did not go.</exception>
    public async ValueTask WriteAsync(FrameKind kind, bool isFinal, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        byte[] frame = ArrayPool<byte>.Shared.Rent(payload.Length + FrameHeader.MaximumLength);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var plain = new FrameHeader(kind, isFinal, payload.Length, 0);
            int length = Lay(frame, plain, payload.Span, isMasked: false);
            await recording.WriteAsync(frame.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            if (masks)
                length = Lay(frame, plain with { Mask = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)) }, payload.Span, isMasked: true);
            await stream.WriteAsync(frame.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static int Lay(byte[] frame, FrameHeader header, ReadOnlySpan<byte> payload, bool isMasked)
    {
        int at = header.Write(frame, isMasked);
        payload.CopyTo(frame.AsSpan(at));
        FrameMask.Apply(frame.AsSpan(at, payload.Length), header.Mask, 0);
        return at + payload.Length;
    }
}
