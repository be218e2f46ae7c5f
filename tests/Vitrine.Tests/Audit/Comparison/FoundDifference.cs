using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Tests.Audit.Comparison;

/// <summary>A difference as the comparison would tell it, of sessions that are given.</summary>
internal static class FoundDifference
{
    public static Difference Of(string path, string place, string before, string after, IReadOnlyList<AuditSession> without,
        IReadOnlyList<AuditSession> with) =>
        new()
        {
            Factors = [Factors.EndpointHost],
            Channel = Channels.Header,
            Path = path,
            Place = place,
            Kind = DifferenceKind.Steady,
            Without = without[0].Variation,
            With = with[0].Variation,
            SessionsWithout = without,
            SessionsWith = with,
            Before = before,
            After = after,
            BeforeMarked = before,
            AfterMarked = after,
            IsConfirmed = true,
            Statistics = "",
        };

    /// <summary>A session that asks the model at the given seconds, each time with a field.</summary>
    public static AuditSession Session(string endpoint, string name, params (double At, string Value)[] requests) => new(
        new Capture
        {
            Session = "s",
            Variation = "v",
            Repetition = 0,
            ExitStatus = 0,
            Seconds = 10,
            Exchanges = [.. requests.Select(request => new CapturedExchange
            {
                Connection = 0,
                At = request.At,
                Method = "POST",
                Host = "localhost",
                Target = "/v1/messages",
                Version = "1.1",
                Fields = [new CapturedField(name, request.Value)],
                Body = PackedBytes.Empty,
                IsModel = true,
            })],
        },
        Variation.Baseline,
        SyntheticAudit.Baseline with { Endpoint = endpoint });
}
