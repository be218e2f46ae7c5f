using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// Repeats a minimal pair both ways in turn (A B A B …) in sessions that are run for nothing else: those that led to the suspicion say nothing about it any
/// more, as they were chosen for it among many.
/// </summary>
internal sealed class Confirmation(SessionQueue queue, Examiner examiner, CompareSessions compare, ExperimentPlan plan, Knowledge knowledge, int sessions)
{
    // Far above the repetitions of the search, so that no session serves for both.
    internal const int FirstRepetition = Chance.AgainFrom;

    // Times are compared with those of sessions that were run in turn with them and with nothing else: each pair has its own.
    private const int TimedRepetition = 3 * Chance.AgainFrom, Timed = 100, TimedPairs = 100_000;
    private const int LeastOfNoisy = 8;
    private const int MaxToggles = 3;

    /// <summary>Confirms what conditions show, once for each of their levels (at most three).</summary>
    /// <returns>What was confirmed; null where the budget did not allow for it.</returns>
    public async Task<IReadOnlyList<ShownDifference>?> ConfirmAsync(Variation with, string script, IReadOnlyList<Difference> differences, double share)
    {
        ShownDifference?[]? shown = await Task.WhenAll(with.Levels.Take(MaxToggles).Select(level => ToggleAsync(with, level, script, differences, share)))
            .ConfigureAwait(false);
        return shown.Any(each => each is null) ? null : [.. shown.Where(each => each!.Differences.Count > 0).Select(each => each!)];
    }

    /// <summary>Whether a session was run in turn with those under these conditions.</summary>
    public static bool IsInTurn(Variation with, int repetition) => TimedFrom(with) is var from && repetition >= from && repetition < from + Timed;

    /// <summary>
    /// The number of the first session that is run in turn with those under these conditions: the same in each part of an audit, and for who verifies it.
    /// </summary>
    public static int TimedFrom(Variation with) => TimedFrom(with.Name);

    /// <summary>The same by the conditions' name.</summary>
    public static int TimedFrom(string with) =>
        TimedRepetition + (Timed * (int)(BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(with))) % TimedPairs));

    /// <summary>
    /// Confirms that it is one level that makes some of the differences; none in the answer where it is not, null where the budget did not allow for it.
    /// </summary>
    public Task<ShownDifference?> ToggleAsync(Variation with, Level toggled, string script, IReadOnlyList<Difference> differences, double share)
    {
        var without = Variation.Of(with.Levels.Where(level => level != toggled));
        Level? matchedLevel = plan.Find(toggled.Factor, toggled.MatchedWith);
        return BothWaysAsync(with, toggled, without, matchedLevel is null ? null : Variation.Of([.. without.Levels, matchedLevel]), script, differences, share);
    }

    /// <summary>The same of a level beside its matched one, where a condition that is not there at all would explain everything.</summary>
    public Task<ShownDifference?> AgainstMatchedAsync(Variation with, Variation matched, string script, IReadOnlyList<Difference> differences, double share) =>
        BothWaysAsync(with, with.Levels[0], matched, null, script, differences, share);

    private async Task<ShownDifference?> BothWaysAsync(Variation with, Level toggled, Variation without, Variation? matched, string script,
        IReadOnlyList<Difference> differences, double share)
    {
        // The baseline has sessions already, which nobody chose.
        IReadOnlyList<Observation> before = without.Levels.Count == 0 ? examiner.BaselineOf(script) : [];
        bool isNoisy = differences.Any(difference => difference.IsNoisy);
        int count = isNoisy ? Math.Max(2 * sessions, LeastOfNoisy) : before.Count > 0 ? sessions : sessions + 1;
        bool isPaired = differences.Any(difference => difference.IsPaired), isDrawn = matched is not null && differences.Any(difference => difference.IsDrawn);
        // Those that draw the same twice have numbers that all pairs share.
        int first = !isPaired && !isDrawn && differences.Any(difference => difference.IsTime) ? TimedFrom(with) : FirstRepetition;
        var asked = new List<Task<SessionAnswer>>();
        for (int turn = 0; turn < count; turn++)
        {
            asked.Add(queue.RunAsync(new Cell(without, script, first + turn), share));
            asked.Add(queue.RunAsync(new Cell(with, script, first + turn), share));
            // What the same randomness makes must be seen to be the same, before a change of it is blamed on the conditions.
            if (isPaired)
                asked.Add(queue.RunAsync(new Cell(without, script, FirstRepetition + Chance.AgainFrom + turn), share));
            if (!isDrawn)
                continue;
            asked.Add(queue.RunAsync(new Cell(with, script, FirstRepetition + Chance.AgainFrom + turn), share));
            asked.Add(queue.RunAsync(new Cell(matched!, script, first + turn), share));
        }

        SessionAnswer[] answers = await Task.WhenAll(asked).ConfigureAwait(false);
        if (answers.Any(answer => answer.End == SessionEnd.Refused))
            return null;
        Observation[] seen = [.. answers.Where(answer => answer.Observation is not null).Select(answer => answer.Observation!)];
        Observation[] ofWith = [.. seen.Where(each => each.Variation.Equals(with))], ofWithout = [.. seen.Where(each => each.Variation.Equals(without))];
        Observation[] ofMatched = [.. seen.Where(each => matched is not null && each.Variation.Equals(matched))];
        bool complete = ofWith.Length == (isDrawn ? 2 * count : count) && ofWithout.Length == (isPaired ? 2 * count : count);
        HashSet<string> keys = [.. differences.Select(difference => difference.Key)],
            drawn = [.. differences.Where(difference => difference.IsNoisy).Select(difference => difference.Feature)];
        ofWithout = [.. before, .. ofWithout];
        Difference[] confirmed = complete
            ? [.. Certain(ofWithout, ofWith).Where(difference => keys.Contains(difference.Key) || drawn.Contains(difference.Feature))]
            : [];
        // Of two conditions that an honest program cannot tell apart, each makes its own of the same randomness: the level's very name is in it.
        if (complete && isDrawn && confirmed.Length == 0 && ofMatched.Length == count
            && Certain(ofMatched, ofWith).Where(difference => difference.IsPaired && keys.Contains(difference.Key)).ToArray() is { Length: > 0 } drawnApart)
        {
            return new ShownDifference
            {
                With = with,
                Without = matched!,
                Toggled = toggled,
                Differences = drawnApart,
                IsConfirmed = true,
                SessionsWithout = ofMatched,
                SessionsWith = ofWith,
            };
        }

        return new ShownDifference
        {
            With = with,
            Without = without,
            Toggled = toggled,
            Differences = confirmed,
            IsConfirmed = confirmed.Length > 0,
            SessionsWithout = ofWithout,
            SessionsWith = ofWith,
            AlsoUnder = [.. knowledge.AlsoUnder(confirmed.Select(difference => difference.Key)).Where(name => name != with.Name)],
        };
    }

    private IEnumerable<Difference> Certain(IReadOnlyList<Observation> without, IReadOnlyList<Observation> with) =>
        compare(without, with).Where(difference => difference is { Weight: DifferenceWeight.Certain, IsConfirmed: true });
}
