using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Vitrine.Egress.Capture;

namespace Vitrine.Egress.Naming;

/// <summary>Serves DNS on sockets from the box: one loop for each datagram socket, a bounded number of connections for each listening one.</summary>
internal sealed class DnsServer(DnsResponder responder, DoorLimits limits, TimeProvider time, CancellationToken stopping)
{
    /// <summary>A query with EDNS may be longer than 512 bytes; one longer than this has no business here and is cut, which makes it malformed.</summary>
    private const int MaximumQuery = 4096;

    private int _connections;

    /// <summary>Answers datagrams until the door stops.</summary>
    public async Task ServeDatagramsAsync(Socket socket)
    {
        byte[] query = GC.AllocateUninitializedArray<byte>(MaximumQuery);
        byte[] reply = new byte[DnsReply.MaximumLength];
        var sender = new SocketAddress(socket.AddressFamily);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                int length = await socket.ReceiveFromAsync(query, SocketFlags.None, sender, stopping).ConfigureAwait(false);
                int size = responder.Answer(query.AsSpan(0, length), reply);
                if (size > 0)
                    await socket.SendToAsync(reply.AsMemory(0, size), SocketFlags.None, sender, stopping).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // The client's socket is gone or its queue is full: the answer is lost, as datagrams may be, and the client asks again.
                await Task.Delay(CaptureListener.AcceptPause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <summary>Accepts DNS connections until the door stops.</summary>
    public async Task ServeConnectionsAsync(Socket listener)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Socket client = await listener.AcceptAsync(stopping).ConfigureAwait(false);
                if (Interlocked.Increment(ref _connections) > limits.DnsConnections)
                {
                    Interlocked.Decrement(ref _connections);
                    CaptureListener.Reset(client);
                    continue;
                }

                _ = ServeConnectionAsync(client);
            }
            catch (SocketException)
            {
                await Task.Delay(CaptureListener.AcceptPause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeConnectionAsync(Socket client)
    {
        byte[] query = GC.AllocateUninitializedArray<byte>(MaximumQuery);
        byte[] reply = new byte[2 + DnsReply.MaximumLength];
        try
        {
            using Socket owned = client;
            await using var stream = new NetworkStream(client, ownsSocket: false);
            while (true)
            {
                using var patience = new CancellationTokenSource(limits.Greeting, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
                await stream.ReadExactlyAsync(query.AsMemory(0, 2), either.Token).ConfigureAwait(false);
                int length = BinaryPrimitives.ReadUInt16BigEndian(query);
                if (length > MaximumQuery)
                    return;
                await stream.ReadExactlyAsync(query.AsMemory(0, length), either.Token).ConfigureAwait(false);
                int size = responder.Answer(query.AsSpan(0, length), reply.AsSpan(2));
                if (size == 0)
                    return;
                BinaryPrimitives.WriteUInt16BigEndian(reply, (ushort)size);
                await stream.WriteAsync(reply.AsMemory(0, 2 + size), either.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client left, was too slow, or the door stops: there is nobody to tell.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }
}
