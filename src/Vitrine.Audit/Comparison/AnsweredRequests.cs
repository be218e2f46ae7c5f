using System.Runtime.CompilerServices;
using Vitrine.Audit.Model;
using Vitrine.Audit.Targets;

namespace Vitrine.Audit.Comparison;

/// <summary>
/// Requests that failed because the conditions say so are asked again: what was answered is laid beside what was answered, and all else that a session did
/// stays as it is.
/// </summary>
internal static class AnsweredRequests
{
    private static readonly ConditionalWeakTable<Capture, Capture> s_answered = [];

    /// <summary>
    /// The capture without its first questions to the model, as many as had to fail and did; where nothing else was asked, the last of them stays.
    /// </summary>
    public static Capture Of(Capture capture, int failed) => failed <= 0 ? capture : s_answered.GetValue(capture, whole => Without(whole, failed));

    private static Capture Without(Capture capture, int failed)
    {
        CapturedExchange[] refused = [.. capture.Exchanges.Where(IsRefused).OrderBy(exchange => exchange.At).Take(failed)];
        bool isAll = capture.Exchanges.Count(exchange => exchange.IsModel) == refused.Length;
        HashSet<CapturedExchange> left = new(isAll ? refused.SkipLast(1) : refused, ReferenceEqualityComparer.Instance);
        return capture with { Exchanges = [.. capture.Exchanges.Where(exchange => !left.Contains(exchange))] };
    }

    // As the stand-in says that it is overloaded, and only where an answer was to be generated.
    private static bool IsRefused(CapturedExchange exchange) =>
        exchange is { IsModel: true, Method: "POST", Status: 503 or 529 } && ModelPath.Tell(exchange.Target.Split('?')[0]) is not null;
}
