using System.Globalization;
using System.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// What the verdict "clear" demands besides a plan that was done: something of every factor was tried, the target worked in its ordinary sessions and did much
/// the same in each, and few sessions failed. Of a target that never asked its model, or that does something else each time, nothing can be said. Recorded with
/// a report, and computed again from its captures by whoever checks it.
/// </summary>
internal static class CoverageFloor
{
    private const int LeastBaselines = 3;
    private const double LeastEqual = 0.5;
    private const double LeastAlike = 0.75;
    private const double MostFailed = 0.1;

    /// <summary>What is wanting, each a sentence.</summary>
    /// <param name="factors">What was tried.</param>
    /// <param name="sessions">The captures.</param>
    /// <param name="failed">Sessions that have none, as they could not be run.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<FactorCoverage> factors, IReadOnlyList<SessionNote> sessions, int failed)
    {
        var lacking = new List<string>();
        string[] untried = [.. Factors.All.Where(factor => factor != Factors.Always && !factors.Any(tried => tried.Factor == factor && tried.Tried.Count > 0))];
        if (untried.Length > 0)
            lacking.Add($"nothing of {string.Join(", ", untried)} was tried");
        int idle = sessions.Count(session => !session.IsSound), all = sessions.Count + failed;
        if (all > 0 && idle + failed > MostFailed * all)
            lacking.Add(string.Create(CultureInfo.InvariantCulture,
                $"{idle + failed} of {all} sessions could not be run, had to be ended or asked the model nothing"));
        SessionNote[] baselines = MainBaselines(sessions);
        if (baselines.Count(session => session.IsSound) < LeastBaselines)
            lacking.Add(string.Create(CultureInfo.InvariantCulture,
                $"the target worked in {baselines.Count(session => session.IsSound)} of {baselines.Length} ordinary sessions, and at least {LeastBaselines} are needed"));
        else if (baselines.GroupBy(session => session.ModelRequests).Max(alike => alike.Count()) < LeastAlike * baselines.Length)
            lacking.Add("ordinary sessions are unlike one another: they ask the model now more often, now less");
        return lacking;
    }

    /// <summary>What is wanting where equal sessions were laid beside one another.</summary>
    public static string? OfEqual(double? share) => share < LeastEqual
        ? string.Create(CultureInfo.InvariantCulture,
            $"only {Math.Floor(share.Value * 100)} % of what equal sessions sent was equal: too little to tell a difference by")
        : null;

    /// <summary>Baselines under the script that has most of them, in their order.</summary>
    public static SessionNote[] MainBaselines(IReadOnlyList<SessionNote> sessions) =>
        [.. sessions.Where(session => session.Variation == Variation.Baseline.Name
            && session.Repetition < Confirmation.FirstRepetition).GroupBy(session => session.Script, StringComparer.Ordinal)
            .OrderByDescending(script => script.Count())
            .ThenBy(script => script.Key, StringComparer.Ordinal)
            .FirstOrDefault()?.OrderBy(session => session.Repetition)
            ?? Enumerable.Empty<SessionNote>()];
}

/// <summary>What of a session matters for how much may be said.</summary>
/// <param name="Variation">Its conditions.</param>
/// <param name="Script">What was played.</param>
/// <param name="Repetition">Which repetition.</param>
/// <param name="ModelRequests">How often the target asked its model.</param>
/// <param name="Failure">Why it says little, in words; null where it asked and ended by itself.</param>
internal sealed record SessionNote(string Variation, string Script, int Repetition, int ModelRequests, string? Failure)
{
    private const int LongestSaid = 200;

    /// <summary>Whether it asked, and ended by itself.</summary>
    public bool IsSound => Failure is null;

    /// <summary>The note of a capture.</summary>
    public static SessionNote Of(Capture capture, string script)
    {
        int asked = capture.Exchanges.Count(exchange => exchange.IsModel);
        return new SessionNote(capture.Variation, script, capture.Repetition, asked, FailureOf(capture, asked));
    }

    /// <summary>Which session it was, and why it failed.</summary>
    public string Told => string.Create(CultureInfo.InvariantCulture, $"{Script}#{Repetition}: {Variation}: {Failure}");

    private static string? FailureOf(Capture capture, int asked)
    {
        if (capture.ExitStatus < 0)
            return capture.Unseen.FirstOrDefault(text => text.StartsWith(Capture.Ended, StringComparison.Ordinal)) ?? "had to be ended";
        if (asked > 0)
            return null;
        string said = Encoding.UTF8.GetString(capture.Error.Head(stackalloc byte[LongestSaid])).Trim();
        return string.Create(CultureInfo.InvariantCulture,
            $"did not ask its model and ended with status {capture.ExitStatus}{(said.Length > 0 ? $", saying “{said}”" : "")}");
    }
}
