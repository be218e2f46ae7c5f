using System.Globalization;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>What a column that is the same in all sessions of a condition depends on.</summary>
internal sealed class SteadyAnalysis(Conditions conditions, ComparisonOptions options)
{
    /// <summary>Requests for sessions that would decide, the most telling first.</summary>
    public List<ConfirmationRequest> Requests { get; } = [];

    /// <summary>The value of each condition; null where a condition has two, which makes the column a random one.</summary>
    public string?[]? Steady(Column column)
    {
        string?[] values = new string?[conditions.Variations.Count];
        for (int i = 0; i < column.Sessions.Length; i++)
        {
            ref string? value = ref values[conditions.Of(column.Sessions[i])];
            if (value is not null && value != column.Values[i])
                return null;
            value = column.Values[i];
        }
        return values;
    }

    /// <summary>The differences: one for each set of factors, from the pair that shows it best.</summary>
    public IEnumerable<Difference> Analyse(Column column, string?[] values)
    {
        int[] runs = new int[values.Length];
        int[] seen = [.. column.Sessions.Distinct()];
        foreach (int session in seen)
            runs[conditions.Of(session)]++;
        int repeated = runs.Sum(count => Math.Max(0, count - 1));
        List<(int Without, int With, string Factor)> telling = [.. conditions.Pairs.Where(pair => values[pair.Without] is string a
            && values[pair.With] is string b
            && a != b)];
        var explained = new HashSet<int>();
        foreach (IGrouping<string, (string[] Factors, (int Without, int With, string Factor) Pair)> group in telling
            .Select(pair => (Factors: FactorsOf(pair, values, telling), Pair: pair))
            .GroupBy(item => string.Join(' ', item.Factors), StringComparer.Ordinal))
        {
            (string[] factors, (int Without, int With, string Factor) best) = group
                .OrderByDescending(item => Math.Min(runs[item.Pair.Without], runs[item.Pair.With]))
                .ThenBy(item => conditions.Variations[item.Pair.Without].Levels.Count + conditions.Variations[item.Pair.With].Levels.Count)
                .ThenByDescending(item => IsMatched(item.Pair))
                .ThenBy(item => conditions.Variations[item.Pair.With].Name, StringComparer.Ordinal)
                .First();
            int least = Math.Min(runs[best.Without], runs[best.With]);
            double accident = Math.Pow(3.0 / (repeated + 3), least);
            bool isConfirmed = least >= options.RunsOfEachSide && accident <= options.MostAccident;
            if (!isConfirmed)
                Ask(best.Without, best.With, Math.Max(options.RunsOfEachSide + 1 - least, 2), column);
            yield return Make(column, factors, best, isConfirmed, string.Create(CultureInfo.InvariantCulture,
                $"{runs[best.With]} of {runs[best.With]} sessions with, {runs[best.Without]} of {runs[best.Without]} without; steady over {repeated} repetitions; by accident in less than {accident:0.0e+0}"));
        }
        Isolate(column, values, telling);
    }

    /// <summary>
    /// The differences of a column that has one value on one side and always others on the other: a size that is taken from a certificate, say, which is
    /// another in each session.
    /// </summary>
    public IEnumerable<Difference> AnalyseOneSided(Column column)
    {
        if (column.Kind != ColumnKind.Whole)
            yield break;
        foreach ((int without, int with, string factor) in conditions.Pairs)
        {
            string[] before = ValuesOf(column, without), after = ValuesOf(column, with);
            if (before.Length < options.RunsOfEachSide
                || after.Length == 0
                || before.Distinct(StringComparer.Ordinal).Skip(1).Any()
                || after.Contains(before[0]))
                continue;
            double accident = Math.Pow(3.0 / (before.Length + 3), after.Length);
            yield return Make(column, [factor], (without, with, factor), after.Length >= options.RunsOfEachSide && accident <= options.MostAccident,
                string.Create(CultureInfo.InvariantCulture,
                $"another value in {after.Length} of {after.Length} sessions with, {before.Length} of {before.Length} equal without; by accident in less than {accident:0.0e+0}"));
        }
    }

    private string[] ValuesOf(Column column, int condition) => [.. column.Values.Where((_, i) => conditions.Of(column.Sessions[i]) == condition)];

