using System.Globalization;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>Looks into what the plan's sessions showed: repeats it, narrows it down, confirms it, and keeps the findings.</summary>
internal sealed class Inquiry
{
    private const int MaxAttempts = 5;
    private const int MaxWaves = 6;
    private const int AtATime = 4;
    private const int MaxExplaining = 24;

    // What is behind something that was found comes before what nobody has seen yet.
    private const double Behind = 0.12;
    private readonly AuditSettings _settings;
    private readonly AuditSteps _steps;
    private readonly Pace _pace;
    private readonly SessionQueue _queue;
    private readonly Examiner _examiner;
    private readonly Knowledge _knowledge;
    private readonly Narrowing _narrowing;
    private readonly Confirmation _confirmation;
    private readonly Action<string> _report;
    private readonly List<Examination> _examined = [];
    private readonly HashSet<(string, string)> _noted = [];
    private readonly Redrawing _redrawing;
    private readonly Gates _gates;
    private readonly MatchedContents _contents;
    private readonly RepeatedQuestions _repeated;
    private readonly List<(ShownDifference Shown, string Script)> _covert = [];
    private readonly SortedDictionary<string, Finding> _findings = new(StringComparer.Ordinal);

    public Inquiry(AuditSettings settings, AuditSteps steps, ExperimentPlan plan, Pace pace, SessionQueue queue, Examiner examiner, Knowledge knowledge,
        Action<string> report)
    {
        (_settings, _steps, _pace, _queue, _examiner, _knowledge, _report) = (settings, steps, pace, queue, examiner, knowledge, report);
        _redrawing = new Redrawing(knowledge);
        _gates = new Gates(queue, steps.Compare, plan);
        _contents = new MatchedContents(queue, steps.Compare, plan);
        _repeated = new RepeatedQuestions(queue, steps.Compare, plan);
        _narrowing = new Narrowing(queue, examiner, knowledge, plan);
        _confirmation = new Confirmation(queue, examiner, steps.Compare, plan, knowledge, settings.Confirmations);
    }

    /// <summary>What was found, each id once, as grave as it was anywhere.</summary>
    public IReadOnlyCollection<Finding> Findings => _findings.Values;

    /// <summary>Conditions that were examined.</summary>
    public IReadOnlyList<Examination> Examined => _examined;

    /// <summary>Keys that differ and that nobody looked into.</summary>
    public IEnumerable<string> Left => _examined.SelectMany(_knowledge.Left).Select(difference => difference.Key);

    /// <summary>Those of them that leave the audit without a verdict, each once, with the conditions under which it was seen: fewest levels first.</summary>
    public IReadOnlyList<(Variation Under, string Key)> LeftOpen =>
        [.. _examined.SelectMany(each => _knowledge.Left(each)
            .Where(difference => LeavesOpen(each, difference))
            .Select(difference => (Under: each.Variation, difference.Key)))
            .Concat(_contents.Left)
            .Concat(_repeated.Left)
            .OrderBy(each => each.Under.Levels.Count)
            .DistinctBy(each => each.Key)];

    // Nobody outside sees when the program was started. What a single session took says nothing, many levels at once take time by themselves, each a little,
    // and a time that did not come again was one of the machine. Of what is drawn by chance, something always looks strange somewhere.
    private bool LeavesOpen(Examination examination, Difference difference) => difference.Channel == Channels.Timing
        ? difference.Key != FeatureReader.TimeBeforeFirst
            && examination.Variation.Levels.Count == 1
            && examination.Sessions > 1
            && !difference.IsWeak
            && !_knowledge.HasFailed(examination.Variation, difference.Key)
            && !_knowledge.IsCommon(difference.Key)
        : !difference.IsWeak && !(examination.Variation.Levels.Count > 1 && _knowledge.IsLikelyExplained(difference));

    /// <summary>Takes what the plan's sessions showed.</summary>
    public void Add(Examination examination)
    {
        _knowledge.Learn(examination);
        _examined.Add(examination);
    }

