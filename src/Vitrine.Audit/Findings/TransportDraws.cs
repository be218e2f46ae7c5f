using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// What TLS itself draws: keys and nonces of a handshake come from the randomness of which identifiers are made, so what is drawn after it is another draw than
/// where there is none.
/// </summary>
internal static partial class TransportDraws
{
    /// <summary>
    /// Whether what differs between a session with TLS and one without are whole parts of a value, drawn after the first request was sent. A mark that is part
    /// of a draw is not among them.
    /// </summary>
    public static bool Are(Difference difference)
    {
        static string Scheme(AuditSession session) => session.Machine.Endpoint.Split("://")[0];
        if (Scheme(difference.SessionsWithout[0]) == Scheme(difference.SessionsWith[0]) || LaterRequest.IsMatch(difference.Path) is false)
            return false;
        string[] before = Parts.Split(difference.BeforeMarked), after = Parts.Split(difference.AfterMarked);
        return before.Length == after.Length && before.Zip(after).All(pair => pair.First == pair.Second || AreApart(pair.First, pair.Second));
    }

    /// <summary>Whether two values are like two draws, which have few characters in common: one of sixteen by chance.</summary>
    public static bool AreApart(string a, string b) =>
        a.Length == b.Length && a.Length >= 4 && a.Zip(b).Count(pair => pair.First == pair.Second) * 3 <= a.Length;

    [GeneratedRegex(@"\Amodel request (?:[2-9]|[1-9][0-9])", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex LaterRequest { get; }

    [GeneratedRegex("[^A-Za-z0-9]", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Parts { get; }
}
