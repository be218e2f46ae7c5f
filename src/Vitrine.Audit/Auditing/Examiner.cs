using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>Runs sessions under some conditions and compares them with the baseline; more of them while chance may explain what differs.</summary>
internal sealed class Examiner(SessionQueue queue, CompareSessions compare, Knowledge knowledge, int repetitions, bool isChanceGiven)
{
    private readonly Dictionary<string, IReadOnlyList<Observation>> _baselines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<Observation>> _first = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _drawn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _drawnTexts = new(StringComparer.Ordinal);

    // Of a text that is put together by chance, more than an id or two differ.
    private const int LeastDrawn = 3;

    /// <summary>All sessions of the baseline.</summary>
    public IEnumerable<Observation> AllBaselines => _baselines.OrderBy(script => script.Key, StringComparer.Ordinal).SelectMany(script => script.Value);

    /// <summary>Sessions of the baseline under a script; none if it has none.</summary>
    public IReadOnlyList<Observation> BaselineOf(string script) => _baselines.GetValueOrDefault(script) ?? [];

    /// <summary>Sets what sessions under a script are compared with.</summary>
    public void SetBaseline(string script, IReadOnlyList<Observation> sessions)
    {
        _baselines[script] = sessions;
        Observation[] first = [.. sessions.Where(Chance.IsFirst)];
        _first[script] = isChanceGiven && first.Length > 1 ? first : sessions;
        // What differs between baselines that drew otherwise.
        Difference[] drawn = isChanceGiven && first.Length > 1 ? [.. sessions.Except(first).SelectMany(other => compare(first, [other]))] : [];
        _drawn[script] = [.. drawn.Select(difference => difference.Key)];
        _drawnTexts[script] = [.. drawn.Where(difference => difference.Channel == Channels.BodyText)
            .DistinctBy(difference => difference.Key)
            .GroupBy(difference => difference.Feature)
            .Where(text => text.Count() >= LeastDrawn)
            .Select(text => text.Key)];
    }

    /// <summary>Examines conditions.</summary>
    /// <param name="variation">The conditions.</param>
    /// <param name="script">The script.</param>
    /// <param name="from">The first repetition.</param>
    /// <param name="share">The share of the budget up to which sessions may be begun.</param>
    /// <param name="insists">Whether what is suspected is looked into by repetitions.</param>
    /// <param name="doubts">Whether what looks certain after one session is, too.</param>
    public async Task<Examination> ExamineAsync(Variation variation, string script, int from, double share, bool insists, bool doubts = false)
    {
        var seen = new List<Observation>();
        IReadOnlyList<Difference> differences = [];
        HashSet<string> first = [];
        foreach (int count in insists && repetitions > 1 ? new[] { 1, Math.Min(3, repetitions), repetitions } : [1])
        {
            if (count <= seen.Count)
                break;
            SessionAnswer[] answers = await Task.WhenAll(
                Enumerable.Range(from + seen.Count, count - seen.Count).Select(repetition => queue.RunAsync(new Cell(variation, script, repetition), share)))
                .ConfigureAwait(false);
            if (seen.Count == 0 && answers[0].Observation is null)
                return new Examination(variation, script, answers[0].End, [], [], 0);
            if (answers.Any(answer => answer.Observation is null))
                break;
            seen.AddRange(answers.Select(answer => answer.Observation!));
            differences = compare(from == 0 && seen.Count == 1 ? _first.GetValueOrDefault(script) ?? [] : BaselineOf(script), seen);
            HashSet<string> unsure = [.. differences.Where(each => IsUnsure(variation, each,
                count == 1 && (doubts || IsOfDraw(variation, script, each)))).Select(each => each.Key)];
            // What looked certain alone and is repeated for another's sake lapses as well.
            if (count == 1)
                first = [.. unsure, .. differences.Where(each => each.Weight == DifferenceWeight.Certain).Select(each => each.Key)];
            if (unsure.Count == 0)
                break;
        }

        first.ExceptWith(differences.Where(each => each.Weight != DifferenceWeight.Explained).Select(each => each.Key));
        return new Examination(variation, script, SessionEnd.Seen, differences, [.. first.Order(StringComparer.Ordinal)], seen.Count);
    }

    // Of what is drawn, one session with many levels tells nothing: whether it is drawn otherwise there, or the same and then changed, more of them do.
    private bool IsOfDraw(Variation variation, string script, Difference difference) =>
        variation.Levels.Count > 1 && !knowledge.IsNoise(variation, difference.Key)
        && ((_drawn.TryGetValue(script, out HashSet<string>? drawn) && drawn.Contains(difference.Key))
            || (_drawnTexts.TryGetValue(script, out HashSet<string>? texts)
                && texts.Contains(difference.Feature)
                && !knowledge.IsExplained(variation, difference)
                && !knowledge.IsLikelyExplained(difference)));

    // What once came and went under equal conditions is in doubt wherever it shows.
    private bool IsUnsure(Variation variation, Difference difference, bool doubts) => difference.Weight switch
    {
        DifferenceWeight.Suspected => !knowledge.IsNoise(variation, difference.Key),
        DifferenceWeight.Certain => doubts || (knowledge.HasLapsed(difference.Key) && !knowledge.IsNoise(variation, difference.Key)),
        _ => false,
    };
}
