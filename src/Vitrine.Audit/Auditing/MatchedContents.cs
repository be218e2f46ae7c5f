using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// Other content of a workspace explains most of what differs with it. Content that is the same but for words that mean something to somebody explains nothing:
/// what the one shows beside the other, such a word makes.
/// </summary>
internal sealed class MatchedContents(SessionQueue queue, CompareSessions compare, ExperimentPlan plan)
{
    private const int MaxShown = 2;

    // One of each tells whether there is anything to look at; of more of them it is seen what stays.
    private static readonly int[] s_looks = [1, 3];
    private readonly HashSet<(string, string)> _looked = [];
    private readonly Dictionary<(string, string), (Variation With, IReadOnlyList<Difference> Differences)> _open = [];

    /// <summary>What was seen and not settled: nobody may be told that there is nothing.</summary>
    public IEnumerable<(Variation Under, string Key)> Left =>
        _open.Values.SelectMany(each => each.Differences.Select(difference => (each.With, difference.Key)));

    /// <summary>Notes that it is known what came of what was seen under some content.</summary>
    public void Settle(Variation with, string script)
    {
        _looked.Add((with.Name, script));
        _open.Remove((with.Name, script));
    }

    /// <summary>Contents beside their matched ones that show what content alone does not explain.</summary>
    /// <param name="examined">What was examined so far.</param>
    /// <param name="share">The share of the budget up to which sessions may be begun.</param>
    public async Task<IReadOnlyList<(Variation With, Variation Matched, string Script,
        IReadOnlyList<Difference> Differences)>> LookAsync(IEnumerable<Examination> examined, double share)
    {
        (Examination Told, Variation Matched)[] contents =
        [
            .. examined.Where(each => each.Variation.Levels is [{ Factor: Factors.WorkspaceContent, MatchedWith: not null }]
                && !_looked.Contains((each.Variation.Name, each.Script))
                && Explained(each).Count > 0)
                .Select(each => (each, plan.Find(Factors.WorkspaceContent, each.Variation.Levels[0].MatchedWith)))
                .Where(each => each.Item2 is not null)
                .Select(each => (each.each, Variation.Of(each.Item2!))),
        ];
        IReadOnlyList<Difference>?[] shown = await Task.WhenAll(contents.Select(each => CompareAsync(each.Told, each.Matched, share))).ConfigureAwait(false);
        // Where the budget did not allow for it, the next round looks.
        foreach (((Examination told, _), IReadOnlyList<Difference>? differences) in contents.Zip(shown))
        {
            if (differences is { Count: > 0 })
                _open[(told.Variation.Name, told.Script)] = (told.Variation, differences);
            else if (differences is not null)
                Settle(told.Variation, told.Script);
        }

        return [.. contents.Zip(shown)
            .Where(each => each.Second is { Count: > 0 })
            .Select(each => (each.First.Told.Variation, each.First.Matched, each.First.Told.Script, each.Second!))
            .Take(MaxShown)];
    }

    private async Task<IReadOnlyList<Difference>?> CompareAsync(Examination told, Variation matched, double share)
    {
        HashSet<string> explained = Explained(told);
        IReadOnlyList<Difference> differences = [];
        foreach (int count in s_looks)
        {
            Task<SessionAnswer[]> with = SessionsAsync(told.Variation, told.Script, count, share), without = SessionsAsync(matched, told.Script, count, share);
            SessionAnswer[] ofWith = await with.ConfigureAwait(false), ofMatched = await without.ConfigureAwait(false);
            if (ofWith.Concat(ofMatched).Any(answer => answer.Observation is null))
                return ofWith.Concat(ofMatched).Any(answer => answer.End == SessionEnd.Refused) ? null : [];
            differences = [.. compare([.. ofMatched.Select(answer => answer.Observation!)],
                [.. ofWith.Select(answer => answer.Observation!)]).Where(difference => difference.Weight != DifferenceWeight.Explained
                    && explained.Contains(difference.Key))];
            if (differences.Count == 0)
                return differences;
        }

        return [.. differences.Where(difference => difference.Weight == DifferenceWeight.Certain)];
    }

    private Task<SessionAnswer[]> SessionsAsync(Variation variation, string script, int count, double share) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(repetition => queue.RunAsync(new Cell(variation, script, repetition), share)));

    private static HashSet<string> Explained(Examination told) =>
        [.. told.Differences.Where(difference => difference.Weight == DifferenceWeight.Explained).Select(difference => difference.Key)];
}
