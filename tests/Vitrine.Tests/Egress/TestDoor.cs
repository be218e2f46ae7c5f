using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress;

namespace Vitrine.Tests.Egress;

/// <summary>
/// A door on sockets of the loopback. What netfilter would say, the test says: a connection's original destination is what <see cref="Wanted"/> holds
/// when it is accepted. Names resolve to a documentation address, which is then dialled at the test's upstream.
/// </summary>
internal sealed class TestDoor : IAsyncDisposable
{
    public static readonly IPAddress Public = IPAddress.Parse("203.0.113.7");
    private readonly string _rootsFile = Path.GetTempFileName();
    private readonly SessionAuthority _authority = SessionAuthority.Create(TimeProvider.System);
    private readonly SessionAuthority _upstreamAuthority = SessionAuthority.Create(TimeProvider.System);
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly List<Socket> _sockets = [];
    private Door? _door;

    public RecordedList Recorder { get; } = new();

    public Door Door => _door!;

    public SessionAuthority Authority => _authority;

    public SessionAuthority UpstreamAuthority => _upstreamAuthority;

    public IPEndPoint? Wanted { get; set; }

    public IPEndPoint Tcp4 { get; private set; } = null!;

    public IPEndPoint DnsUdp4 { get; private set; } = null!;

    public IPEndPoint DnsTcp4 { get; private set; } = null!;

    public List<IPEndPoint> Dialled { get; } = [];

    public TestUpstream Upstream { get; private set; } = null!;

    /// <summary>Starts an upstream and a door before it.</summary>
    public static async Task<TestDoor> StartAsync(
        string allow, RequestDelegate? handle = null, Func<DoorOptions, DoorOptions>? configure = null, NetworkMode mode = NetworkMode.DenyByDefault,
        Func<IPEndPoint, IPEndPoint>? route = null)
    {
        var test = new TestDoor();
        test.Upstream = await TestUpstream.StartAsync(test._upstreamAuthority, handle ?? (context => context.Response.WriteAsync("hello")));
        test._owned.Add(test.Upstream);
        await File.WriteAllTextAsync(test._rootsFile, test._upstreamAuthority.CertificatePem);
        HostRule[] rules = [.. allow.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Rule)];
        var options = new DoorOptions
        {
            Policy = new NetworkPolicy(mode, rules),
            Recorder = test.Recorder,
            Authority = test._authority,
            ExtraRootsFile = test._rootsFile,
            OriginalDestination = _ => test.Wanted,
            Resolve = (_, _) => Task.FromResult(new[] { Public }),
            Route = endpoint =>
            {
                lock (test.Dialled)
                    test.Dialled.Add(endpoint);
                return route?.Invoke(endpoint) ?? new IPEndPoint(IPAddress.Loopback, endpoint.Port == 443 ? test.Upstream.HttpsPort : test.Upstream.HttpPort);
            },
        };
        test._door = await Door.StartAsync(configure?.Invoke(options) ?? options, Xunit.TestContext.Current.CancellationToken);
        Socket tcp4 = Listen(IPAddress.Loopback), tcp6 = Listen(IPAddress.IPv6Loopback), dns4 = Listen(IPAddress.Loopback),
            dns6 = Listen(IPAddress.IPv6Loopback);
        Socket udp4 = Bind(IPAddress.Loopback), udp6 = Bind(IPAddress.IPv6Loopback);
        test.Tcp4 = (IPEndPoint)tcp4.LocalEndPoint!;
        test.DnsUdp4 = (IPEndPoint)udp4.LocalEndPoint!;
        test.DnsTcp4 = (IPEndPoint)dns4.LocalEndPoint!;
        test._sockets.AddRange([tcp4, tcp6, udp4, udp6, dns4, dns6]);
        test._door.Serve(new BoxSockets(tcp4.SafeHandle, tcp6.SafeHandle, udp4.SafeHandle, udp6.SafeHandle, dns4.SafeHandle, dns6.SafeHandle));
        return test;
    }

    public static HostRule Rule(string text) => HostRule.TryParse(text, out HostRule? rule) ? rule : throw new ArgumentException(text);

    /// <summary>Asks the door's DNS for a name, as the box would, and aims the next connections at the answer.</summary>
    public async Task<IPAddress?> LookUpAsync(string name, int port)
    {
        IPAddress? address = await DnsQuery.AskAsync(DnsUdp4, name, DnsQuery.A);
        Wanted = address is null ? null : new IPEndPoint(address, port);
        return address;
    }

    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Tcp4, Xunit.TestContext.Current.CancellationToken);
        return socket;
    }

    public async Task<SslStream> ConnectTlsAsync(string? sni, params SslApplicationProtocol[] protocols)
    {
        var stream = new SslStream(new NetworkStream(await ConnectAsync(), ownsSocket: true));
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = sni ?? "",
                ApplicationProtocols = protocols.Length > 0 ? [.. protocols] : null,
                RemoteCertificateValidationCallback = (_, certificate, _, errors) => Trusts(certificate,
                    sni is null ? errors & ~SslPolicyErrors.RemoteCertificateNameMismatch : errors),
            },
            Xunit.TestContext.Current.CancellationToken);
        return stream;
    }

    /// <summary>A client as the box has them: it connects where it is redirected to, and trusts the session's authority only.</summary>
    public HttpClient CreateClient(Version? version = null)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) => new NetworkStream(await ConnectAsync().WaitAsync(cancellationToken), ownsSocket: true),
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, errors) => Trusts(certificate, errors) },
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            Expect100ContinueTimeout = TimeSpan.FromMinutes(1),
        };
        return new HttpClient(handler)
        {
            DefaultRequestVersion = version ?? HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_door is not null)
            await _door.DisposeAsync();
        foreach (IAsyncDisposable owned in _owned)
            await owned.DisposeAsync();
        foreach (Socket socket in _sockets)
            socket.Dispose();
        _authority.Dispose();
        _upstreamAuthority.Dispose();
        File.Delete(_rootsFile);
    }

    private bool Trusts(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(_authority.CertificatePem);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(leaf);
    }

    private static Socket Listen(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        socket.Listen();
        return socket;
    }

    private static Socket Bind(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }
}
