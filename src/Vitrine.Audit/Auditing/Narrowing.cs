using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>The least conditions that show a difference.</summary>
/// <param name="Row">Where it was seen first.</param>
/// <param name="Minimal">The least conditions; null if it did not come again or the budget ended.</param>
/// <param name="Asked">The keys that were looked for.</param>
/// <param name="Lapsed">Those of them that did not come again under the same conditions.</param>
/// <param name="IsCut">Whether the budget's share ended before an answer was found: then nothing is known of them yet.</param>
internal sealed record Narrowed(Examination Row, Examination? Minimal, IReadOnlySet<string> Asked, IReadOnlyList<string> Lapsed, bool IsCut);

/// <summary>Narrows sessions with many factors changed down to the few levels that matter.</summary>
internal sealed class Narrowing(SessionQueue queue, Examiner examiner, Knowledge knowledge, ExperimentPlan plan)
{
    // Apart from those of the plan: the first question is whether the difference comes again.
    private const int FirstRepetition = 500;
    private const int GuessFrom = 5;
    private const int Foreseen = 2;

    // After the plan's next sessions, which are asked for whatever these show.
    private const int Guessing = 100;

    // Pairs that are asked before the levels are halved: as many sessions at once as halving takes one after the other.
    private const int MostSuspects = 6;
    private const double LeastSuspicion = 0.4;

    /// <summary>Of sessions with something unexplained, those whose unexplained things are disjoint: they can be narrowed down at the same time.</summary>
    public IReadOnlyList<(Examination Row, HashSet<string> Keys)> Choose(IReadOnlyList<Examination> rows, int most)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var chosen = new List<(Examination, HashSet<string>)>();
        // What no level of a session explains by itself goes first: there lies what was hidden.
        foreach ((bool explainable, bool paired) in (ReadOnlySpan<(bool, bool)>)[(false, false), (false, true), (true, false), (true, true)])
        {
            foreach (Examination row in rows.OrderBy(row => row.Variation.Levels.Count))
            {
                HashSet<string> keys = [.. knowledge.Open(row)
                    .Where(difference => difference.ExplainedBy.Count > 0 == explainable && difference.IsPaired == paired)
                    .Select(difference => difference.Key)];
                if (keys.Count == 0 || keys.Overlaps(taken) || chosen.Count == most || chosen.Exists(each => each.Item1 == row))
                    continue;
                taken.UnionWith(keys);
                chosen.Add((row, keys));
            }
        }

