using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Vitrine.Core.Model;
using Vitrine.Egress.Authority;
using Vitrine.Egress.Capture;
using Vitrine.Egress.Http;
using Vitrine.Egress.Naming;
using Vitrine.Egress.Upstream;

namespace Vitrine.Egress;

/// <summary>
/// The one way out of a box. All of its TCP and DNS arrives here; what the policy allows is recorded and passed on, the rest is refused at once.
/// Disposing the door closes every connection.
/// </summary>
public sealed class Door : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly DoorOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly NameTable _names;
    private readonly FlowJudge _judge;
    private readonly Refusals _refusals;
    private readonly RepeatFilter _lookups;
    private readonly CaptureListener _listener;
    private readonly LeafCertificates _leaves;
    private readonly UpstreamClient _upstream;
    private readonly ExchangeServices _services;
    private readonly KestrelServer _server;
    private readonly MalformedHeads _malformed;
    private readonly FlowMiddlewareParts _parts;
    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _loops = [];
    private bool _isDisposed;

    private Door(DoorOptions options)
    {
        _options = options;
        var access = new PrivateAccess(options.AllowPrivate);
        var trust = new UpstreamTrust(options.ExtraRootsFile);
        var dialer = new UpstreamDialer(options, access, trust);
        _names = new NameTable(options.Limits.Names);
        _judge = new FlowJudge(options.Policy, _names, access, options.LoopbackPorts);
        _refusals = new Refusals(options.Recorder, options.Limits.ListedRefusals);
        _lookups = new RepeatFilter(options.Limits.ListedRefusals);
        _listener = new CaptureListener(options, _judge, _refusals, _stopping.Token);
        _leaves = new LeafCertificates(options.Authority, options.Limits, options.Time);
        _upstream = new UpstreamClient(options, dialer, trust);
        var tls = new TlsTermination(_leaves, options.Limits, options.Time, _refusals);
        var relay = new OpaqueRelay(options.Recorder, dialer, options.Time, options.Limits, _refusals);
        _parts = new FlowMiddlewareParts(tls, relay);
        _services = new ExchangeServices(options, _upstream, _refusals, _stopping.Token);
        _malformed = new MalformedHeads(_refusals);
        _server = new KestrelServer(Options.Create(Configure()), _listener, _malformed);
    }

    /// <summary>What is counted and not listed.</summary>
    public DoorCounts Counts => new(
        _lookups.Repeats, _refusals.Repeats, _lookups.Unlisted + _refusals.Unlisted, _listener.Excess, _names.TurnedAway);

    /// <summary>Makes a door that knows names and judges destinations, and answers DNS once it has sockets; connections wait until it is open.</summary>
    /// <exception cref="IOException">The file of extra authorities can't be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The file of extra authorities holds none.</exception>
    public static Door Create(DoorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Door(options);
    }

    /// <summary>Opens the door. It is the dear part of the start, and nothing needs it before the box's first connection.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) =>
        _server.StartAsync(new DoorApplication(_services), cancellationToken);

    /// <summary>Makes a door and opens it.</summary>
    /// <exception cref="IOException">The file of extra authorities can't be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The file of extra authorities holds none.</exception>
    public static async Task<Door> StartAsync(DoorOptions options, CancellationToken cancellationToken)
    {
        Door door = Create(options);
        try
        {
            await door.OpenAsync(cancellationToken).ConfigureAwait(false);
            return door;
        }
        catch
        {
            await door.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Begins to serve the box's sockets, which now belong to the door. To be called once.</summary>
    public void Serve(BoxSockets sockets)
    {
        ArgumentNullException.ThrowIfNull(sockets);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_sockets.Count > 0)
            throw new InvalidOperationException("The door serves one box.");
        var dns = new DnsServer(new DnsResponder(_options.Policy, _names, _options.Recorder, _lookups, _options.Tap), _options.Limits, _options.Time,
            _stopping.Token);
        Start(sockets.Tcp4, _listener.ServeAsync);
        Start(sockets.Tcp6, _listener.ServeAsync);
        Start(sockets.DnsUdp4, dns.ServeDatagramsAsync);
        Start(sockets.DnsUdp6, dns.ServeDatagramsAsync);
        Start(sockets.DnsTcp4, dns.ServeConnectionsAsync);
        Start(sockets.DnsTcp6, dns.ServeConnectionsAsync);
    }

    /// <summary>What would become of a connection to this address, before any redirect; for whoever sees the system call.</summary>
    public ConnectVerdict JudgeConnect(IPEndPoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return _judge.JudgeConnect(endpoint);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (Socket socket in _sockets)
            socket.Dispose();
        await Task.WhenAll(_loops).ConfigureAwait(false);
        using (var patience = new CancellationTokenSource(Farewell, _options.Time))
            await _server.StopAsync(patience.Token).ConfigureAwait(false);
        _server.Dispose();
        await _services.Endings.WaitAsync().ConfigureAwait(false);
        _malformed.Dispose();
        _upstream.Dispose();
        _leaves.Dispose();
        _stopping.Dispose();
        DoorCounts counts = Counts;
        Tell(counts.Unlisted, "Different look-ups and refusals past the limit are counted, not listed.");
        Tell(counts.ExcessConnections, "Connections were reset because too many were open.");
    }

    private void Tell(long count, string why)
    {
        if (count > 0)
            _options.Recorder.Record(new EventsLost("door", count, why));
    }

    private void Start(SafeSocketHandle? handle, Func<Socket, Task> serve)
    {
        if (handle is null)
            return;
        var socket = new Socket(handle);
        _sockets.Add(socket);
        _loops.Add(Task.Run(() => serve(socket)));
    }

    private KestrelServerOptions Configure()
    {
        var kestrel = new KestrelServerOptions
        {
            ApplicationServices = NoServices.Instance,
            AddServerHeader = false,
            AllowSynchronousIO = false,
            RequestHeaderEncodingSelector = static _ => System.Text.Encoding.Latin1,
            ResponseHeaderEncodingSelector = static _ => System.Text.Encoding.Latin1,
        };
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxRequestLineSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.Limits.RequestHeadersTimeout = _options.Limits.RequestHeaders;
        kestrel.Limits.KeepAliveTimeout = _options.Limits.Idle;
        // A stopped program, a stream that waits for its answer, and a slow model look alike from here; the number of connections is what bounds them.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
        kestrel.Listen(new IPEndPoint(IPAddress.None, 1), listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.Use(next => new FlowMiddleware(next, _options, _listener, _parts.Tls, _parts.Relay, _refusals, _malformed, _stopping.Token).RunAsync);
        });
        return kestrel;
    }

    private sealed record FlowMiddlewareParts(TlsTermination Tls, OpaqueRelay Relay);

    /// <summary>Kestrel asks for services that it can do without.</summary>
    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
