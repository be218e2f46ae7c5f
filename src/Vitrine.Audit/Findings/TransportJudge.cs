using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Classes a difference of connections and of how bodies are framed on them.</summary>
internal sealed class TransportJudge(Documentation documentation)
{
    /// <summary>The judgement.</summary>
    public Judgement Judge(Difference difference)
    {
        if (difference.Path.StartsWith("ClientHello to ", StringComparison.Ordinal) && difference.Factors is [Factors.Interception])
            return new Judgement(FindingClasses.Open, Severity.Low, "TLS is set up otherwise where an authority is named");
        bool isLength = difference.Path.Contains(" chunks", StringComparison.Ordinal)
            && difference.Factors.All(factor => factor is Factors.WorkspaceContent or Factors.HomePath or Factors.GitRemote);
        if (isLength)
            return new Judgement(FindingClasses.Lawful, Severity.Low, "a longer body is cut otherwise");
        if (difference.Channel == Channels.ConnectionPattern
            && !difference.SessionsWithout.Select(Requests).Intersect(difference.SessionsWith.Select(Requests)).Any())
            return new Judgement(FindingClasses.Lawful, Severity.Low,
                "other requests are made, which are looked at for themselves, and connections follow from them");
        if (difference.Channel == Channels.ConnectionPattern && FollowsClosing(difference))
            return Judgement.Lawful("each request says in clear that its connection ends with it (RFC 9112, section 9.6), which is looked at by itself");
        if (IsUseOfConnections(difference) && documentation.SaysConnections(difference) is string said)
            return new Judgement(FindingClasses.Open, Severity.Low, $"its README says so: “{said}”");
        return Judgement.Covert(difference.Channel == Channels.HttpFraming
            ? "the same content is framed otherwise under this condition"
            : "connections are used otherwise under this condition");
    }

    private static bool IsUseOfConnections(Difference difference) =>
        difference.Path.StartsWith("connections of model requests", StringComparison.Ordinal)
        || difference.Path.StartsWith("number of connections", StringComparison.Ordinal)
        || difference.Path.StartsWith("reuse of connections", StringComparison.Ordinal);

    // One connection for each request where all of them say so, and for all where none does.
    private static bool FollowsClosing(Difference difference) =>
        Closing(difference.SessionsWithout) is bool without
        && Closing(difference.SessionsWith) is bool with
        && without != with
        && (without
            ? difference.SessionsWithout
            : difference.SessionsWith).All(session => Connections(session) is { Length: > 1 } used && used.Distinct().Count() == used.Length)
        && (without ? difference.SessionsWith : difference.SessionsWithout).All(session => Connections(session).Distinct().Count() == 1);

    private static int[] Connections(AuditSession session) =>
        [.. session.Capture.Exchanges.Where(exchange => exchange.IsModel).Select(exchange => exchange.Connection)];

    private static bool? Closing(IReadOnlyList<AuditSession> sessions)
    {
        bool[] says = [.. sessions.SelectMany(session => session.Capture.Exchanges)
            .Where(exchange => exchange.IsModel)
            .Select(exchange => "close".Equals(BodyText.Field(exchange, "connection"), StringComparison.OrdinalIgnoreCase))
            .Distinct()];
        return says is [var all] ? all : null;
    }

    private static string Requests(AuditSession session) =>
        FeatureReader.Of(session).All.TryGetValue("order of requests", out Feature? order)
            ? string.Join(", ", order.Value.Split(", ").Order(StringComparer.Ordinal))
            : "";
}
