using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Findings;

namespace Vitrine.Audit.Comparison;

/// <summary>What came out of a comparison.</summary>
/// <param name="Differences">What follows a factor.</param>
/// <param name="Requests">Sessions that would decide what is not decided, the most telling first.</param>
/// <param name="Open">Features that say one of the machine's own values in clear and differ in nothing else.</param>
/// <param name="Joined">Features of names that are made anew in each session, by the feature that stands for all of them.</param>
/// <param name="LeftOut">Features that were not kept, because a session had too many.</param>
public sealed record ComparisonResult(IReadOnlyList<Difference> Differences, IReadOnlyList<ConfirmationRequest> Requests, IReadOnlyList<string> Open,
    IReadOnlyDictionary<string, string> Joined, int LeftOut);

/// <summary>
/// Compares sessions. Pure: the same sessions give the same result, so the same call serves to find candidates, to confirm them with more sessions, and to
/// verify a report.
/// </summary>
public sealed partial class SessionComparison(ComparisonOptions options)
{
    private readonly ComparisonOptions _options = Checked(options);

    /// <summary>Compares them; those that played different scripts are compared among themselves only.</summary>
    public ComparisonResult Compare(IReadOnlyList<AuditSession> sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        var differences = new List<Difference>();
        var requests = new List<ConfirmationRequest>();
        var open = new SortedSet<string>(StringComparer.Ordinal);
        var joined = new SortedDictionary<string, string>(StringComparer.Ordinal);
        int leftOut = 0;
        foreach (IGrouping<string, AuditSession> script in sessions.GroupBy(session => session.Machine.Script, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            AuditSession[] group = [.. script.OrderBy(session => session.Variation.Name, StringComparer.Ordinal)
                .ThenBy(session => session.Capture.Repetition)
                .ThenBy(session => session.Capture.Session, StringComparer.Ordinal)];
            if (group.Length > 1)
                leftOut += Compare(group, differences, requests, open, joined);
        }
        return new ComparisonResult(
            differences,
            [.. requests.GroupBy(request => (request.Without.Name, request.With.Name))
                .Select(group => group.MaxBy(request => request.Times)!)
                .Take(_options.MostRequests)],
            [.. open],
            joined,
            leftOut);
    }

    private int Compare(AuditSession[] sessions, List<Difference> differences, List<ConfirmationRequest> requests, SortedSet<string> open,
        SortedDictionary<string, string> joined)
    {
        FeatureSet[] sets = [.. sessions.Select(FeatureReader.Of)];
        var conditions = new Conditions(sessions);
        var builder = new ColumnBuilder(sessions, sets, Math.Max(0, Array.FindIndex(sessions, session => session.Variation.Levels.Count == 0)));
        var steady = new SteadyAnalysis(conditions, _options);
        var random = new RandomAnalysis(conditions, _options);
        var paired = new PairedAnalysis(conditions, _options);
        var byDraw = new DrawnTexts(conditions, _options);
        var hashes = new Dictionary<int, ContentHashes>();
        var choices = new List<Column>();
        var unsteady = new SortedSet<string>(StringComparer.Ordinal);
        var pools = new SortedDictionary<string, List<Column>>(StringComparer.Ordinal);
        foreach (Column column in builder.Columns())
        {
            if (steady.Steady(column) is string?[] values)
            {
                differences.AddRange(steady.Analyse(column, values));
                continue;
            }
            differences.AddRange(steady.AnalyseOneSided(column));
            if (column.Kind == ColumnKind.Edit)
                unsteady.Add(column.Path);
            string key = $"{RequestNumber().Replace(column.Path, " ", 1)} {column.Place}";
            if (!pools.TryGetValue(key, out List<Column>? pool))
                pools[key] = pool = [];
            pool.Add(column);
            if (IsHash(column, sessions, hashes))
                continue;
            bool followsClock = random.FollowsClock(column);
            int before = differences.Count;
            Column drawn = followsClock ? PartViews.AfterTime(column, TimeIds.LengthOf(column, conditions)) : column;
            foreach (Column part in PartViews.Parts(drawn))
            {
                if (part.Varies && steady.Steady(part) is string?[] partValues && !TimeIds.Drift(part, conditions))
                    differences.AddRange(steady.Analyse(part, partValues));
            }
            if (differences.Count == before)
                differences.AddRange(paired.Analyse(drawn));
            if (differences.Count == before)
                choices.Add(column);
        }
        differences.AddRange(paired.AnalyseChoices(choices));
        foreach (string path in unsteady)
            differences.AddRange(byDraw.Analyse(path, builder.TextOf(path)));
        foreach (List<Column> pool in pools.Values)
        {
            Column whole = OncePerDraw(Pool(pool), sessions);
            if (IsHash(pool[0], sessions, hashes))
                continue;
            if (random.FollowsClock(whole))
                whole = PartViews.AfterTime(whole, TimeIds.LengthOf(whole, conditions));
            random.Add(OncePerSession(whole));
            // How often something is done has no parts.
            if (pool[0].Path.StartsWith(FeatureReader.Presence, StringComparison.Ordinal))
                continue;
            foreach (Column part in PartViews.Parts(whole).Concat(PartViews.Bits(whole)).Where(part => part.Varies).Select(OncePerSession))
            {
                if (part.Varies && steady.Steady(part) is null)
                    random.Add(part);
            }
        }
        foreach ((string path, int[] with, double[] amounts) in builder.Amounts())
            random.Add(path, with, amounts);
        differences.AddRange(random.Differences());
        requests.AddRange(steady.Requests.OrderByDescending(request => request.Times));
        requests.AddRange(random.Requests);
        open.UnionWith(builder.Open);
        foreach ((string path, string name) in builder.Joined)
            joined[path] = name;
        return sets.Sum(set => set.LeftOut);
    }

    /// <summary>Whether the values are hashes of what the same sessions send in clear: random because that is.</summary>
    private static bool IsHash(Column column, AuditSession[] sessions, Dictionary<int, ContentHashes> hashes)
    {
        for (int i = 0; i < Math.Min(column.Sessions.Length, 3); i++)
        {
            int session = column.Sessions[i];
            if (column.Shown[i].Length is < 7 or > 300)
                return false;
            if (!hashes.TryGetValue(session, out ContentHashes? known))
                hashes[session] = known = ContentHashes.Of(sessions[session]);
            if (known.Explain(column.Shown[i]) is null)
                return false;
        }
        return true;
    }

    /// <summary>
    /// The same place of all requests of a session taken together, where the values are made anew for each request; else the first alone, as the others say
    /// nothing new.
    /// </summary>
    private static Column Pool(List<Column> columns)
    {
        Column first = columns[0];
        if (columns.Count == 1)
            return first;
        bool isAnew = columns.SelectMany(column => column.Sessions.Zip(column.Values)).GroupBy(one => one.First)
            .Count(session => session.Select(one => one.Second).Distinct().Count() == session.Count()) > first.Sessions.Distinct().Count() / 2;
        if (!isAnew)
            return first;
        return new Column
        {
            Path = RequestNumber().Replace(first.Path, " (each):", 1),
            Channel = first.Channel,
            Kind = first.Kind,
            Place = first.Place,
            Sessions = [.. columns.SelectMany(column => column.Sessions)],
            Values = [.. columns.SelectMany(column => column.Values)],
            Shown = [.. columns.SelectMany(column => column.Shown)],
        };
    }

    /// <summary>What most sessions say the same in all their requests is drawn once for a session: the repetitions are no observations of their own.</summary>
    private static Column OncePerSession(Column column)
    {
        int[][] sessions = [.. Enumerable.Range(0, column.Sessions.Length).GroupBy(i => column.Sessions[i]).Select(session => session.ToArray())];
        if (sessions.Length == column.Sessions.Length)
            return column;
        int[][] many = [.. sessions.Where(session => session.Length > 1)];
        int same = many.Count(session => Array.TrueForAll(session, i => column.Values[i] == column.Values[session[0]]));
        if (same * 4 < many.Length * 3)
            return column;
        int[] first = [.. sessions.Select(session => session[0])];
        return column.Of(first);
    }

    /// <summary>Sessions of one condition that drew the same randomness are one observation of what is random, however often they were run.</summary>
    private static Column OncePerDraw(Column column, AuditSession[] sessions)
    {
        var first = new Dictionary<(string, int), int>();
        int[] kept = [.. Enumerable.Range(0, column.Sessions.Length).Where(i =>
        {
            AuditSession session = sessions[column.Sessions[i]];
            return session.Draw is not int draw
                || first.TryAdd((session.Variation.Name, draw), column.Sessions[i])
                || first[(session.Variation.Name, draw)] == column.Sessions[i];
        })];
        return kept.Length == column.Sessions.Length ? column : column.Of(kept);
    }

    private static ComparisonOptions Checked(ComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options;
    }

    [GeneratedRegex(@" \d+:", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex RequestNumber();
}