    /// <summary>Judges what the baselines do.</summary>
    public void JudgeBaselines() => Take(_steps.Always([.. _examiner.AllBaselines]));

    /// <summary>
    /// Confirms what single levels showed, as far as a share of the budget goes: of all factors at the same time, each its best. What is learned of them counts
    /// from the next time on, in the order of the factors, whichever was faster.
    /// </summary>
    /// <param name="share">The share of the budget.</param>
    /// <param name="times">Of how many factors the times are looked into: the longest first.</param>
    public async Task ConfirmSinglesAsync(double share, int times)
    {
        List<Examination>[] factors =
        [
            .. _examined.Where(each => each.Variation.Levels.Count == 1)
                .GroupBy(each => each.Variation.Levels[0].Factor).OrderBy(factor => factor.Key, StringComparer.Ordinal).Select(factor => factor.ToList()),
        ];
        await NoteExplainedAsync(factors).ConfigureAwait(false);
        var attempts = factors.ToDictionary(factor => factor, _ => 0);
        // Of each factor one look at its times.
        var timed = new HashSet<List<Examination>>();
        while (_pace.Allows(share))
        {
            List<(List<Examination> Factor, Examination Best)> wave = [];
            foreach (List<Examination> factor in factors.Where(factor => attempts[factor] < MaxAttempts))
            {
                if (factor.Where(each => _knowledge.Open(each).Count > 0).MaxBy(each => (TellingOf(each), UnlikeMatched(each, factor),
                    _knowledge.Open(each).Count)) is { } best)
                    wave.Add((factor, best));
            }

            if (wave.Count == 0)
                break;
            // Times take the most sessions, and most of them are the machine's own: they come when all else is looked into. So does what shows under many
            // factors, before them.
            Telling most = wave.Max(each => TellingOf(each.Best));
            if (most > Telling.Time)
                wave.RemoveAll(each => TellingOf(each.Best) < most);
            else
                wave = [.. wave.Where(each => !timed.Contains(each.Factor) && _knowledge.Open(each.Best).Any(IsStriking))
                    .OrderByDescending(each => _knowledge.Open(each.Best).Max(StrikingTimes.Seconds))
                    .Take(Math.Min(AtATime, times - timed.Count))];
            if (wave.Count == 0)
                break;
            if (TellingOf(wave[0].Best) == Telling.Time)
                timed.UnionWith(wave.Select(each => each.Factor));
            Examination[] again = await Task.WhenAll(wave.Select(each => AgainAsync(each.Best, share))).ConfigureAwait(false);
            for (int i = 0; i < again.Length; i++)
            {
                wave[i].Factor.Remove(wave[i].Best);
                Replace(wave[i].Best, again[i]);
            }

            (List<Examination> Factor, Examination Again)[] open = [.. wave.Zip(again, (each, by) => (each.Factor, by))
                .Where(each => _knowledge.Open(each.by).Count > 0)];
            Confirmed[] confirmed = await Task.WhenAll(open.Select(each => ConfirmAsync(each.Again, share))).ConfigureAwait(false);
            for (int i = 0; i < open.Length; i++)
                attempts[open[i].Factor] += Settle(confirmed[i]) ? 1 : MaxAttempts;
            _report("confirming");
        }

        await ConfirmRedrawnAsync(Math.Min(1, share + Behind)).ConfigureAwait(false);
        await ConfirmContentsAsync(Math.Min(1, share + Behind)).ConfigureAwait(false);
        await ConfirmRepeatedAsync(Math.Min(1, share + Behind)).ConfigureAwait(false);
        await FollowGatesAsync(Math.Min(1, share + Behind)).ConfigureAwait(false);
    }

