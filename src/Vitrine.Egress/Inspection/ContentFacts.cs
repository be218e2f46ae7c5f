using Vitrine.Core.Model;
using Vitrine.Core.Policy;

namespace Vitrine.Egress;

/// <summary>Which way a message goes.</summary>
public enum ContentDirection
{
    /// <summary>The body of a request, with its target and header fields.</summary>
    Request,

    /// <summary>The body of a response.</summary>
    Response,

    /// <summary>Messages that the agent sends over a WebSocket.</summary>
    Sent,

    /// <summary>Messages that come in over a WebSocket.</summary>
    Received,
}

/// <summary>What is known of a message before its body.</summary>
/// <param name="Request">Number of the request within the session.</param>
/// <param name="Facts">Where it goes, and what it asks for.</param>
/// <param name="Direction">Which way it goes.</param>
/// <param name="Headers">Names and values as they came, in clear: they are for inspection, not for the record.</param>
/// <param name="Status">Status of the answer; 0 for what the agent sends.</param>
public sealed record ContentFacts(long Request, RequestFacts Facts, ContentDirection Direction, IReadOnlyList<HeaderField> Headers, int Status)
{
    /// <summary>The values of a header field, joined by commas (RFC 9110 section 5.3); empty where there is none.</summary>
    public string Header(string name) =>
        string.Join(", ", Headers.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value));
}
