using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Core.Model;
using Vitrine.Egress.Inspection;

namespace Vitrine.Egress.Http;

/// <summary>
/// The body of a request. Its head is read and recorded before anything leaves; most bodies end there. What is longer, or comes slowly (a gRPC stream
/// waits for answers before it goes on), is recorded piece by piece, each before it leaves.
/// </summary>
internal sealed class RequestBody(HttpContext context, IRecorder recorder, HeadBudget budget, MessageInspection? inspection) : IAsyncDisposable
{
    private const int LargestGuess = 512 * 1024;

    private readonly PipeReader _reader = context.Request.BodyReader;
    private readonly ArrayBufferWriter<byte> _head = CreateHead(context.Request.ContentLength);
    private IPayloadWriter? _payload;
    private SequencePosition? _given;
    private ReadOnlyMemory<byte>? _rewritten;
    private ReadOnlyMemory<byte>? _sent;
    private bool _isInspectedToEnd;
    private bool _hasStreamed;
    private bool _isEnded = context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false };

    /// <summary>Whether the head is all of the body.</summary>
    public bool IsWhole => _isEnded && !_hasStreamed;

    /// <summary>What goes first: what was read before anything leaves, or what goes in its place.</summary>
    public ReadOnlyMemory<byte> Head => _sent ?? _rewritten ?? _head.WrittenMemory;

    /// <summary>Bytes that were recorded so far, which are those that leave.</summary>
    public long Length { get; private set; }

    /// <summary>Whether pieces may change their length: not where the agent has said how long all will be.</summary>
    public bool MayResize => IsWhole || context.Request.ContentLength is null;

    /// <summary>Reads the head: up to its limit, to the end, or as long as the wait allows.</summary>
    /// <exception cref="RecordingException">Recording failed.</exception>
    /// <exception cref="IOException">The agent broke off, or its body is malformed.</exception>
    public async Task ReadHeadAsync(DoorLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        if (_isEnded)
            return;
        ITimer? timer = null;
        try
        {
            await ReadHeadAsync(limits, StartTimer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (timer is not null)
                await timer.DisposeAsync().ConfigureAwait(false);
        }

        // A pending read is cancelled in place: nothing is lost, and reading goes on later.
        void StartTimer()
        {
            if (timer is null)
                timer = time.CreateTimer(static state => CancelRead((PipeReader)state!), _reader, limits.BodyWait, Timeout.InfiniteTimeSpan);
            else if (inspection is not null)
                // To be inspected whole is worth waiting for a body that still comes; one that pauses may wait for an answer.
                timer.Change(limits.BodyWait, Timeout.InfiniteTimeSpan);
        }
    }

    // On a timer's thread, where nobody could catch it, Kestrel's reader throws once the request is over or the agent broke off.
    private static void CancelRead(PipeReader reader)
    {
        try
        {
            reader.CancelPendingRead();
        }
        catch (Exception over) when (over is ObjectDisposedException or IOException or OperationCanceledException)
        {
            // The read itself throws the same, and there it is dealt with.
        }
    }

    private async ValueTask ReadHeadAsync(DoorLimits limits, Action startTimer, CancellationToken cancellationToken)
    {
        int most = inspection is null ? limits.BodyHead : limits.HeldBody;
        while (!_isEnded && _head.WrittenCount < most)
        {
            // Most bodies are there with their heads, and need no timer.
            if (!_reader.TryRead(out ReadResult result))
            {
                startTimer();
                result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }

            SequencePosition taken = result.Buffer.Start;
            foreach (ReadOnlyMemory<byte> piece in result.Buffer)
            {
                if (!budget.TryTake(piece.Length))
                {
                    _reader.AdvanceTo(taken);
                    return;
                }

                _head.Write(piece.Span);
                if (inspection is null)
                    await RecordAsync(piece, cancellationToken).ConfigureAwait(false);
                taken = result.Buffer.GetPosition(piece.Length, taken);
            }

            _reader.AdvanceTo(result.Buffer.End);
            _isEnded = result.IsCompleted;
            if (result.IsCanceled)
                return;
        }
    }

    /// <summary>Puts other bytes in place of the head. Before it is recorded.</summary>
    public void Replace(ReadOnlyMemory<byte> bytes) => _rewritten = bytes;

    /// <summary>Sends other bytes than are recorded: with credentials in them.</summary>
    public void Send(ReadOnlyMemory<byte> bytes) => _sent = bytes;

    /// <summary>Records the head, where that was not done while it was read.</summary>
    /// <exception cref="RecordingException">Recording failed.</exception>
    public ValueTask RecordHeadAsync(CancellationToken cancellationToken) =>
        inspection is null || (_rewritten ?? _head.WrittenMemory) is not { IsEmpty: false } recorded
            ? ValueTask.CompletedTask
            : RecordAsync(recorded, cancellationToken);

    /// <summary>Reads on behind the head, inspecting and recording first; null at the end. The bytes hold until the next call.</summary>
    /// <exception cref="RecordingException">Recording failed.</exception>
    /// <exception cref="ContentRefusedException">The piece may not leave.</exception>
    /// <exception cref="IOException">The agent broke off, or its body is malformed.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        Return();
        while (!_isEnded)
        {
            // A cancellation that the wait for the head left over comes out here as a round without bytes.
            ReadResult result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            SequencePosition next = result.Buffer.Start;
            ReadOnlyMemory<byte> piece = default;
            while (piece.IsEmpty && result.Buffer.TryGet(ref next, out piece))
            {
            }

            if (piece.IsEmpty)
            {
                _reader.AdvanceTo(result.Buffer.End);
                _isEnded = result.IsCompleted;
                continue;
            }

            _given = result.Buffer.GetPosition(piece.Length);
            _hasStreamed = true;
            if (inspection is not null)
                piece = await inspection.PassAsync(piece, isLast: false, MayResize, cancellationToken).ConfigureAwait(false);
            await RecordAsync(piece, cancellationToken).ConfigureAwait(false);
            if (!piece.IsEmpty)
                return piece;
            Return();
        }

        return await EndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the inspection see the end of a stream, and send what it kept back.</summary>
    private async ValueTask<ReadOnlyMemory<byte>?> EndAsync(CancellationToken cancellationToken)
    {
        if (inspection is null || !_hasStreamed || _isInspectedToEnd)
            return null;
        _isInspectedToEnd = true;
        ReadOnlyMemory<byte> rest = await inspection.PassAsync(default, isLast: true, MayResize, cancellationToken).ConfigureAwait(false);
        if (rest.IsEmpty)
            return null;
        await RecordAsync(rest, cancellationToken).ConfigureAwait(false);
        return rest;
    }

    /// <summary>Seals what was recorded; null when there was no byte. To be called once, when nothing reads any more.</summary>
    /// <exception cref="RecordingException">Recording failed.</exception>
    public async ValueTask<PayloadReference?> SealAsync(CancellationToken cancellationToken)
    {
        if (_payload is not { } payload)
            return null;
        try
        {
            return await payload.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new RecordingException(e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Return();
        budget.Give(_head.WrittenCount);
        if (_payload is { } payload)
            await payload.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What the agent says of the length saves copies; it is believed up to a bound only, since saying costs it nothing.</summary>
    private static ArrayBufferWriter<byte> CreateHead(long? declared) =>
        declared is > 0 and var length ? new ArrayBufferWriter<byte>((int)Math.Min(length, LargestGuess)) : new ArrayBufferWriter<byte>();

    private void Return()
    {
        if (_given is { } given)
            _reader.AdvanceTo(given);
        _given = null;
    }

    private async ValueTask RecordAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
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
}
