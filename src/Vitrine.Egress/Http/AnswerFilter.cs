using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Vitrine.Core.Model;
using Vitrine.Egress.Inspection;
using Vitrine.Egress.Rewriting;

namespace Vitrine.Egress.Http;

/// <summary>
/// What happens to an answer on its way to the agent: values of credentials become their placeholders again, placeholders of redacted values become the values,
/// and a reader sees what passed. With nothing to replace the bytes go through untouched.
/// </summary>
internal sealed class AnswerFilter
{
    private readonly ExchangeServices _services;
    private readonly ContentFacts _facts;
    private readonly HashSet<string> _reflected = [];
    private readonly AnswerReading? _reading;
    private StreamRewriter? _plain;
    private EventSplitter? _events;

    private AnswerFilter(ExchangeServices services, ContentFacts facts)
    {
        (_services, _facts) = (services, facts);
        _reading = services.Options.ReadAnswer?.Invoke(facts);
    }

    /// <summary>Whether bytes are held back until it is clear what they are.</summary>
    public bool IsHolding => _plain?.IsHolding == true || _events?.IsHolding == true;

    /// <summary>How long the next piece is waited for while bytes are held back.</summary>
    public static TimeSpan HoldingTime { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Makes the filter for an answer whose head was copied, and cleans that. Null when the answer's coding can't be undone although it must be read.
    /// </summary>
    public static AnswerFilter? Create(ExchangeServices services, HttpContext context, ContentFacts request, ref Stream body)
    {
        IHeaderDictionary headers = context.Response.Headers;
        HostName host = request.Facts.Destination.Host;
        ReplacementTable table = services.Answers.For(host);
        AnswerFilter filter = new(services,
            request with
            {
                Direction = ContentDirection.Response,
                Headers = services.Options.ReadAnswer is null ? [] : ToFields(headers),
                Status = context.Response.StatusCode
            });
        if (services.Credentials.Guards(request.Facts.Destination))
            headers.Remove("set-cookie");
        if (table.IsEmpty)
            return filter;
        filter.CleanHead(context);
        bool hasBody = !HttpMethods.IsHead(context.Request.Method) && context.Response.StatusCode is not (204 or 205 or 304);
        if (!hasBody)
            return filter;
        if (Decode(headers.ContentEncoding, body) is not { } decoded)
            return null;
        body = decoded;
        foreach (string name in (ReadOnlySpan<string>)["content-encoding", "content-md5", "digest", "content-digest", "repr-digest", "accept-ranges"])
            headers.Remove(name);
        context.Response.ContentLength = null;
        if (headers.ContentType.ToString().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase))
            filter._events = new EventSplitter(table, filter.Found);
        else
            filter._plain = new StreamRewriter(table, filter.Found);
        return filter;
    }

    /// <summary>Takes a piece and gives what goes on.</summary>
    public ReadOnlyMemory<byte> Push(ReadOnlyMemory<byte> piece, bool isLast) => _plain?.Push(piece, isLast) ?? _events?.Push(piece, isLast) ?? piece;

    /// <summary>Gives up what is held back.</summary>
    public ReadOnlyMemory<byte> Release() => _plain?.Release() ?? _events?.Release() ?? default;

    /// <summary>Lets the reader see what the agent has got.</summary>
    public void Read(ReadOnlySpan<byte> chunk) => _reading?.Read(chunk);

    /// <summary>Records what the reader found.</summary>
    public void End()
    {
        if (_reading?.End() is { } findings)
            _services.Options.Recorder.Record(new BodyInspected(_facts.Request, "response", findings, Decision.Allow(""))
            {
                Destination =
                MessageInspection.NameOf(_facts.Facts)
            });
    }

    /// <summary>A field's value without credentials.</summary>
    public string Clean(string value)
    {
        ReplacementTable credentials = _services.Answers.Credentials;
        if (credentials.IsEmpty || value.Length == 0)
            return value;
        byte[] bytes = Encoding.Latin1.GetBytes(value);
        ReadOnlyMemory<byte> cleaned = new StreamRewriter(credentials, Found).Push(bytes, isLast: true);
        return cleaned.Span.SequenceEqual(bytes) ? value : Encoding.Latin1.GetString(cleaned.Span);
    }

    /// <summary>Takes note of a replacement.</summary>
    public void Found(Replacement found)
    {
        if (found.Credential is { } name && _reflected.Add(name))
            _services.Options.Recorder.Record(new CredentialUsed(_facts.Request, name, _facts.Facts.Destination.Host.Name, "reflected"));
    }

    /// <summary>Header fields as facts.</summary>
    public static List<HeaderField> ToFields(IHeaderDictionary headers)
    {
        var fields = new List<HeaderField>(headers.Count);
        foreach ((string name, StringValues values) in headers)
            foreach (string? value in values)
                fields.Add(new HeaderField(name, value ?? ""));
        return fields;
    }

    private void CleanHead(HttpContext context)
    {
        if (_services.Answers.Credentials.IsEmpty)
            return;
        foreach ((string name, StringValues values) in context.Response.Headers.ToArray())
        {
            string?[] cleaned = [.. values.Select(value => Clean(value ?? ""))];
            if (!cleaned.AsSpan().SequenceEqual(values.ToArray()))
                context.Response.Headers[name] = cleaned;
        }

        IHttpResponseFeature response = context.Features.GetRequiredFeature<IHttpResponseFeature>();
        if (response.ReasonPhrase is { } phrase)
            response.ReasonPhrase = Clean(phrase);
    }

    /// <summary>Undoes what the server did although it was asked for a plain answer.</summary>
    private static Stream? Decode(StringValues coding, Stream body) => coding.ToString().Trim().ToLowerInvariant() switch
    {
        "" or "identity" => body,
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        _ => null,
    };
}