    /// <summary>Looks at what else there is behind the conditions that open something covert, as far as a share of the budget goes.</summary>
    public async Task FollowGatesAsync(double share)
    {
        if (!_pace.Allows(share))
            return;
        IReadOnlyList<(Variation With, Level Toggled, string Script,
            IReadOnlyList<Difference> Differences)> behind = await _gates.FollowAsync(_covert, share).ConfigureAwait(false);
        ShownDifference?[] shown = await Task.WhenAll(behind.Select(each => _confirmation.ToggleAsync(each.With, each.Toggled, each.Script, each.Differences,
            share))).ConfigureAwait(false);
        foreach (ShownDifference each in shown.OfType<ShownDifference>().Where(each => each.Differences.Count > 0))
        {
            _knowledge.Explain(each.With, each.Differences.Select(difference => difference.Key));
            Take(_steps.Conclude(each));
        }
    }

    private async Task ConfirmRedrawnAsync(double share)
    {
        if (!_pace.Allows(share))
            return;
        IReadOnlyList<Examination> suspects = _redrawing.Choose(_examined);
        Confirmed[] confirmed = await Task.WhenAll(suspects.Select(each => ConfirmAsync(each, share))).ConfigureAwait(false);
        foreach (Confirmed each in confirmed)
            if (Settle(each))
                _redrawing.Looked(each.Examination.Variation.Levels[0].Factor);
    }

    private async Task ConfirmContentsAsync(double share)
    {
        if (!_pace.Allows(share))
            return;
        IReadOnlyList<(Variation With, Variation Matched, string Script,
            IReadOnlyList<Difference> Differences)> beside = await _contents.LookAsync(_examined, share).ConfigureAwait(false);
        ShownDifference?[] shown = await Task.WhenAll(beside.Select(each => _confirmation.AgainstMatchedAsync(each.With, each.Matched, each.Script,
            each.Differences, share))).ConfigureAwait(false);
        foreach (((Variation with, _, string script, _), ShownDifference? each) in beside.Zip(shown))
        {
            if (each is null)
                continue;
            _contents.Settle(with, script);
            if (each.Differences.Count > 0)
                Take(_steps.Conclude(each));
        }
    }

    private async Task ConfirmRepeatedAsync(double share)
    {
        if (!_pace.Allows(share))
            return;
        IReadOnlyList<(Variation With, Level Toggled, string Script,
            IReadOnlyList<Difference> Differences)> seen = await _repeated.LookAsync(_examined, share).ConfigureAwait(false);
        ShownDifference?[] shown = await Task.WhenAll(seen.Select(each => _confirmation.ToggleAsync(each.With, each.Toggled, each.Script, each.Differences,
            share))).ConfigureAwait(false);
        foreach (ShownDifference each in shown.OfType<ShownDifference>())
        {
            _repeated.Settle(each.With, each.Toggled);
            if (each.Differences.Count > 0)
                Take(_steps.Conclude(each));
        }
    }

    // What was seen in one session may be one arm of a rare choice: two more sessions are cheaper than a confirmation.
    private async Task<Examination> AgainAsync(Examination once, double share)
    {
        if (once.Sessions > 1 || _settings.Budget.Repetitions == 1)
            return once;
        Examination again = await _examiner.ExamineAsync(once.Variation, once.Script, 0, share, insists: true, doubts: true).ConfigureAwait(false);
        return again.Sessions <= once.Sessions ? once : again;
    }

    private void Replace(Examination once, Examination again)
    {
        if (again == once)
            return;
        _knowledge.Learn(again);
        _examined[_examined.IndexOf(once)] = again;
    }

    private bool IsStriking(Difference difference) => !_knowledge.IsCommon(difference.Key) || StrikingTimes.StandsOut(difference, _examined);

    private Telling TellingOf(Examination examination) =>
        _knowledge.Open(examination)
            .Select(difference => difference.IsTime ? Telling.Time : _knowledge.IsCommon(difference.Key) ? Telling.Common : Telling.Own)
            .DefaultIfEmpty()
            .Max();

