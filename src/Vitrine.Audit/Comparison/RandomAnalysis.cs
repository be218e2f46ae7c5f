using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Statistics;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>
/// Whether the distribution of something random follows a level. All tests of an audit count for the correction (Holm–Bonferroni), so the differences come only
/// when all columns are in.
/// </summary>
internal sealed class RandomAnalysis(Conditions conditions, ComparisonOptions options)
{
    // As many baselines as first looks are compared with: one session that lies far from all of them is worth more.
    private const int LeastWithout = 3;
    // Each of some hundred levels is looked at: one of a hundred is to be expected.
    private const double LeastWeak = 0.01;
    // Characters: of 16 each, equal by accident in one of four thousand million.
    private const int LeastKept = 8;
    private const int LeastDraws = 3;
    // Sizes of pieces: what a bound that is drawn moves by itself.
    private const double LeastBytes = 8;
    private const double KeptByAccident = 1e-9;
    private readonly List<Candidate> _candidates = [];
    private int _tests;

    /// <summary>Requests for sessions that would decide, the most telling first.</summary>
    public List<ConfirmationRequest> Requests { get; } = [];

    /// <summary>Tests a column of words against each level.</summary>
    public void Add(Column column)
    {
        if (FollowsClock(column))
            return;
        // The level that explains most goes first, and its sessions out: what is left of it would make the others look strange.
        bool[] left = new bool[column.Sessions.Length];
        left.AsSpan().Fill(true);
        Level[] open = [.. conditions.Levels];
        for (bool isFirst = true; open.Length > 0; isFirst = false)
        {
            (Level Level, double P, string Kind, bool[] Has)? best = null;
            foreach (Level level in open)
            {
                if (Test(column, level, left, isFirst) is (double p, string kind, bool[] has) && (best is null || p < best.Value.P))
                    best = (level, p, kind, has);
            }
            if (best is null || best.Value.P > options.WorthRepeating)
                return;
            (Level found, double least, string value, bool[] having) = best.Value;
            bool[] compared = [.. left];
            _candidates.Add(new Candidate(column.Path, column.Place, column.Channel, DifferenceKind.Distribution, found, least,
                () => Describe(column, having, compared, value)));
            open = [.. open.Where(level => level != found)];
            for (int i = 0; i < left.Length; i++)
                left[i] &= !having[i];
        }
    }

    /// <summary>The best of the tests of one level among the observations that are left; null where there is nothing to test.</summary>
    private (double P, string Kind, bool[] Has)? Test(Column column, Level level, bool[] left, bool counts)
    {
        bool[] has = Having(level, column.Sessions, out _);
        int with = 0, without = 0;
        for (int i = 0; i < has.Length; i++)
        {
            with += has[i] && left[i] ? 1 : 0;
            without += !has[i] && left[i] ? 1 : 0;
        }
        if (with < 2 || without < 2)
            return null;
        string common = Most(column.Values.Where((_, i) => left[i]));
        string typical = Most(column.Values.Where((_, i) => has[i] && left[i]));
        double best = 1;
        string kind = typical;
        foreach (string value in typical == common ? [typical] : new[] { typical, common })
        {
            int a = 0, c = 0;
            for (int i = 0; i < has.Length; i++)
            {
                if (!left[i] || column.Values[i] != value)
                    continue;
                a += has[i] ? 1 : 0;
                c += has[i] ? 0 : 1;
            }
            // Values that are all different cannot be tested; a typical one that occurs once is no pattern.
            if (a + c < 2)
                continue;
            _tests += counts ? 1 : 0;
            double p = IsKept(column, value, has, left) ? KeptByAccident : Fisher.TwoSided(a, with - a, c, without - c);
            if (p < best)
                (best, kind) = (p, value);
        }
        return (best, kind, has);
    }

    // A long value that is another for each draw outside, and here the same for all: few sessions are many, as no two draws are equal. What an earlier session
    // left is no such value, as that one drew, too.
    private bool IsKept(Column column, string value, bool[] has, bool[] left)
    {
        if (value.Length < LeastKept)
            return false;
        HashSet<int> drawn = [];
        var others = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < has.Length; i++)
        {
            string said = column.Values[i];
            int draw = conditions.Sessions[column.Sessions[i]].Draw ?? -1 - column.Sessions[i];
            if (!left[i])
                continue;
            if (has[i] ? said != value : said == value || said.Length != value.Length || (!others.TryAdd(said, draw) && others[said] != draw))
                return false;
            if (has[i])
                drawn.Add(draw);
        }

