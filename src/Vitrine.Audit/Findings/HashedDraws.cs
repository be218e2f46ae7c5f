using System.Text;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// Hashes over what is sent and over chance, such as keys by which a server knows a request again: they change as a whole with what is said in clear, and say
/// nothing that is not said there.
/// </summary>
internal static class HashedDraws
{
    private const int ShortestValue = 3;

    /// <summary>
    /// Whether a difference between sessions that drew the same is that of such a hash: none of its places stays, and both sides say the condition's value in
    /// clear in each request's body.
    /// </summary>
    public static bool Are(Difference difference) => difference is { Factors: [var factor], Channel: Channels.Header }
        && TransportDraws.AreApart(difference.BeforeMarked, difference.AfterMarked)
        && difference.SessionsWithout.Concat(difference.SessionsWith).All(session => ValueOf(session.Machine, factor) is { Length: >= ShortestValue } value
            && Asked(session).Any()
            && Asked(session).All(exchange => IsSaid(exchange, value)));

    private static IEnumerable<CapturedExchange> Asked(AuditSession session) =>
        session.Capture.Exchanges.Where(exchange => exchange.IsModel && FeatureReader.HasTools(exchange));

    private static bool IsSaid(CapturedExchange exchange, string value) =>
        WholeWord.IsIn(Encoding.UTF8.GetString(BodyText.Decode(exchange)), value, StringComparison.Ordinal);

    private static string? ValueOf(MachineFacts facts, string factor) => factor switch
    {
        Factors.HostName => facts.HostName,
        Factors.UserName => facts.UserName,
        Factors.HomePath => facts.Home,
        Factors.GitIdentity => facts.GitEmail,
        Factors.GitRemote => facts.GitRemote,
        Factors.TimeZone => facts.TimeZone,
        Factors.Locale => facts.Locale.Split('.')[0],
        _ => null,
    };
}
