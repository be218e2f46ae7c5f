using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Egress.Capture;

namespace Vitrine.Egress.Http;

/// <summary>What Kestrel calls for each request. There is no pipeline of middleware: a request is one <see cref="Exchange"/>.</summary>
internal sealed class DoorApplication(ExchangeServices services) : IHttpApplication<HttpContext>
{
    /// <inheritdoc/>
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    /// <inheritdoc/>
    public Task ProcessRequestAsync(HttpContext context)
    {
        Flow flow = context.Features.Get<Flow>() ?? throw new InvalidOperationException("The listener gives each connection its flow.");
        return new Exchange(services, context, flow).RunAsync();
    }

    /// <inheritdoc/>
    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }
}
