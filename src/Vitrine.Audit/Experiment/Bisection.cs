using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment;

/// <summary>
/// Finds what of a session's conditions a difference needs. For a condition that more levels cannot undo it takes about k log(n/k) sessions for k levels out of
/// n (Junker,
/// "QuickXplain", AAAI 2004); what it finds is then made minimal one by one, so that conditions that silence each other are also reduced as far as single steps
/// go.
/// </summary>
public static class Bisection
{
    /// <summary>The levels without any of which the difference is gone; null if it did not show even with all of them, or sessions ran out.</summary>
    /// <param name="levels">Levels of the session that showed it; those most suspected last.</param>
    /// <param name="shows">Whether a session under these levels shows it; null where there is no session left to ask.</param>
    public static async Task<IReadOnlyList<Level>?> ReduceAsync(IReadOnlyList<Level> levels, Func<Variation, Task<bool?>> shows)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(shows);
        if (await shows(Variation.Of(levels)).ConfigureAwait(false) != true)
            return null;
        IReadOnlyList<Level>? found = await ExplainAsync([], false, levels, shows).ConfigureAwait(false);
        if (found is null)
            return null;
        bool? alone = found.Count == levels.Count ? true : await shows(Variation.Of(found)).ConfigureAwait(false);
        return alone switch
        {
            null => null,
            true => await OneByOneAsync(found, shows).ConfigureAwait(false),
            // Some level silences it unless another one is there too: halves mislead, single steps do not.
            false => await OneByOneAsync(levels, shows).ConfigureAwait(false),
        };
    }

    private static async Task<IReadOnlyList<Level>?> ExplainAsync(IReadOnlyList<Level> ground, bool ask, IReadOnlyList<Level> levels,
        Func<Variation, Task<bool?>> shows)
    {
        if (ask)
        {
            bool? enough = await shows(Variation.Of(ground)).ConfigureAwait(false);
            if (enough is null)
                return null;
            if (enough.Value)
                return [];
        }

        if (levels.Count <= 1)
            return levels;
        int half = levels.Count / 2;
        Level[] left = [.. levels.Take(half)], right = [.. levels.Skip(half)];
        IReadOnlyList<Level>? ofRight = await ExplainAsync([.. ground, .. left], true, right, shows).ConfigureAwait(false);
        if (ofRight is null)
            return null;
        IReadOnlyList<Level>? ofLeft = await ExplainAsync([.. ground, .. ofRight], ofRight.Count > 0, left, shows).ConfigureAwait(false);
        return ofLeft is null ? null : [.. ofLeft, .. ofRight];
    }

    private static async Task<IReadOnlyList<Level>?> OneByOneAsync(IReadOnlyList<Level> levels, Func<Variation, Task<bool?>> shows)
    {
        List<Level> kept = [.. levels];
        for (bool again = true; again && kept.Count > 1;)
        {
            again = false;
            for (int index = 0; index < kept.Count && kept.Count > 1; index++)
            {
                bool? still = await shows(Variation.Of(kept.Where((_, other) => other != index))).ConfigureAwait(false);
                if (still is null)
                    return null;
                if (!still.Value)
                    continue;
                kept.RemoveAt(index--);
                again = true;
            }
        }

        return kept;
    }
}