        return drawn.Count >= LeastDraws && others.Values.Distinct().Count() >= LeastWithout;
    }

    /// <summary>Tests quantities against each level.</summary>
    public void Add(string path, int[] sessions, double[] amounts)
    {
        bool isTime = !path.StartsWith(RequestFeatures.Bounds, StringComparison.Ordinal);
        // How long a body takes to be sent hardly varies by itself.
        double least = !isTime ? LeastBytes : path == FeatureReader.SendingTime ? options.LeastSendingSeconds : options.LeastSeconds;
        foreach (Level level in conditions.Levels)
        {
            bool[] has = Having(level, sessions, out int with);
            if (with < 1 || sessions.Length - with < LeastWithout)
                continue;
            // The machine is busier at one time than at another: where sessions were run in turn with others, only those tell how long something takes.
            bool IsInTurn(int i) => conditions.Sessions[sessions[i]].IsInTurn != false;
            bool isInTurn = isTime
                && Enumerable.Range(0, sessions.Length).Count(i => !has[i] && IsInTurn(i)) >= LeastWithout
                && Enumerable.Range(0, sessions.Length).Any(i => has[i] && IsInTurn(i));
            bool Counts(int i) => !isInTurn || IsInTurn(i);
            double[] a = [.. amounts.Where((_, i) => has[i] && Counts(i))];
            double[] b = [.. amounts.Where((_, i) => !has[i] && Counts(i))];
            _tests++;
            double away = Math.Abs(RankTest.Median(a) - RankTest.Median(b));
            double p = RankTest.TwoSided(a, b);
            // Few sessions cannot be significant; that all of them lie far apart is worth more of them.
            bool isApart = a.Length < 5 && Apart(a, b) >= Math.Max(2 * least, isTime ? (a.Length == 1 ? RankTest.Median(b) : 0) : 2 * (b.Max() - b.Min()));
            if ((p > options.WorthRepeating * 5 && !isApart) || away < least || away < 1.5 * Math.Max(RankTest.Spread(a), RankTest.Spread(b)))
                continue;
            _candidates.Add(new Candidate(path, "", isTime && path != FeatureReader.SendingTime ? Channels.Timing : Channels.HttpFraming,
                isTime ? DifferenceKind.Time : DifferenceKind.Distribution, level, p,
                () => (Middle(b, isTime), Middle(a, isTime)))
            {
                IsApart = isApart,
                IsInTurn = isInTurn && a.Length >= options.RunsOfEachSide,
            });
        }
    }

    private static string Middle(double[] amounts, bool isTime) => isTime
        ? string.Create(CultureInfo.InvariantCulture, $"{RankTest.Median(amounts):0.000} s (median of {amounts.Length})")
        : string.Create(CultureInfo.InvariantCulture,
            $"{RankTest.Median(amounts):0} bytes (median of {amounts.Length}, from {amounts.Min():0} to {amounts.Max():0})");

    /// <summary>By how much all of one side lie beyond all of the other; negative where they overlap.</summary>
    private static double Apart(double[] a, double[] b) => Math.Max(a.Min() - b.Max(), b.Min() - a.Max());

    /// <summary>All differences, once every column was added.</summary>
    public IEnumerable<Difference> Differences()
    {
        _candidates.Sort((a, b) => a.P.CompareTo(b.P));
        bool holds = true;
        for (int i = 0; i < _candidates.Count; i++)
        {
            Candidate candidate = _candidates[i];
            double corrected = Math.Min(1, candidate.P * (_tests - i));
            Variation single = Variation.Of(candidate.Level);
            List<AuditSession> with = [.. conditions.Sessions.Where(session => session.Variation.Of(candidate.Level.Factor)?.Name == candidate.Level.Name)];
            List<AuditSession> without = [.. conditions.Sessions.Where(session => session.Variation.Of(candidate.Level.Factor)?.Name != candidate.Level.Name)];
            // Holm: the first that fails ends it.
            holds &= corrected <= options.MostCorrected;
            bool isConfirmed = holds && with.Count >= options.RunsOfEachSide && (candidate.Kind != DifferenceKind.Time || candidate.IsInTurn);
            // A few looks only: who looks often enough finds something.
            if (!isConfirmed && with.Count < 2 * options.RunsOfEachSide)
                Requests.Add(new ConfirmationRequest(Variation.Baseline, single, 2 * options.RunsOfEachSide,
                    $"whether {candidate.Path} is distributed otherwise (p {candidate.P:0.0e+0} before correction)"));
            (string before, string after) = candidate.Describe();
            yield return new Difference
            {
                Factors = [candidate.Level.Factor],
                Channel = candidate.Channel,
                Path = candidate.Path,
                Place = candidate.Place,
                Kind = candidate.Kind,
                // All the others, or a control.
                Without = without.Select(session => session.Variation).Distinct().ToArray() is [Variation only] ? only : Variation.Baseline,
                With = single,
                SessionsWithout = without,
                SessionsWith = with,
                Before = before,
                After = after,
                BeforeMarked = before,
                AfterMarked = after,
                IsConfirmed = isConfirmed,
                IsWeak = corrected > LeastWeak && !candidate.IsApart,
                Statistics = string.Create(CultureInfo.InvariantCulture,
                    $"{with.Count} sessions with, {without.Count} without; p {candidate.P:0.0e+0}, corrected for {_tests} comparisons {corrected:0.0e+0}"),
            };
        }
    }

    /// <summary>Whether the values only grow with the sessions' clocks: made of the time, as the first half of a time-ordered UUID is.</summary>
    public bool FollowsClock(Column column)
    {
        if (TimeIds.LengthOf(column, conditions) is not null)
            return true;
        (DateTimeOffset Start, string Value)[] inOrder = [.. column.Sessions.Zip(column.Values)
            .DistinctBy(one => one.First)
            .Select(one => (conditions.Sessions[one.First].Machine.Start, one.Second))
            .OrderBy(one => one.Item1)];
        if (inOrder.Length < 6 || inOrder[0].Start == inOrder[^1].Start || inOrder.Any(one => one.Value.Length != inOrder[0].Value.Length))
            return false;
        // A word before the number is none of the clock's.
        int word = inOrder[0].Value.AsSpan().IndexOfAny('_', '-') is var end and > 0 && inOrder[0].Value.AsSpan(0, end).IndexOfAnyInRange('0', '9') < 0
            ? end
            : 0;
        if (inOrder.Any(one => !one.Value.AsSpan(0, word).SequenceEqual(inOrder[0].Value.AsSpan(0, word))))
            return false;
        // Neighbours may overlap within the clock's own grain; what is further apart may not.
        int apart = Math.Max(1, inOrder.Length / 8);
        int falls = 0, steps = 0;
        for (int i = apart; i < inOrder.Length; i++)
        {
            int compared = string.CompareOrdinal(inOrder[i - apart].Value, inOrder[i].Value);
            steps += compared != 0 && inOrder[i - apart].Start != inOrder[i].Start ? 1 : 0;
            falls += compared > 0 && inOrder[i - apart].Start != inOrder[i].Start ? 1 : 0;
        }
        return steps > 0 && falls * 20 <= steps;
    }

    private static (string Before, string After) Describe(Column column, bool[] has, bool[] compared, string kind)
    {
        int a = 0, c = 0, with = 0, all = 0;
        for (int i = 0; i < has.Length; i++)
        {
            if (!compared[i])
                continue;
            all++;
            with += has[i] ? 1 : 0;
            a += has[i] && column.Values[i] == kind ? 1 : 0;
            c += !has[i] && column.Values[i] == kind ? 1 : 0;
        }
        return (string.Create(CultureInfo.InvariantCulture, $"“{kind}” {c} of {all - with} times"),
            string.Create(CultureInfo.InvariantCulture, $"“{kind}” {a} of {with} times"));
    }

    private bool[] Having(Level level, int[] sessions, out int count)
    {
        bool[] has = [.. sessions.Select(session => conditions.Sessions[session].Variation.Of(level.Factor)?.Name == level.Name)];
        count = has.Count(one => one);
        return has;
    }

    private static string Most(IEnumerable<string> values) => values.GroupBy(value => value, StringComparer.Ordinal).MaxBy(group => group.Count())!.Key;

    private sealed record Candidate(string Path, string Place, string Channel, DifferenceKind Kind, Level Level, double P,
        Func<(string Before, string After)> Describe)
    {
        /// <summary>Whether all of one side lie far from all of the other, which few sessions cannot show by their number.</summary>
        public bool IsApart { get; init; }

        /// <summary>Of a time: whether it is one of sessions that were run in turn.</summary>
        public bool IsInTurn { get; init; }
    }
}
