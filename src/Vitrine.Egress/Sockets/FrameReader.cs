namespace Vitrine.Egress.Sockets;

/// <summary>A frame, or a part of a long one.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Payload">Bytes without mask; they hold until the next call.</param>
/// <param name="IsEnd">Whether the frame ends with them.</param>
internal readonly record struct FramePart(FrameHeader Header, Memory<byte> Payload, bool IsEnd);

/// <summary>Reads the frames of one side of a WebSocket. Memory is bounded: a long payload comes in parts.</summary>
internal sealed class FrameReader(Stream stream, bool isMasked)
{
    private const int BufferSize = 32 * 1024;

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private FrameHeader _header;
    private long _done;
    private bool _isInFrame;
    private bool _isInMessage;

    /// <summary>The next part; null where the stream ended, also in the middle of a frame: nothing of that one goes on.</summary>
    /// <exception cref="MalformedFrameException">It is none.</exception>
    public async ValueTask<FramePart?> ReadAsync(CancellationToken cancellationToken)
    {
        while (!_isInFrame)
        {
            FrameReading reading = FrameHeader.Read(_buffer.AsSpan(_start, _end - _start), isMasked, out _header, out int consumed);
            if (reading == FrameReading.Invalid)
                throw new MalformedFrameException();
            if (reading == FrameReading.Complete)
            {
                Begin(consumed);
                break;
            }

            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
                return null;
        }

        long left = _header.Length - _done;
        // A control frame is short; it comes whole.
        long wanted = _header.IsControl ? left : Math.Min(left, 1);
        while (_end - _start < wanted)
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
                return null;
        int count = (int)Math.Min(left, _end - _start);
        Memory<byte> payload = _buffer.AsMemory(_start, count);
        FrameMask.Apply(payload.Span, _header.Mask, _done);
        _start += count;
        _done += count;
        _isInFrame = _done < _header.Length;
        return new FramePart(_header, payload, !_isInFrame);
    }

    /// <summary>Checks that the frame may stand here: a message's frames are not mixed with another's (RFC 6455 section 5.4).</summary>
    private void Begin(int consumed)
    {
        _start += consumed;
        _done = 0;
        _isInFrame = true;
        if (_header.IsControl)
            return;
        if (_isInMessage != (_header.Kind == FrameKind.Continuation))
            throw new MalformedFrameException();
        _isInMessage = !_header.IsFinal;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }
}

/// <summary>What a side sent is no frame of RFC 6455, or of an extension that was not negotiated.</summary>
internal sealed class MalformedFrameException() : IOException("A WebSocket frame is malformed.");
