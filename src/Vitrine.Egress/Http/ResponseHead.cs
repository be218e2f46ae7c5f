using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Vitrine.Egress.Http;

/// <summary>Copies status, header and trailer fields of an upstream's answer.</summary>
internal static class ResponseHead
{
    /// <summary>Copies status and fields; false when they are none that may be passed on.</summary>
    public static bool TryCopy(HttpResponseMessage response, HttpContext context)
    {
        int status = (int)response.StatusCode;
        // Only an upgrade that was asked for switches protocols; other interim answers never come here.
        if (status is < 200 or > 999)
            return false;
        context.Response.StatusCode = status;
        if (FieldSyntax.IsValue(response.ReasonPhrase))
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = response.ReasonPhrase;
        return TryCopyFields(response, context) && TryFrame(response, context);
    }

    /// <summary>Copies the fields of both parts of the head.</summary>
    public static bool TryCopyFields(HttpResponseMessage response, HttpContext context)
    {
        StringValues connection = response.Headers.NonValidated.TryGetValues("Connection", out HeaderStringValues values) ? ToValues(values) : default;
        IReadOnlySet<string> nominated = HopByHop.Nominated(connection);
        return TryCopy(response.Headers.NonValidated, context, nominated) && TryCopy(response.Content.Headers.NonValidated, context, nominated);
    }

    /// <summary>Appends the trailers, where the agent's protocol has them.</summary>
    public static void CopyTrailers(HttpResponseMessage response, HttpContext context, AnswerFilter filter)
    {
        if (!context.Response.SupportsTrailers())
            return;
        foreach ((string name, HeaderStringValues values) in response.TrailingHeaders.NonValidated)
        {
            StringValues copied = ToValues(values);
            if (!HopByHop.IsForbiddenInTrailer(name) && FieldSyntax.IsToken(name) && AreValues(copied))
                context.Response.AppendTrailer(name, copied.Select(value => filter.Clean(value ?? "")).ToArray());
        }
    }

    private static bool TryCopy(HttpHeadersNonValidated fields, HttpContext context, IReadOnlySet<string> nominated)
    {
        foreach ((string name, HeaderStringValues values) in fields)
        {
            if (HopByHop.IsDroppedFromResponse(name, nominated) || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                continue;
            StringValues copied = ToValues(values);
            if (!FieldSyntax.IsToken(name) || !AreValues(copied))
                return false;
            context.Response.Headers.Append(name, copied);
        }

        return true;
    }

    /// <summary>Takes over the length, which HttpClient has checked: only one, a number, and not beside Transfer-Encoding.</summary>
    private static bool TryFrame(HttpResponseMessage response, HttpContext context)
    {
        if (!response.Content.Headers.NonValidated.TryGetValues("Content-Length", out HeaderStringValues lengths))
            return true;
        // 204 has no length, and 205 no content (RFC 9110 section 8.6).
        if (context.Response.StatusCode is 204 or 205)
            return true;
        if (lengths.Count != 1 || response.Content.Headers.ContentLength is not { } length)
            return false;
        context.Response.ContentLength = length;
        return true;
    }

    private static StringValues ToValues(HeaderStringValues values)
    {
        if (values.Count == 1)
            return values.ToString();
        var all = new List<string>(values.Count);
        foreach (string value in values)
            all.Add(value);
        return all.ToArray();
    }

    private static bool AreValues(StringValues values)
    {
        foreach (string? value in values)
            if (!FieldSyntax.IsValue(value))
                return false;
        return true;
    }
}
