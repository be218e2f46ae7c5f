using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Vitrine.Core.Model;
using Vitrine.Egress.Tapping;

namespace Vitrine.Egress.Capture;

/// <summary>
/// What happens to a connection between the accept loop and Kestrel's HTTP:
/// <code>
/// accepted (name and port are allowed)
///   1. look at the first bytes           silent, or neither TLS nor HTTP ──► opaque relay, where allowed; else reset
///   2. TLS: SNI must be the name         another ──► alert, close
///   3. TLS: terminate                    the client refuses our certificate ──► recorded
///   4. HTTP/1 or HTTP/2 ──► Kestrel ──► <see cref="DoorApplication"/>
/// </code>
/// </summary>
internal sealed class FlowMiddleware(
    ConnectionDelegate http, DoorOptions options, CaptureListener listener, TlsTermination tls, OpaqueRelay relay, Refusals refusals,
    MalformedHeads malformed, CancellationToken stopping)
{
    // A fatal alert, unrecognized_name (RFC 6066 section 3): a client shows this as what it is, where a reset could be anything.
    private static readonly byte[] UnrecognizedName = [21, 3, 3, 0, 2, 2, 112];

    /// <summary>Takes one connection from its first byte to its end.</summary>
    public async Task RunAsync(ConnectionContext connection)
    {
        Flow flow = connection.Features.Get<Flow>() ?? throw new InvalidOperationException("The listener gives each connection its flow.");
        malformed.Add(connection.ConnectionId, flow);
        IDuplexPipe wire = connection.Transport;
        if (flow.Tapped is { } tapped)
            connection.Transport = new TappedPipe(wire, tapped);
        try
        {
            await RunAsync(connection, wire, flow).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ConnectionAbortedException or ConnectionResetException)
        {
            // The client left, or the door stops. Whatever left the machine before has its own entries.
            connection.Abort();
        }
        finally
        {
            connection.Transport = wire;
            flow.Tapped?.End();
            malformed.Remove(connection.ConnectionId);
            listener.Release();
        }
    }

    private async Task RunAsync(ConnectionContext connection, IDuplexPipe wire, Flow flow)
    {
        bool opaque = options.Policy.AllowsOpaque(flow.Destination);
        // 1
        Greeted greeted = await GreetAsync(connection.Transport.Input, flow, opaque).ConfigureAwait(false);
        switch (greeted.Kind)
        {
            case GreetingKind.Http:
                flow.Protocol = FlowProtocol.Http;
                await http(connection).ConfigureAwait(false);
                return;
            case GreetingKind.Tls when Mismatch(flow, greeted.Hello) is { } reason:
                flow.Tapped?.BeginTls();
                refusals.Add(flow, reason);
                await connection.Transport.Output.WriteAsync(UnrecognizedName, stopping).ConfigureAwait(false);
                return;
            case GreetingKind.Tls:
                flow.Protocol = FlowProtocol.Https;
                flow.Tapped?.BeginTls();
                // What is tapped from here on is within TLS.
                connection.Transport = wire;
                await TerminateAsync(connection, flow, opaque).ConfigureAwait(false);
                return;
            default:
                // A client that connects and leaves without a word has done nothing to refuse.
                if (greeted is { IsSilent: true, IsClosed: true })
                    return;
                if (opaque)
                    await RelayAsync(connection, connection.Transport, flow, overTls: false).ConfigureAwait(false);
                else
                    Refuse(connection, flow, "not-http");
                return;
        }
    }

    private Task<Greeted> GreetAsync(PipeReader input, Flow flow, bool opaque)
    {
        // Where the server may speak first, a client that waits for it must not wait long. On the web's ports the client always speaks first.
        TimeSpan first = opaque && flow.Destination.Port is not (80 or 443) ? options.Limits.ServerFirst : options.Limits.Greeting;
        return GreetingReader.ReadAsync(input, first, options.Limits.Greeting, options.Time, stopping);
    }

    /// <summary>Step 2: the name of the flow and SNI are one, or there is no flow. Null when they are, or when there is no SNI.</summary>
    private string? Mismatch(Flow flow, ClientHello hello)
    {
        if (hello.ServerName is not { } text)
            return null;
        if (!HostName.TryParse(text, out HostName host))
            return "name-mismatch";
        if (host == flow.Destination.Host)
            return null;
        return flow.IsUnnamed ? Rename(flow, host) : "name-mismatch";
    }

    /// <summary>Takes the client's word for the name of an address that it found by itself; the policy is asked again. Null when that is allowed.</summary>
    private string? Rename(Flow flow, HostName host)
    {
        var named = flow.Destination with { Host = host };
        Decision decision = options.Policy.Decide(named);
        if (!decision.IsAllowed)
            return "not-allowed";
        flow.Name(named, decision);
        return null;
    }

    private async Task TerminateAsync(ConnectionContext connection, Flow flow, bool opaque)
    {
        IDuplexPipe outer = connection.Transport;
        await using TlsSession? session = await tls.AcceptAsync(connection, flow, stopping).ConfigureAwait(false);
        if (session is null)
        {
            connection.Abort();
            return;
        }

        IDuplexPipe clear = flow.Tapped is { } tapped ? new TappedPipe(session.Pipe, tapped) : session.Pipe;
        connection.Transport = clear;
        try
        {
            // A client that agreed on h2 or http/1.1 speaks it. One that agreed on nothing may speak anything within TLS.
            if (opaque && session.Stream.NegotiatedApplicationProtocol.Protocol.IsEmpty)
            {
                Greeted inner = await GreetAsync(clear.Input, flow, opaque).ConfigureAwait(false);
                if (inner.Kind != GreetingKind.Http)
                {
                    await RelayAsync(connection, clear, flow, overTls: true).ConfigureAwait(false);
                    return;
                }
            }

            await http(connection).ConfigureAwait(false);
        }
        finally
        {
            connection.Transport = outer;
        }
    }

    private async Task RelayAsync(ConnectionContext connection, IDuplexPipe client, Flow flow, bool overTls)
    {
        if (!await relay.RunAsync(client, flow, overTls, stopping).ConfigureAwait(false))
            connection.Abort(new ConnectionAbortedException("the upstream broke off"));
    }

    private void Refuse(ConnectionContext connection, Flow flow, string reason)
    {
        refusals.Add(flow, reason);
        // With a reason the transport resets instead of closing in order.
        connection.Abort(new ConnectionAbortedException("refused"));
    }
}
