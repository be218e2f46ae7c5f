using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;

namespace Vitrine.Audit.Comparison;

/// <summary>Lines features of many sessions up into columns. What is equal, or differs by the machine's own values only, makes none.</summary>
internal sealed partial class ColumnBuilder(IReadOnlyList<AuditSession> sessions, IReadOnlyList<FeatureSet> sets, int reference)
{
    private const int MostPlaces = 200;
    private readonly KnownValues[] _values = [.. sessions.Select(session => KnownValues.Of(session.Machine))];
    private (string Path, List<(int Session, Feature Feature)> Rows)[]? _varying;

    /// <summary>Features that say the machine's own values in clear and differ in nothing else, by path.</summary>
    public List<string> Open { get; } = [];

    /// <summary>Features of names that are made anew in each session, by the feature that stands for all of them.</summary>
    public Dictionary<string, string> Joined { get; } = new(StringComparer.Ordinal);

    /// <summary>Columns of words and texts.</summary>
    public IEnumerable<Column> Columns()
    {
        foreach ((string path, List<(int Session, Feature Feature)> rows) in Varying())
        {
            Feature first = rows[0].Feature;
            if (first.Form == FeatureForm.Amount)
                continue;
            foreach (Column column in first.Form switch
            {
                FeatureForm.Text => Texts(path, rows),
                FeatureForm.Echo => Echoes(path, rows),
                _ => Words(path, rows, (session, value) => _values[session].Replace(value)),
            })
            {
                if (column.Varies)
                    yield return column;
                else if (first.Form != FeatureForm.Echo)
                    Open.Add(path);
            }
        }
    }

    /// <summary>A text in each session that has it.</summary>
    public IReadOnlyList<(int Session, Feature Feature)> TextOf(string path) =>
        Array.Find(Varying(), row => row.Path == path && row.Rows[0].Feature.Form == FeatureForm.Text).Rows ?? [];

    /// <summary>Quantities: path, sessions, how much.</summary>
    public IEnumerable<(string Path, int[] Sessions, double[] Amounts)> Amounts()
    {
        foreach ((string path, List<(int Session, Feature Feature)> rows) in Varying())
        {
            if (rows[0].Feature.Form == FeatureForm.Amount)
                yield return (path, [.. rows.Select(row => row.Session)],
                    [.. rows.Select(row => double.Parse(row.Feature.Value, CultureInfo.InvariantCulture))]);
        }
    }

    // Most of thousands of features are the same in all sessions: only what is left of them is put in order.
    private (string Path, List<(int Session, Feature Feature)> Rows)[] Varying()
    {
        if (_varying is null)
        {
            _varying = [.. Rows()
                .Where(row => row.Value[0].Feature is var first
                    && (first.Form == FeatureForm.Amount || !row.Value.TrueForAll(one => one.Feature.Value == first.Value)))
                .Select(row => (row.Key, row.Value))];
            Array.Sort(_varying, static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        }

        return _varying;
    }

    private Dictionary<string, List<(int Session, Feature Feature)>> Rows()
    {
        var rows = new Dictionary<string, List<(int, Feature)>>(StringComparer.Ordinal);
        for (int i = 0; i < sets.Count; i++)
        {
            foreach ((string path, Feature feature) in sets[i].All)
            {
                ref List<(int, Feature)>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, path, out _);
                (list ??= new(sets.Count)).Add((i, feature));
            }
        }
        JoinMadeNames(rows);
        foreach ((string path, List<(int Session, Feature Feature)> list) in rows)
        {
            if (!path.StartsWith(FeatureReader.Presence, StringComparison.Ordinal) || list.Count == sets.Count)
                continue;
            HashSet<int> there = [.. list.Select(row => row.Session)];
            Feature no = list[0].Feature with { Value = "no" };
            list.AddRange(Enumerable.Range(0, sets.Count).Where(i => !there.Contains(i)).Select(i => (i, no)));
            list.Sort((a, b) => a.Session - b.Session);
        }
        return rows;
    }

