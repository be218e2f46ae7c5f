using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vitrine.Core.Model;
using Vitrine.Egress;

namespace Vitrine.Tests.Egress;

/// <summary>A real server behind the door, with TLS for any name from an authority of its own.</summary>
internal sealed class TestUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestUpstream(WebApplication app) => _app = app;

    public int HttpPort { get; private set; }

    public int HttpsPort { get; private set; }

    public static async Task<TestUpstream> StartAsync(SessionAuthority authority, RequestDelegate handle, HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                listen.UseHttps(https => https.ServerCertificateSelector = (_, name) =>
                    authority.Issue(HostName.TryParse(name ?? "203.0.113.7", out HostName host) ? host : throw new InvalidOperationException(name)));
            });
        });
        WebApplication app = builder.Build();
        app.UseWebSockets();
        app.Run(handle);
        await app.StartAsync(Xunit.TestContext.Current.CancellationToken);
        var upstream = new TestUpstream(app);
        int[] ports = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a).Port)];
        (upstream.HttpPort, upstream.HttpsPort) = (ports[0], ports[1]);
        return upstream;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