    // The level that shows something which its matched level does not is the better proof.
    private int UnlikeMatched(Examination examination, List<Examination> factor)
    {
        string? matched = examination.Variation.Levels[0].MatchedWith;
        Examination? other = matched is null
            ? null
            : factor.FirstOrDefault(each => each.Variation.Levels[0].Name == matched && each.Script == examination.Script);
        HashSet<string> keys = [.. _knowledge.Open(examination).Select(difference => difference.Key)];
        return other is null ? 0 : other.Certain.Any(difference => keys.Contains(difference.Key)) ? 0 : 1;
    }

    private async Task<Confirmed> ConfirmAsync(Examination examination, double share)
    {
        IReadOnlyList<Difference> open = _knowledge.Open(examination);
        IReadOnlyList<ShownDifference>? shown = await _confirmation.ConfirmAsync(examination.Variation, examination.Script, open, share).ConfigureAwait(false);
        IReadOnlyList<Finding>[] findings = shown is null
            ? []
            : await Task.WhenAll(shown.Select(each => Task.Run(() => _steps.Conclude(each)))).ConfigureAwait(false);
        return new Confirmed(examination, open, shown, findings);
    }

    // False where the budget's share did not allow for it: then it stays open for the next round.
    private bool Settle(Confirmed confirmed)
    {
        if (confirmed.Shown is null)
            return false;
        HashSet<string> keys = [.. confirmed.Shown.SelectMany(each => each.Differences).Select(difference => difference.Key)];
        _knowledge.Explain(confirmed.Examination.Variation, keys);
        _knowledge.Fail(confirmed.Examination.Variation, confirmed.Open.Select(difference => difference.Key).Where(key => !keys.Contains(key)));
        foreach (IReadOnlyList<Finding> findings in confirmed.Findings)
            Take(findings);
        _covert.AddRange(confirmed.Shown.Zip(confirmed.Findings)
            .Where(each => each.Second.Any(finding => finding is
            {
                Class: FindingClasses.Covert or FindingClasses.Identifier,
                Severity: >= Severity.Medium
            }))
            .Select(each => (each.First, confirmed.Examination.Script)));
        return true;
    }

    /// <summary>Narrows down and confirms what sessions with many levels showed, as far as a share of the budget goes.</summary>
    public async Task NarrowAsync(double share)
    {
        Examination[] rows = [.. _examined.Where(each => each.Variation.Levels.Count > 1)];
        await ExamineExplainingAsync(rows, share).ConfigureAwait(false);
        for (int wave = 0; wave < MaxWaves && _pace.Allows(share); wave++)
        {
            IReadOnlyList<(Examination Row, HashSet<string> Keys)> chosen = _narrowing.Choose(rows, AtATime);
            if (chosen.Count == 0)
                return;
            Narrowed[] narrowed = await Task.WhenAll(chosen.Select(each => _narrowing.ReduceAsync(each.Row, each.Keys, _examined, share)))
                .ConfigureAwait(false);
            foreach (Narrowed each in narrowed.Where(each => each.Minimal is not null))
                _knowledge.Learn(each.Minimal!);
            Confirmed[] confirmed = await Task.WhenAll(narrowed.Where(each => each.Minimal is not null
                && _knowledge.Open(each.Minimal).Count > 0).Select(each => ConfirmAsync(each.Minimal!, share))).ConfigureAwait(false);
            HashSet<Examination> unsettled = [.. confirmed.Where(each => !Settle(each)).Select(each => each.Examination)];
            foreach (Narrowed each in narrowed)
            {
                _knowledge.Lapse(each.Row.Variation, each.Lapsed);
                // Whatever came of it, this row is not narrowed down for these keys again; but where there was no time to ask, they are open for the next
                // round, or for the verdict.
                if (each.Minimal is null ? each.IsCut : unsettled.Contains(each.Minimal))
                    continue;
                _knowledge.Fail(each.Row.Variation, each.Asked.Where(key => !_knowledge.IsExplained(each.Row.Variation, key)));
            }

            _report("narrowing");
        }
    }