    /// <summary>Names that one session alone has, and that are of one form in three sessions or more, are made anew in each: they are one feature.</summary>
    private void JoinMadeNames(Dictionary<string, List<(int Session, Feature Feature)>> rows)
    {
        foreach (IGrouping<string, string> form in rows.Where(row => row.Key.StartsWith(FeatureReader.Presence, StringComparison.Ordinal)
            && row.Value.Count == 1).Select(row => row.Key)
            .Order(StringComparer.Ordinal).GroupBy(path => MadeName().Replace(path, "{id}"), StringComparer.Ordinal).Where(form => form.Count() > 2).ToList())
        {
            List<(int Session, Feature Feature)> all = [.. form.SelectMany(path => rows[path])];
            if (all.Count(row => sessions[row.Session].Variation.Levels.Count == 0) < 2
                && all.Select(row => sessions[row.Session].Variation.Name).Distinct().Count() < 3)
                continue;
            foreach (string path in form)
            {
                rows.Remove(path);
                Joined[path] = form.Key;
            }

            rows.TryAdd(form.Key,
                [.. all.DistinctBy(row => row.Session).Select(row => (row.Session, row.Feature with { Path = form.Key })).OrderBy(row => row.Session)]);
        }
    }

    [GeneratedRegex(@"(?=[^/]*[0-9{A-Z])(?:\{[^{}/]*\}|[A-Za-z0-9_-]){6,}(?=[^/]*$)", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex MadeName();

    private (int Session, Feature Feature) Reference(List<(int Session, Feature Feature)> rows)
    {
        int at = rows.FindIndex(row => row.Session == reference);
        if (at < 0)
            at = rows.FindIndex(row => sessions[row.Session].Variation.Levels.Count == 0);
        return rows[Math.Max(at, 0)];
    }

    private IEnumerable<Column> Words(string path, List<(int Session, Feature Feature)> rows, Func<int, string, string> mark)
    {
        (int Session, Feature Feature) reference = Reference(rows);
        string same = mark(reference.Session, reference.Feature.Value);
        yield return new Column
        {
            Path = path,
            Channel = reference.Feature.Channel,
            Kind = ColumnKind.Whole,
            Sessions = [.. rows.Select(row => row.Session)],
            Values = [.. rows.Select(row => row.Feature.Value == reference.Feature.Value ? same : mark(row.Session, row.Feature.Value))],
            Shown = [.. rows.Select(row => row.Feature.Value)],
        };
    }

    // What a tool or a model said is another's word: of the text itself nothing is held against the target, but what nobody sees in it is, and the ends of its
    // lines where all else is the same.
    private IEnumerable<Column> Echoes(string path, List<(int Session, Feature Feature)> rows)
    {
        (int Session, Feature Feature) reference = Reference(rows);
        string same = _values[reference.Session].Replace(reference.Feature.Value);
        string[] lines = LineEnds.Of(same), bare = LineEnds.Without(same);
        return Words(path, rows, (session, value) =>
        {
            string marked = _values[session].Replace(value);
            string[] ends = LineEnds.Without(marked).AsSpan().SequenceEqual(bare) ? LineEnds.Of(marked) : lines;
            return $"{Folding.Unseen(value)}{string.Join('\n', ends)}";
        });
    }

    private IEnumerable<Column> Texts(string path, List<(int Session, Feature Feature)> rows)
    {
        (int Session, Feature Feature) reference = Reference(rows);
        var places = new SortedDictionary<string, Dictionary<int, TextEdit>>(StringComparer.Ordinal);
        bool isExplained = false;
        for (int i = 0; i < rows.Count; i++)
        {
            (List<TextEdit> edits, bool explained) = TextComparison.Compare(reference.Feature.Value, rows[i].Feature.Value, _values[reference.Session],
                _values[rows[i].Session]);
            isExplained |= explained;
            foreach (TextEdit edit in edits)
            {
                if (!places.TryGetValue(edit.Place, out Dictionary<int, TextEdit>? at))
                {
                    if (places.Count >= MostPlaces)
                        continue;
                    places[edit.Place] = at = [];
                }
                at[i] = edit;
            }
        }
        if (isExplained && places.Count == 0)
            Open.Add(path);
        foreach ((string place, Dictionary<int, TextEdit> edits) in places)
        {
            TextEdit most = edits.Values.GroupBy(edit => edit.Before).MaxBy(group => group.Count())!.First();
            yield return new Column
            {
                Path = path,
                Channel = reference.Feature.Channel,
                Kind = ColumnKind.Edit,
                Place = place,
                Sessions = [.. rows.Select(row => row.Session)],
                Values = [.. Enumerable.Range(0, rows.Count).Select(i => edits.TryGetValue(i, out TextEdit? edit) ? edit.AfterMarked : most.BeforeMarked)],
                Shown = [.. Enumerable.Range(0, rows.Count).Select(i => edits.TryGetValue(i, out TextEdit? edit) ? edit.After : most.Before)],
            };
        }
    }
}
