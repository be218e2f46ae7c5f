using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Core.Model;

namespace Vitrine.Egress.Capture;

/// <summary>
/// Gives Kestrel the connections that were redirected here. It listens on nothing itself: the sockets come later, from the box, and Kestrel
/// is started before there are any. What the policy refuses is reset before Kestrel hears of it.
/// </summary>
internal sealed class CaptureListener(DoorOptions options, FlowJudge judge, Refusals refusals, CancellationToken stopping)
    : IConnectionListenerFactory, IConnectionListener
{
    /// <summary>How long accepting rests after an error, so that one that stays (no descriptors left) doesn't eat a core.</summary>
    public static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(50);

    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>(new() { SingleReader = true });
    // Inline: nothing here blocks a thread, so a hop to another one for each read would only cost.
    private readonly SocketConnectionContextFactory _connections = new(new SocketConnectionFactoryOptions { UnsafePreferInlineScheduling = true },
        NullLogger.Instance);
    private int _open;
    private long _excess;

    /// <summary>Connections that were reset because too many were open.</summary>
    public long Excess => Interlocked.Read(ref _excess);

    /// <inheritdoc/>
    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.None, 0);

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return ValueTask.FromResult<IConnectionListener>(this);
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            if (_accepted.Reader.TryRead(out ConnectionContext? connection))
                return connection;
        return null;
    }

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _accepted.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _accepted.Writer.TryComplete();
        _connections.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Says that a connection which was handed out is over.</summary>
    public void Release() => Interlocked.Decrement(ref _open);

    /// <summary>Accepts from a listening socket until the door stops.</summary>
    public async Task ServeAsync(Socket listener)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Take(await listener.AcceptAsync(stopping).ConfigureAwait(false));
            }
            catch (SocketException)
            {
                // The client gave up before it was accepted, or descriptors ran short, or the door is being closed: the loop's condition tells.
                await Task.Delay(AcceptPause, options.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <summary>Closes at once and so that the client sees it: with RST, not in order.</summary>
    public static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (SocketException)
        {
            // The client was faster; closing is all that is left.
        }

        socket.Dispose();
    }

    private void Take(Socket socket)
    {
        if (Interlocked.Increment(ref _open) > options.Limits.Connections)
        {
            Release();
            Interlocked.Increment(ref _excess);
            Tap(null, null, "too-many-connections");
            Reset(socket);
            return;
        }

        if (Judge(socket) is not { } flow)
        {
            Release();
            Reset(socket);
            return;
        }

        try
        {
            socket.NoDelay = true;
            ConnectionContext connection = _connections.Create(socket);
            connection.Features.Set(flow);
            if (_accepted.Writer.TryWrite(connection))
                return;
            connection.Abort();
        }
        catch (SocketException)
        {
            // Reset by the client between accept and here.
            socket.Dispose();
        }

        Release();
    }

    private Flow? Judge(Socket socket)
    {
        if (options.OriginalDestination(socket) is not { } original)
        {
            refusals.Add("unknown", "unknown-address", default);
            Tap(null, null, "unknown-address");
            return null;
        }

        Destination destination = judge.Judge(original, out Decision decision, out string? reason);
        if (reason is null)
        {
            var flow = new Flow(destination, decision) { Tapped = options.Tap?.Open(original, destination) };
            if (destination.Host.IsAddress && options.Policy.Mode != Core.Policy.NetworkMode.DenyByDefault)
                flow.AwaitName();
            return flow;
        }

        refusals.Add(destination.ToString(), reason, decision);
        Tap(original, destination, reason);
        return null;
    }

    /// <summary>A connection that is reset before a byte of it is read.</summary>
    private void Tap(IPEndPoint? original, Destination? destination, string reason)
    {
        if (options.Tap?.Open(original, destination) is not { } tapped)
            return;
        tapped.Refuse(reason);
        tapped.End();
    }
}