    // Of a level that would explain what a session with many of them showed, one session of its own tells whether it does; narrowing down takes more.
    private async Task ExamineExplainingAsync(Examination[] rows, double share)
    {
        HashSet<(string, string)> known = [.. _examined.Where(each => each.Variation.Levels.Count == 1).Select(each => (each.Variation.Name, each.Script))];
        (Variation Variation, string Script)[] asked =
        [
            .. rows.SelectMany(row => _knowledge.Open(row).SelectMany(difference => difference.ExplainedBy).Distinct(StringComparer.Ordinal)
                .Select(name => (Variation.Of(row.Variation.Levels.First(level => Knowledge.NameOf(level) == name)), row.Script)))
                .Where(each => !known.Contains((each.Item1.Name, each.Script))).DistinctBy(each => (each.Item1.Name, each.Script)).Take(MaxExplaining),
        ];
        if (asked.Length == 0 || !_pace.Allows(share))
            return;
        Examination[] alone = await Task.WhenAll(asked.Select(each => _examiner.ExamineAsync(each.Variation, each.Script, 0, share, insists: false)))
            .ConfigureAwait(false);
        foreach (Examination each in alone.Where(each => each.End == SessionEnd.Seen))
            Add(each);
    }

    // What the conditions explain is told as a fact: once for each factor and key, with the sessions that showed it.
    private async Task NoteExplainedAsync(IEnumerable<IReadOnlyList<Examination>> factors)
    {
        var news = new List<Task<IReadOnlyList<Finding>>>();
        foreach (Examination examination in factors.SelectMany(factor => factor))
        {
            Difference[] explained = [.. examination.Differences.Where(difference => difference.Weight == DifferenceWeight.Explained
                && _noted.Add((examination.Variation.Levels[0].Factor, difference.Key)))];
            if (explained.Length > 0)
                news.Add(NoteAsync(examination, explained));
        }

        foreach (IReadOnlyList<Finding> findings in await Task.WhenAll(news).ConfigureAwait(false))
            Take(findings);
    }

    private async Task<IReadOnlyList<Finding>> NoteAsync(Examination examination, Difference[] explained)
    {
        Observation? seen = await SeenAsync(examination).ConfigureAwait(false);
        return await Task.Run(() => _steps.Conclude(new ShownDifference
        {
            With = examination.Variation,
            Without = Variation.Baseline,
            Toggled = examination.Variation.Levels[0],
            Differences = explained,
            IsConfirmed = false,
            SessionsWithout = _examiner.BaselineOf(examination.Script),
            SessionsWith = seen is null ? [] : [seen],
        })).ConfigureAwait(false);
    }

    /// <summary>Judges what the installation does.</summary>
    public async Task JudgeInstallAsync()
    {
        foreach (Examination examination in _examined.Where(each => each.Variation.Of(Factors.Always) is not null
            && each.Variation.Levels.Count == 1).ToArray())
        {
            if (await SeenAsync(examination).ConfigureAwait(false) is { } seen)
                Take(_steps.Always([.. _examiner.AllBaselines, seen]));
        }
    }

    // What was examined is in the store: no share of the budget is needed to read it again.
    private async Task<Observation?> SeenAsync(Examination examination) =>
        (await _queue.RunAsync(new Cell(examination.Variation, examination.Script, 0), 0).ConfigureAwait(false)).Observation;

    private void Take(IReadOnlyList<Finding> findings)
    {
        _steps.Took?.Invoke(findings);
        foreach (Finding finding in findings)
        {
            if (!_findings.TryGetValue(finding.Id, out Finding? known) || known.Severity < finding.Severity)
                _findings[finding.Id] = finding;
        }
    }

    // The most that an examination shows: only times, what shows under many factors that have nothing to do with each other, or what is its own.
    private enum Telling
    {
        Time,
        Common,
        Own,
    }

    // What came of a confirmation; nothing is shown where the budget did not allow for it.
    private sealed record Confirmed(Examination Examination, IReadOnlyList<Difference> Open, IReadOnlyList<ShownDifference>? Shown,
        IReadOnlyList<IReadOnlyList<Finding>> Findings);
}