    /// <summary>The pair's own factor, and those without which the pair would not differ.</summary>
    private string[] FactorsOf((int Without, int With, string Factor) pair, string?[] values, List<(int Without, int With, string Factor)> telling)
    {
        Variation with = conditions.Variations[pair.With];
        if (with.Levels.Count <= 1)
            return [pair.Factor];
        // The level alone does it: the other levels only happened to be there.
        if (with.Of(pair.Factor) is Level level && Differs(Variation.Baseline, Variation.Of(level), values))
            return [pair.Factor];
        string[] both = [.. telling.Where(other => other.With == pair.With).Select(other => other.Factor).Distinct().Order(StringComparer.Ordinal)];
        return both.Contains(pair.Factor) ? both : [pair.Factor];
    }

    private bool Differs(Variation without, Variation with, string?[] values)
    {
        int a = conditions.Find(without), b = conditions.Find(with);
        return a >= 0 && b >= 0 && values[a] is string first && values[b] is string second && first != second;
    }

    private bool IsMatched((int Without, int With, string Factor) pair)
    {
        Level? a = conditions.Variations[pair.Without].Of(pair.Factor);
        Level? b = conditions.Variations[pair.With].Of(pair.Factor);
        return a is not null && b is not null && (a.MatchedWith == b.Name || b.MatchedWith == a.Name);
    }

    /// <summary>Asks for the sessions that tell which of many levels did it, where no pair tells.</summary>
    private void Isolate(Column column, string?[] values, List<(int Without, int With, string Factor)> telling)
    {
        int baseline = conditions.Find(Variation.Baseline);
        if (baseline < 0 || values[baseline] is not string expected)
            return;
        IEnumerable<Variation> strange = conditions.Variations
            .Where((variation, i) => values[i] is string value && value != expected && variation.Levels.Count > 1 && !telling.Exists(pair => pair.With == i))
            .Where(variation => !variation.Levels.Any(level => Differs(Variation.Baseline, Variation.Of(level), values)))
            .OrderBy(variation => variation.Levels.Count);
        // Those of one cause share their levels: the smallest is enough for now.
        if (strange.FirstOrDefault() is not Variation smallest)
            return;
        IReadOnlyList<Level> levels = smallest.Levels;
        int half = levels.Count / 2;
        Variation[] parts = [Variation.Of(levels.Take(half)), Variation.Of(levels.Skip(half))];
        string reason = $"which levels of {smallest.Name} change {column.Path}";
        bool areTried = parts.All(part => conditions.Find(part) >= 0 && values[conditions.Find(part)] is not null);
        if (levels.Count > 3 && !areTried)
        {
            foreach (Variation part in parts)
                Requests.Add(new ConfirmationRequest(Variation.Baseline, part, 1, reason));
            return;
        }
        foreach (Level level in levels)
        {
            Variation rest = Variation.Of(levels.Where(other => other.Factor != level.Factor));
            if (conditions.Find(rest) < 0)
                Requests.Add(new ConfirmationRequest(rest, smallest, 1, reason));
        }
    }

    private void Ask(int without, int with, int times, Column column) =>
        Requests.Add(new ConfirmationRequest(conditions.Variations[without], conditions.Variations[with], times, $"whether {column.Path} follows"));

    private Difference Make(Column column, string[] factors, (int Without, int With, string Factor) pair, bool isConfirmed, string statistics)
    {
        int without = Array.FindIndex(column.Sessions, session => conditions.Of(session) == pair.Without);
        int with = Array.FindIndex(column.Sessions, session => conditions.Of(session) == pair.With);
        return new Difference
        {
            Factors = factors,
            Channel = column.Channel,
            Path = column.Path,
            Place = column.Place,
            Kind = DifferenceKind.Steady,
            Without = conditions.Variations[pair.Without],
            With = conditions.Variations[pair.With],
            SessionsWithout = SessionsOf(column, pair.Without),
            SessionsWith = SessionsOf(column, pair.With),
            Before = column.Kind == ColumnKind.Part ? column.Values[without] : column.Shown[without],
            After = column.Kind == ColumnKind.Part ? column.Values[with] : column.Shown[with],
            BeforeMarked = column.Values[without],
            AfterMarked = column.Values[with],
            IsConfirmed = isConfirmed,
            Statistics = statistics,
        };
    }

    private IReadOnlyList<AuditSession> SessionsOf(Column column, int condition) =>
        [.. column.Sessions.Distinct().Where(session => conditions.Of(session) == condition).Select(session => conditions.Sessions[session])];
}
