using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// What opens only under some condition, from the second session on say, may tell something else there: whether a value that such a gate changes follows a fact
/// of the machine is seen only behind it.
/// </summary>
internal sealed class Gates(SessionQueue queue, CompareSessions compare, ExperimentPlan plan)
{
    private const int MaxGates = 2;

    // In fewer sessions nothing random tells.
    private const int Looks = 4;

    // Behind the repetitions of the search, and not those of a confirmation, which have to be fresh.
    private const int FirstRepetition = 700;

    // What opens a gate, and what there is to tell of a machine and its person.
    private static readonly HashSet<string> s_gates = [Factors.RunCount, Factors.Clock, Factors.ServerResponse, Factors.EndpointHost,
        Factors.EnvironmentVariable, Factors.Proxy, Factors.Interception, Factors.SandboxDetection];
    private static readonly HashSet<string> s_facts = [Factors.TimeZone, Factors.Locale, Factors.HostName, Factors.UserName, Factors.HomePath,
        Factors.GitRemote, Factors.GitIdentity, Factors.EndpointHost, Factors.WorkspaceContent];
    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);

    /// <summary>Conditions behind gates under which a gated value is another than behind the gate alone: with the fact as the level to toggle.</summary>
    /// <param name="shown">What was confirmed, and found to be covert, with its script.</param>
    /// <param name="share">The share of the budget up to which sessions may be begun.</param>
    public async Task<IReadOnlyList<(Variation With, Level Toggled, string Script,
        IReadOnlyList<Difference> Differences)>> FollowAsync(IReadOnlyList<(ShownDifference Shown, string Script)> shown,
        double share)
    {
        var found = new List<(Variation, Level, string, IReadOnlyList<Difference>)>();
        foreach ((ShownDifference gate, string script) in shown.Where(each => each.Shown.With.Levels is [Level level] && s_gates.Contains(level.Factor)))
        {
            if (_followed.Count == MaxGates || _followed.Contains(gate.With.Name))
                continue;
            HashSet<string> features = [.. gate.Differences.Select(difference => difference.Feature)];
            // What is there only behind the gate differs from nothing before it: all of such a request is looked at.
            string[] requests = [.. features.Where(feature => feature.EndsWith("#members", StringComparison.Ordinal)
                && feature.Contains(':', StringComparison.Ordinal)).Select(feature => feature[..(feature.IndexOf(':', StringComparison.Ordinal) + 1)])];
            Level[] facts = [.. plan.Levels.Where(level => s_facts.Contains(level.Level.Factor)
                && level.Level.Factor != gate.Toggled.Factor
                && level.Use == LevelUse.Any)
                .GroupBy(level => level.Level.Factor).SelectMany(factor => factor.Take(1)).Select(level => level.Level)];
            Task<SessionAnswer[]> behind = Task.WhenAll(Enumerable.Range(0, Looks)
                .Select(i => queue.RunAsync(new Cell(gate.With, script, FirstRepetition + i), share)));
            (Level Fact, Variation With, Task<SessionAnswer[]> Seen)[] looks = [.. facts.Select(fact =>
            {
                Variation with = Variation.Of(gate.With.Levels.Append(fact));
                return (fact, with, Task.WhenAll(Enumerable.Range(0, Looks).Select(i => queue.RunAsync(new Cell(with, script, FirstRepetition + i), share))));
            })];
            SessionAnswer[] opened = await behind.ConfigureAwait(false);
            // Where the budget did not allow for it, the gate is followed with what is left.
            if (opened.All(answer => answer.Observation is not null))
                _followed.Add(gate.With.Name);
            Observation[] alone = [.. gate.SessionsWith, .. Seen(opened)];
            foreach ((Level fact, Variation with, Task<SessionAnswer[]> seen) in looks)
            {
                Observation[] both = [.. Seen(await seen.ConfigureAwait(false))];
                Difference[] differences = both.Length == 0 ? [] : [.. compare(alone, both).Where(difference => difference.Weight != DifferenceWeight.Explained
                    && (features.Contains(difference.Feature) || requests.Any(request => difference.Feature.StartsWith(request, StringComparison.Ordinal))))];
                if (differences.Length > 0)
                    found.Add((with, fact, script, [.. differences.Select(difference => difference with { IsNoisy = true })]));
            }
        }

        return found;
    }

    private static IEnumerable<Observation> Seen(SessionAnswer[] answers) =>
        answers.Where(answer => answer.Observation is not null).Select(answer => answer.Observation!);
}
