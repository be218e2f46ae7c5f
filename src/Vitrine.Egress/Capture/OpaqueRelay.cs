using System.Buffers;
using System.IO.Pipelines;
using Vitrine.Core.Model;
using Vitrine.Egress.Upstream;

namespace Vitrine.Egress.Capture;

/// <summary>
/// Carries bytes that the door doesn't understand, where the policy allows that. Both ways with back-pressure: a byte is read only when the last
/// one was written.
/// </summary>
internal sealed class OpaqueRelay(IRecorder recorder, UpstreamDialer dialer, TimeProvider time, DoorLimits limits, Refusals refusals)
{
    private const int BufferSize = 32 * 1024;

    /// <summary>Connects and carries until both sides have ended, or neither said anything for the idle time. False when it did not end in order.</summary>
    public async Task<bool> RunAsync(IDuplexPipe client, Flow flow, bool overTls, CancellationToken stopping)
    {
        flow.Protocol = FlowProtocol.Opaque;
        string destination = flow.Destination.ToString();
        await recorder.RecordDurablyAsync(new FlowStarted(destination, flow.Decision), stopping).ConfigureAwait(false);
        long start = time.GetTimestamp();
        var count = new RelayCount();
        try
        {
            await using Stream upstream = await dialer.ConnectAsync(flow.Destination, overTls, stopping).ConfigureAwait(false);
            await CarryAsync(client, upstream, count, stopping).ConfigureAwait(false);
            return true;
        }
        catch (PrivateAddressException)
        {
            refusals.Add(destination, "private-address", PrivateAccess.Denied(flow.Destination));
            return false;
        }
        catch (Exception e) when (e is IOException
            or OperationCanceledException
            or System.Net.Sockets.SocketException
            or System.Security.Authentication.AuthenticationException)
        {
            // Either side broke off. What passed until then is counted below; the client sees its connection reset.
            return false;
        }
        finally
        {
            recorder.Record(new FlowEnded(destination, count.Out, count.In, time.GetElapsedTime(start).TotalSeconds, flow.Decision));
        }
    }

    private async Task CarryAsync(IDuplexPipe client, Stream upstream, RelayCount count, CancellationToken stopping)
    {
        using var idle = new CancellationTokenSource(limits.Idle, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, idle.Token);
        Task outward = SendAsync(client.Input, upstream, count, idle, ending.Token);
        Task inward = ReceiveAsync(upstream, client.Output, count, idle, ending.Token);
        // One side that ends in order leaves the other open (half-close); one that breaks ends both.
        Task first = await Task.WhenAny(outward, inward).ConfigureAwait(false);
        if (!first.IsCompletedSuccessfully)
            await ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(outward, inward).ConfigureAwait(false);
    }

    private async Task SendAsync(PipeReader from, Stream to, RelayCount count, CancellationTokenSource idle, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await from.ReadAsync(cancellationToken).ConfigureAwait(false);
            foreach (ReadOnlyMemory<byte> segment in result.Buffer)
            {
                await to.WriteAsync(segment, cancellationToken).ConfigureAwait(false);
                count.Out += segment.Length;
            }

            from.AdvanceTo(result.Buffer.End);
            idle.CancelAfter(limits.Idle);
            if (!result.IsCompleted)
                continue;
            await UpstreamDialer.EndAsync(to).ConfigureAwait(false);
            return;
        }
    }

    private async Task ReceiveAsync(Stream from, PipeWriter to, RelayCount count, CancellationTokenSource idle, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                count.In += read;
                FlushResult flushed = await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                idle.CancelAfter(limits.Idle);
                if (flushed.IsCompleted)
                    throw new IOException("The agent closed the connection.");
            }

            await to.CompleteAsync().ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Bytes each way; each is written by one side only.</summary>
    private sealed class RelayCount
    {
        public long Out { get; set; }

        public long In { get; set; }
    }
}