        return chosen;
    }

    /// <summary>Narrows one down.</summary>
    public async Task<Narrowed> ReduceAsync(Examination row, HashSet<string> keys, IReadOnlyList<Examination> all, double share)
    {
        using var foresight = new Foresight(queue);
        bool noisy = row.Certain.Any(difference => keys.Contains(difference.Key) && difference.IsNoisy);
        var asked = new Dictionary<Variation, Examination>();
        bool isCut = false;
        // What shows only where the same was drawn as in the baselines shows in sessions that draw that; it has come again in this row's own.
        bool isPaired = row.Certain.Any(difference => keys.Contains(difference.Key) && difference.IsPaired);
        int from = isPaired ? 0 : FirstRepetition;
        Level[] levels = [.. BySuspicion(row, keys, all)];
        Variation[] suspects = [.. Suspects(row, keys, all)];
        bool IsShown(Examination examination) => examination.Shown.Any(difference => keys.Contains(difference.Key));
        async Task<bool?> Shows(Variation variation)
        {
            if (variation.Levels.Count == 0)
                return false;
            if (!asked.TryGetValue(variation, out Examination? examination))
            {
                Dictionary<Variation, bool> known = asked.ToDictionary(each => each.Key, each => IsShown(each.Value));
                IEnumerable<Variation> first = suspects.Append(row.Variation).Where(each => !each.Equals(variation) && !known.ContainsKey(each));
                foresight.Expect(first.Concat(NextQuestions(row.Variation, suspects, levels, variation, known))
                    .Distinct()
                    .Select(next => new Cell(next, row.Script, from)),
                    share, Guessing);
                examination = await examiner.ExamineAsync(variation, row.Script, from, share, noisy).ConfigureAwait(false);
                if (examination.End == SessionEnd.Refused)
                {
                    isCut = true;
                    return null;
                }

                // What is drawn by chance shows once in any pair.
                if (!isPaired && IsShown(examination) && variation.Levels.Count < levels.Length && suspects.Contains(variation))
                {
                    Examination again = await examiner.ExamineAsync(variation, row.Script, FirstRepetition + 1, share, noisy).ConfigureAwait(false);
                    isCut |= again.End == SessionEnd.Refused;
                    if (again.End == SessionEnd.Refused)
                        return null;
                    examination = IsShown(again) ? examination : again;
                }

                asked[variation] = examination;
            }

            return IsShown(examination);
        }

        IReadOnlyList<Level>? minimal = await AskAsync(row.Variation, suspects, levels, Shows).ConfigureAwait(false);
        string[] lapsed = asked.TryGetValue(row.Variation, out Examination? again)
            ? [.. keys.Except(again.Certain.Select(difference => difference.Key)).Order(StringComparer.Ordinal)]
            : [];
        return new Narrowed(row, minimal is not null && asked.TryGetValue(Variation.Of(minimal), out Examination? found) ? found : null, keys, lapsed, isCut);
    }

    private static async Task<IReadOnlyList<Level>?> AskAsync(Variation row, Variation[] suspects, Level[] levels, Func<Variation, Task<bool?>> shows)
    {
        foreach (Variation suspect in suspects)
        {
            bool? isIt = await shows(suspect).ConfigureAwait(false);
            if (isIt is null)
                return null;
            if (isIt.Value)
                return await Bisection.ReduceAsync(suspect.Levels, shows).ConfigureAwait(false);
        }

        IReadOnlyList<Level>? minimal = null;
        if (levels.Length >= GuessFrom && await shows(row).ConfigureAwait(false) == true)
            minimal = await Bisection.ReduceAsync(levels[^2..], shows).ConfigureAwait(false);
        return minimal ?? await Bisection.ReduceAsync(levels, shows).ConfigureAwait(false);
    }

    // What will be asked after this question, whatever its answer is: found by asking with that answer supposed. The nearest first; that it does not show is
    // the usual answer.
    private static List<Variation> NextQuestions(Variation row, Variation[] suspects, Level[] levels, Variation question, Dictionary<Variation, bool> known)
    {
        var next = new List<Variation>();
        var supposed = new List<(Variation Question, Dictionary<Variation, bool> Known)> { (question, known) };
        for (int depth = 0; depth < Foreseen; depth++)
        {
            var deeper = new List<(Variation, Dictionary<Variation, bool>)>();
            foreach ((Variation open, Dictionary<Variation, bool> before) in supposed)
            {
                foreach (bool answer in (ReadOnlySpan<bool>)[false, true])
                {
                    var after = new Dictionary<Variation, bool>(before) { [open] = answer };
                    Variation? first = null;
                    Task<bool?> Suppose(Variation asked)
                    {
                        if (asked.Levels.Count == 0)
                            return Task.FromResult<bool?>(false);
                        if (after.TryGetValue(asked, out bool shows))
                            return Task.FromResult<bool?>(shows);
                        first ??= asked;
                        return Task.FromResult<bool?>(null);
                    }

                    // Every answer is there at once, so this is over when it returns.
                    _ = AskAsync(row, suspects, levels, Suppose);
                    if (first is null)
                        continue;
                    next.Add(first);
                    deeper.Add((first, after));
                }
            }

            supposed = deeper;
        }

        return next;
    }

    // Pairs of kinds of levels that were in sessions with the difference and in hardly one without it: after some dozens of sessions each pair of kinds was in
    // several.
    private IEnumerable<Variation> Suspects(Examination row, HashSet<string> keys, IReadOnlyList<Examination> all)
    {
        (HashSet<string> Kinds, bool Shows)[] rows = [.. all.Where(each => each.Variation.Levels.Count > 1)
            .Select(each => (each.Variation.Levels.Select(KindOf).ToHashSet(StringComparer.Ordinal),
            each.Certain.Any(difference => keys.Contains(difference.Key))))];
        double Share(params string[] kinds) =>
            rows.Where(each => Array.TrueForAll(kinds, each.Kinds.Contains)).Select(each => each.Shows).ToArray() is var shown
                ? (shown.Count(each => each) + 0.5) / (shown.Length + 1)
                : 0;
        IReadOnlyList<Level> levels = row.Variation.Levels;
        double[] alone = [.. levels.Select(level => Share(KindOf(level)))];
        // What few sessions can tell apart is told by what each of the two is worth.
        return levels.SelectMany((one, index) => levels.Skip(index
            + 1).Select((other, further) => (Pair: (one, other), Share: Share(KindOf(one), KindOf(other)), Alone: alone[index] + alone[index + 1 + further])))
            .Where(each => each.Share >= LeastSuspicion)
            .OrderByDescending(each => each.Share).ThenByDescending(each => each.Alone)
            .Take(MostSuspects)
            .Select(each => Variation.Of(each.Pair.one, each.Pair.other));
    }

    private string KindOf(Level level) => plan.KindOf(level) is { Length: > 0 } kind ? $"{level.Factor} {kind}" : Knowledge.NameOf(level);

    // A level that stood in many sessions with the difference and in few without it is suspected most. Sessions of one level count too.
    private static IEnumerable<Level> BySuspicion(Examination row, HashSet<string> keys, IReadOnlyList<Examination> all) => row.Variation.Levels
        .Select(level =>
        {
            Examination[] having = [.. all.Where(each => each.Variation.Of(level.Factor)?.Name == level.Name)];
            int showing = having.Count(each => each.Certain.Any(difference => keys.Contains(difference.Key)));
            return (Level: level, Share: (showing + 0.5) / (having.Length + 1));
        })
        .OrderBy(each => each.Share)
        .Select(each => each.Level);
}
