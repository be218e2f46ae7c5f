using System.Buffers;
using System.IO.Pipelines;

namespace Vitrine.Egress.Tapping;

/// <summary>A connection's pipes, with a tap on both. Bytes are kept as they are given to whoever reads, before that one looks at them.</summary>
internal sealed class TappedPipe(IDuplexPipe inner, TappedConnection connection) : IDuplexPipe
{
    /// <inheritdoc/>
    public PipeReader Input { get; } = new TappedReader(inner.Input, connection.Sent);

    /// <inheritdoc/>
    public PipeWriter Output { get; } = new TappedWriter(inner.Output, connection.Answered);
}

/// <summary>Keeps what is read, each byte once although unread ones are given again.</summary>
internal sealed class TappedReader(PipeReader inner, TappedSide side) : PipeReader
{
    private ReadOnlySequence<byte> _buffer;
    private long _seen;

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
            return false;
        See(result);
        return true;
    }

    /// <inheritdoc/>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<ReadResult> reading = inner.ReadAsync(cancellationToken);
        return reading.IsCompletedSuccessfully ? new ValueTask<ReadResult>(See(reading.Result)) : AwaitAsync(reading);
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // Counted first: once the inner reader knows, the buffer is no longer there.
        if (!_buffer.IsEmpty)
            _seen -= _buffer.GetOffset(consumed) - _buffer.GetOffset(_buffer.Start);
        _buffer = default;
        inner.AdvanceTo(consumed, examined);
    }

    /// <inheritdoc/>
    public override void CancelPendingRead() => inner.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private async ValueTask<ReadResult> AwaitAsync(ValueTask<ReadResult> reading)
    {
        try
        {
            return See(await reading.ConfigureAwait(false));
        }
        catch (IOException)
        {
            side.Close(isReset: true);
            throw;
        }
    }

    private ReadResult See(in ReadResult result)
    {
        _buffer = result.Buffer;
        if (_buffer.Length > _seen)
        {
            side.Append(_buffer.Slice(_seen));
            _seen = _buffer.Length;
        }

        if (result.IsCompleted)
            side.Close(isReset: false);
        return result;
    }
}

/// <summary>Keeps what is written.</summary>
internal sealed class TappedWriter(PipeWriter inner, TappedSide side) : PipeWriter
{
    private Memory<byte> _memory;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => _memory = inner.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        side.Append(_memory.Span[..bytes]);
        _memory = _memory[bytes..];
        inner.Advance(bytes);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        _memory = default;
        return inner.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        _memory = default;
        side.Append(source.Span);
        return inner.WriteAsync(source, cancellationToken);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        side.Close(isReset: false);
        inner.Complete(exception);
    }

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        side.Close(isReset: false);
        return inner.CompleteAsync(exception);
    }
}
