using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress;
using Vitrine.Runtime.Inspection;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Benchmarks;

/// <summary>
/// The processes of <c>bench/measure/door.py</c>: <c>door upstream ROOT.pem</c>, <c>door serve PORT ROOT.pem [RECORD-DIRECTORY [WORKSPACE]]</c> and <c>door
/// load …</c>. Each prints one line when it is ready, and ends with its standard input. With a workspace what leaves is inspected, as in a session.
/// </summary>
internal static class DoorParts
{
    public const string Host = "bench.example.com";

    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["upstream", var root]:
                await UpstreamAsync(root);
                return 0;
            case ["serve", var port, var root, .. { Length: <= 2 } more]:
                await ServeAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), root, more.ElementAtOrDefault(0),
                    more.ElementAtOrDefault(1));
                return 0;
            case ["load", .. var load]:
                await DoorLoad.RunAsync(load);
                return 0;
            default:
                await Console.Error.WriteLineAsync("usage: door upstream ROOT.pem | door serve PORT ROOT.pem [DIRECTORY [WORKSPACE]] | door load PORT CONNECT|- CONNECTIONS SECONDS SIZE|events");
                return 2;
        }
    }

    private static async Task UpstreamAsync(string root)
    {
        using SessionAuthority authority = SessionAuthority.Create(TimeProvider.System);
        await File.WriteAllTextAsync(root, authority.CertificatePem);
        HostName host = HostName.TryParse(Host, out HostName parsed) ? parsed : throw new InvalidOperationException(Host);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(https => https.ServerCertificate = authority.Issue(host));
        }));
        await using WebApplication app = builder.Build();
        byte[] answer = "{\"ok\":true}"u8.ToArray(), first = "data: first\n\n"u8.ToArray();
        app.Run(async context =>
        {
            if (context.Request.Path == "/events")
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.Body.WriteAsync(first);
                await context.Response.Body.FlushAsync();
                await Task.Delay(2);
                await context.Response.Body.WriteAsync(first);
                return;
            }

            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer);
        });
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port);
        await Console.In.ReadLineAsync();
    }

    private static async Task ServeAsync(int upstream, string root, string? record, string? workspace)
    {
        using SessionAuthority authority = SessionAuthority.Create(TimeProvider.System);
        using Socket tcp = Bind(SocketType.Stream), dnsTcp = Bind(SocketType.Stream), dnsUdp = Bind(SocketType.Dgram);
        await using DoorRecord recorder = new(record);
        using ContentInspection? inspection = workspace is null
            ? null
            : new ContentInspection(new SessionPlan { PrivateHome = "bench", Command = [] }, new SessionPlaces(workspace, workspace, workspace),
                new UnixPath(workspace));
        await using Door door = await Door.StartAsync(
            new DoorOptions
            {
                // The client's word names the destination, since no netfilter says which one was dialled.
                Policy = new NetworkPolicy(NetworkMode.Observe, []),
                Recorder = recorder,
                Authority = authority,
                Inspect = inspection is null ? null : inspection.Open,
                ReadAnswer = inspection is null ? null : inspection.OpenAnswer,
                ExtraRootsFile = root,
                OriginalDestination = static _ => new IPEndPoint(IPAddress.Parse("203.0.113.7"), 443),
                Resolve = static (_, _) => Task.FromResult(new[] { IPAddress.Parse("203.0.113.7") }),
                Route = _ => new IPEndPoint(IPAddress.Loopback, upstream),
            },
            CancellationToken.None);
        door.Serve(new BoxSockets(tcp.SafeHandle, null, dnsUdp.SafeHandle, null, dnsTcp.SafeHandle, null));
        Console.WriteLine(((IPEndPoint)tcp.LocalEndPoint!).Port);
        await Console.In.ReadLineAsync();
    }

    private static Socket Bind(SocketType type)
    {
        var socket = new Socket(AddressFamily.InterNetwork, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (type == SocketType.Stream)
            socket.Listen(512);
        return socket;
    }
}
