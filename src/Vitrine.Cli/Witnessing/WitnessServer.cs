using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Ledger.Witnessing;

namespace Vitrine.Cli.Witnessing;

/// <summary>A witness on Kestrel.</summary>
internal sealed class WitnessServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly WitnessApplication _application;
    private readonly TaskCompletionSource _failure;

    private WitnessServer(WebApplication server, WitnessApplication application, TaskCompletionSource failure) =>
        (_server, _application, _failure) = (server, application, failure);

    /// <summary>Where it is reached; the port is the one that it got.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Ends when the disk did not take a checkpoint.</summary>
    public Task Failure => _failure.Task;

    /// <summary>Starts to serve.</summary>
    /// <exception cref="IOException">The address is taken, or a file can't be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The certificate or its key is none.</exception>
    public static async Task<WitnessServer> StartAsync(Witness witness, WitnessOptions options, TimeProvider time, Action<string> tell,
        CancellationToken cancellationToken)
    {
        // Empty: it reads no configuration from the working directory or the environment.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, options));
        WebApplication server = builder.Build();
        var failure = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var application = new WitnessApplication(witness, options, time, tell, () => failure.TrySetResult());
        var started = new WitnessServer(server, application, failure);
        server.Run(application.RunAsync);
        try
        {
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await started.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        started.Address = new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return started;
    }

    /// <summary>Answers what is being worked on, and takes nothing more.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        _application.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, WitnessOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.Connections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        kestrel.Limits.MaxRequestBodySize = AddCheckpointRequest.MostBytes + 1;
        kestrel.Limits.MaxRequestLineSize = 2048;
        kestrel.Limits.MaxRequestHeadersTotalSize = 8192;
        kestrel.Limits.MaxRequestHeaderCount = 50;
        kestrel.Limits.RequestHeadersTimeout = options.Patience;
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        kestrel.Limits.Http2.MaxStreamsPerConnection = 32;
        kestrel.Listen(options.Listen, listen =>
        {
            if (options.Certificate is null)
            {
                listen.Protocols = HttpProtocols.Http1;
                return;
            }

            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(options.Certificate);
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = X509Certificate2.CreateFromPemFile(options.Certificate, options.CertificateKey),
                ServerCertificateChain = chain,
                HandshakeTimeout = options.Patience,
            });
        });
    }
}
