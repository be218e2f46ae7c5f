using System.Runtime.CompilerServices;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>Requests that failed because the conditions say so are asked again: what was answered is laid beside what was answered, and all else that a session did stays as it is.</summary>
internal static class AnsweredRequests
{
    private const int LeastFailure = 500;
    private static readonly ConditionalWeakTable<Capture, Capture> s_answered = [];

    /// <summary>The capture without its first questions to the model, as many as had to fail and did.</summary>
    public static Capture Of(Capture capture, int failed) => failed <= 0 ? capture : s_answered.GetValue(capture, whole => Without(whole, failed));

    private static Capture Without(Capture capture, int failed)
    {
        HashSet<CapturedExchange> refused = new(capture.Exchanges.Where(exchange => exchange.IsModel).OrderBy(exchange => exchange.At).Take(failed).Where(exchange => exchange.Status >= LeastFailure), ReferenceEqualityComparer.Instance);
        return capture with { Exchanges = [.. capture.Exchanges.Where(exchange => !refused.Contains(exchange))] };
    }
}
