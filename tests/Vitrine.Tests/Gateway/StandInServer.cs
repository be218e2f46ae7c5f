using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vitrine.Gateway;
using Xunit;

namespace Vitrine.Tests.Gateway;

/// <summary>The stand-in behind a real Kestrel on loopback. Paths that it does not take get 418.</summary>
internal sealed class StandInServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInServer(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public static async Task<StandInServer> StartAsync(StandInScript? script = null, int maximum = 64 << 20)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        StandInModel model = new(script ?? StandInScript.Default, new FixedTime()) { MaximumRequestBytes = maximum };
        app.Run(async context =>
        {
            if (!await model.TryAnswerAsync(context))
                context.Response.StatusCode = StatusCodes.Status418ImATeapot;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new StandInServer(app);
    }

    public async Task<string> PostAsync(string path, string json)
    {
        using HttpResponseMessage response = await SendAsync(path, Encoding.UTF8.GetBytes(json));
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, body);
        return body;
    }

    public async Task<HttpResponseMessage> SendAsync(string path, byte[] body, string? encoding = null)
    {
        using ByteArrayContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        return await Client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }
}
