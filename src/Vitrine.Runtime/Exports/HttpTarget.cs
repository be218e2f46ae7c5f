using System.Net;
using System.Net.Http.Headers;

namespace Vitrine.Runtime.Exports;

/// <summary>
/// A server that takes batches by POST: OTLP/HTTP (opentelemetry-proto, docs/specification.md), or JSON lines. A redirect is not followed, since the record
/// would go where nobody said it may; cookies are not kept.
/// </summary>
internal sealed class HttpTarget : ExportTarget
{
    /// <summary>The largest answer that is read; the specification recommends 4 MiB.</summary>
    public const int LargestAnswer = 4 * 1024 * 1024;

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);
    private readonly HttpClient _client;
    private readonly Uri _url;
    private readonly ExportOptions _options;
    private readonly string _mediaType;
    private readonly TimeProvider _time;

    public HttpTarget(ExportOptions options, string mediaType, TimeProvider time)
    {
        (_options, _mediaType, _time) = (options, mediaType, time);
        _url = UrlOf(options);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxConnectionsPerServer = 1,
            MaxResponseHeadersLength = 64
        })
        {
            Timeout = Timeout.InfiniteTimeSpan, // The request's own, on our clock.
        };
        foreach ((string name, string value) in options.Destination.Headers)
            if (!_client.DefaultRequestHeaders.TryAddWithoutValidation(name, value))
                throw new ArgumentException($"{name} is no header of a request.", nameof(options));
    }

    /// <inheritdoc/>
    public override async Task<Delivery> SendAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ReadOnlyMemoryContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(_mediaType);
            using HttpResponseMessage answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return await JudgeAsync(answer, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Delivery(DeliveryStatus.Retry, $"no answer within {_options.RequestTimeout.TotalSeconds:0.#} s");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // No connection, or it broke: whether the batch arrived is not known, so it goes out once more under the same names.
            return new Delivery(DeliveryStatus.Retry, error.InnerException?.Message ?? error.Message);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _client.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>OTLP's own path, unless the address names one (as with <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>).</summary>
    private static Uri UrlOf(ExportOptions options)
    {
        Uri url = options.Destination.Url!;
        return options.Format == ExportFormat.Otlp && url.AbsolutePath == "/" && url.Query.Length == 0 ? new Uri(url, "/v1/logs") : url;
    }

    private async Task<Delivery> JudgeAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        string status = $"the server answered {(int)answer.StatusCode}";
        switch (answer.StatusCode)
        {
            // The specification's retryable answers; all others it forbids to repeat.
            case HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout:
                return new Delivery(DeliveryStatus.Retry, status, RetryAfter(answer.Headers.RetryAfter));
            case HttpStatusCode.RequestEntityTooLarge:
                return new Delivery(DeliveryStatus.TooLarge, status);
            case >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest:
                return new Delivery(DeliveryStatus.Refused, status + ": redirects are not followed");
            case >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous:
                break;
            default:
                return new Delivery(DeliveryStatus.Refused, status);
        }

        if (_options.Format != ExportFormat.Otlp)
            return new Delivery(DeliveryStatus.Accepted);
        if (await ReadAsync(answer.Content, cancellationToken).ConfigureAwait(false) is not { } body)
            return new Delivery(DeliveryStatus.Refused, status + " with more than an answer may have");
        return OtlpAnswer.TryParse(body, out OtlpAnswer said)
            ? new Delivery(DeliveryStatus.Accepted, said.Message, null, said.Rejected)
            : new Delivery(DeliveryStatus.Refused, status + " with something that is no OTLP answer, so it is no OTLP server");
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        TimeSpan? wait = header?.Delta ?? (header?.Date is { } date ? date - _time.GetUtcNow() : null);
        return wait is { } time ? TimeSpan.FromTicks(Math.Clamp(time.Ticks, 0, LongestRetryAfter.Ticks)) : null;
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var read = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        for (int got; (got = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (read.Length + got > LargestAnswer)
                return null;
            read.Write(buffer, 0, got);
        }

        return read.ToArray();
    }
}
