using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Vitrine.Core.Model;

namespace Vitrine.Egress.Http;

/// <summary>Header fields as the record holds them: credentials as digests, and few enough to fit into an entry (<see cref="Entry.MaximumSize"/>).</summary>
internal sealed class RecordedFields(SecretFields secrets)
{
    /// <summary>
    /// What all fields and the URL of an entry may take, in bytes of JSON. A request that needs more is refused, because what can't be recorded whole
    /// doesn't leave; a response that needs more is cut, and says so.
    /// </summary>
    public const int Budget = 56 * 1024;

    /// <summary>The fields of a request with its URL; null when they don't fit.</summary>
    public List<HeaderField>? OfRequest(IHeaderDictionary headers, string shownUrl)
    {
        int left = Budget - Cost(shownUrl);
        List<HeaderField> fields = Collect(headers, ref left, out bool cut);
        return cut ? null : fields;
    }

    /// <summary>The fields of a response.</summary>
    public List<HeaderField> OfResponse(IHeaderDictionary headers)
    {
        int left = Budget;
        List<HeaderField> fields = Collect(headers, ref left, out bool cut);
        if (cut)
            fields.Add(new HeaderField("…", "More fields did not fit into the record."));
        return fields;
    }

    private List<HeaderField> Collect(IHeaderDictionary headers, ref int left, out bool cut)
    {
        var fields = new List<HeaderField>(headers.Count);
        foreach ((string name, StringValues values) in headers)
            foreach (string? value in values)
            {
                var field = new HeaderField(name, secrets.Show(name, value ?? ""));
                left -= Cost(field.Name) + Cost(field.Value) + "{\"name\":\"\",\"value\":\"\"},".Length;
                if (left < 0)
                {
                    cut = true;
                    return fields;
                }

                fields.Add(field);
            }

        cut = false;
        return fields;
    }

    /// <summary>Upper bound of the text's size in JSON: what isn't plain is written \uXXXX.</summary>
    private static int Cost(string text)
    {
        int cost = 0;
        foreach (char c in text)
            cost += char.IsAsciiLetterOrDigit(c)
                || c is ' ' or '-' or '_' or '.' or '/' or ':' or ';' or ',' or '=' or '(' or ')' or '*' or '?' or '%' or '@' or '!'
                ? 1
                : 6;
        return cost;
    }
}
