using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>The course of one audit.</summary>
internal sealed class AuditCourse : IDisposable
{
    // Up to which share of the budget each step may begin sessions, the first time round and with what is left. What was seen goes before what was not yet
    // tried; what the last rows show takes a tenth of the time to narrow down.
    private static readonly (double Singles, double SinglesShown, double Rows, double RowsShown)[] Rounds = [(0.42, 0.8, 0.75, 0.93), (0.84, 0.95, 0.89, 1)];

    // Of how many factors the times are confirmed in each round. One takes two to three dozen sessions, and most times are the machine's own: the others wait
    // for the rows.
    private static readonly int[] s_times = [2, 12];
    private const int FirstTimesOfFew = 1;

    // Where there is not a session for each level, sessions with many levels are worth more, and a second look at times waits for them.
    private static readonly (double Singles, double SinglesShown, double Rows, double RowsShown) FirstOfFew = (0.32, 0.8, 0.75, 0.93);

    // Between batches it is looked at what they gave. The number does not depend on the jobs, of which a resumed audit may have more or fewer.
    private const int Batch = 24;
    private const double BaselineShare = 0.3;
    // Seconds. Such a session computes more than it waits.
    private const double Long = 3;
    private const double HeadsShare = 0.65;

    // Of reading a session again, taking it apart and comparing it: 49 s for 521 sessions of 0.83 MB each, on four processors.
    private const double SecondsOfByte = 49.0 / (521 * 0.83e6);
    private const int UsualProcessors = 4;
    private const double KeptBack = 0.1;
    private const double MostKept = 0.15;
    private const int LongestTold = 80;
    private readonly AuditSettings _settings;
    private readonly CaptureStore _store;
    private readonly Pace _pace;
    private readonly SessionQueue _queue;
    private readonly IProgress<AuditProgress>? _progress;
    private readonly ExperimentPlan _plan;
    private readonly Knowledge _knowledge;
    private readonly Examiner _examiner;
    private readonly Inquiry _inquiry;
    private readonly CoveringRows _rows;
    private readonly IReadOnlyList<Variation> _aged;
    private readonly Foresight _ahead;
    private readonly HeapCare _heap = new();
    private string _main = AuditScripts.Hello;
    private int _planned;
    private readonly List<(Variation, string)> _waiting = [];
    private int _rowsMade;
    private int _batches;
    private bool _hasBaseline;
    private bool _isDone;

    public AuditCourse(AuditSettings settings, AuditSteps steps, CaptureStore store, Pace pace, SessionQueue queue, IProgress<AuditProgress>? progress)
    {
        (_settings, _store, _pace, _queue, _progress) = (settings, store, pace, queue, progress);
        _plan = new ExperimentPlan(settings.Levels, settings.Budget, settings.Weights);
        _knowledge = new Knowledge(4 * settings.Budget.Repetitions);
        _examiner = new Examiner(queue, steps.Compare, _knowledge, settings.Budget.Repetitions, settings.IsChanceGiven);
        _inquiry = new Inquiry(settings, steps, _plan, pace, queue, _examiner, _knowledge, Report);
        _rows = _plan.Rows();
        _aged = [.. _plan.Aged(settings.Begun)];
        _ahead = new Foresight(queue);
        _planned = settings.Budget.Sessions;
    }

    /// <summary>Goes through all steps.</summary>
    public async Task RunAsync()
    {
        if (!await BaselineAsync().ConfigureAwait(false))
            return;
        for (int round = 0; round < Rounds.Length; round++)
        {
            await SinglesAsync(round).ConfigureAwait(false);
            if (round == 0)
                AddAged();
            LookAhead(Rows(Batch), Shares(round).Rows);
            await _inquiry.ConfirmSinglesAsync(Shares(round).SinglesShown, round == 0 && IsFew ? FirstTimesOfFew : s_times[round]).ConfigureAwait(false);
            if (!_queue.Shrunk)
                await RowsAsync(round).ConfigureAwait(false);
        }

        await ExamineCutOffAsync().ConfigureAwait(false);
        await _inquiry.FollowGatesAsync(1).ConfigureAwait(false);
        _isDone = true;
    }

    /// <inheritdoc/>
    public void Dispose() => _ahead.Dispose();

    private (double Singles, double SinglesShown, double Rows, double RowsShown) Shares(int round) => round == 0 && IsFew ? FirstOfFew : Rounds[round];

    private bool IsFew => _planned < _plan.Levels.Count;

    /// <summary>What there is to say now.</summary>
    public AuditOutcome Outcome(bool stopped)
    {
        ExperimentCoverage coverage = _queue.Tally.Statement(_plan.IsLeading);
        string why = NotDone(coverage, stopped);
        return new AuditOutcome
        {
            Findings = [.. _inquiry.Findings],
            Coverage = coverage,
            IsPlanDone = why.Length == 0,
            NotDoneBecause = why,
            IsInterrupted = stopped,
            SessionsPlanned = Math.Max(_planned, _queue.Done),
            SessionsFailed = _queue.Failed,
            Elapsed = _pace.Elapsed,
            Variations = _queue.Variations,
            Unexplained = [.. _knowledge.Unconfirmed.Concat(_inquiry.Left).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Remarks = _queue.Unseen,
        };
    }

    private string NotDone(ExperimentCoverage coverage, bool stopped)
    {
        if (stopped)
            return "it was interrupted; --resume goes on with it.";
        if (!_hasBaseline)
            return "the target did not run in its ordinary surroundings" + (_queue.LastFailure.Length > 0 ? $": {_queue.LastFailure}" : ".");
        if (_queue.Shrunk)
            return "many sessions in a row had to be ended.";
        if (_queue.Failed * 10 > _queue.Done)
            return $"{_queue.Failed} of {_queue.Done} sessions could not be run or had to be ended.";
        if (coverage.Factors.FirstOrDefault(factor => factor.Alone.Count + factor.Together.Count == 0) is { } none)
            return $"nothing of the factor {none.Factor} was tried; a larger budget would.";
        if (_inquiry.LeftOpen is { Count: > 0 } left)
            return $"the budget ended before all differences were looked into: {Told(left[0])}{(left.Count > 1 ? $" and {left.Count - 1} more" : "")}.";
        return _isDone ? "" : "it did not come to its end.";
    }

    // A path may hold what the target sent, as long as it likes.
    private static string Told((Variation Under, string Key) left) =>
        $"{Cut(left.Key.TrimEnd(':'))} under {(left.Under.Levels is [Level one] ? Cut($"{one.Factor} {one.Name}") : $"{left.Under.Levels.Count} levels at once")}";

    // Not within a surrogate pair, of which no JSON can hold the half.
    private static string Cut(string text) =>
        text.Length <= LongestTold ? text : text[..(LongestTold - (char.IsHighSurrogate(text[LongestTold - 1]) ? 1 : 0))] + "…";

    private async Task<bool> BaselineAsync()
    {
        Report("baseline");
        Cell[] first = [.. _settings.Scripts.Select(script => new Cell(Variation.Baseline, script, 0))];
        SessionAnswer[] answers = await Task.WhenAll(first.Select(cell => _queue.RunAsync(cell, BaselineShare))).ConfigureAwait(false);
        if (answers.All(answer => answer.Observation is null))
            return false;
        _main = MainScript(answers);
        Cell[] cells = [.. _plan.Baselines(_main, [.. _settings.Scripts.Where(script => script != _main)])];
        answers = await Task.WhenAll(cells.Select(cell => _queue.RunAsync(cell, BaselineShare))).ConfigureAwait(false);
        foreach (IGrouping<string, Observation> script in answers.Where(answer => answer.Observation is not null)
            .Select(answer => answer.Observation!)
            .GroupBy(each => each.Script))
            _examiner.SetBaseline(script.Key, [.. script]);
        _hasBaseline = _examiner.BaselineOf(_main).Count >= 2;
        if (answers.Where(answer => answer.Observation is not null).Select(answer => answer.Observation!.Capture.Seconds).DefaultIfEmpty().Average() > Long)
            _queue.RunFewer();
        _inquiry.JudgeBaselines();
        Measure();
        return _hasBaseline;
    }

    // Work shows most: several requests, tools, files. Where it takes much longer than a greeting, the first look at each level is by a greeting.
    private static string MainScript(IReadOnlyList<SessionAnswer> first)
    {
        Observation? Of(string script) => first.FirstOrDefault(answer => answer.Observation?.Script == script).Observation;
        Observation? work = Of(AuditScripts.Work), hello = Of(AuditScripts.Hello);
        return work is not null && (hello is null || work.Capture.Seconds <= 2.5 * hello.Capture.Seconds + 0.5)
            ? AuditScripts.Work
            : (hello ?? first.First(answer => answer.Observation is not null).Observation!).Script;
    }

    private void Measure()
    {
        double seconds = _pace.ThisPart.TotalSeconds;
        int reach = seconds > 0.05
            ? (int)Math.Min(_settings.Budget.Sessions, _pace.Spent / seconds * _settings.Budget.Time.TotalSeconds)
            : _settings.Budget.Sessions;
        _planned = _store.Decided("sessions") ?? reach;
        if (_store.Decided("sessions") is null)
            _store.Decide("sessions", reach, _pace.Elapsed.TotalSeconds);
        // Making the report takes as long as all sessions said, where that is more than what is kept back anyway.
        double said = _examiner.AllBaselines.Select(session => session.Capture.Exchanges.Sum(exchange => (double)exchange.Body.Length))
            .DefaultIfEmpty()
            .Average();
        double report = _planned * said * SecondsOfByte * UsualProcessors / Environment.ProcessorCount, whole = _settings.Budget.Time.TotalSeconds;
        _pace.Keep(TimeSpan.FromSeconds(Math.Clamp(report - (whole * KeptBack), 0, whole * MostKept)));
    }

    private async Task SinglesAsync(int round)
    {
        IReadOnlyList<RankedLevel> order = _plan.Singles();
        int heads = order.Select(level => level.Level.Factor).Distinct().Count();
        List<(Variation, string)> conditions = [.. order.Skip(heads).Select(level => (Variation.Of(level.Level), _main))];
        if (round == 0)
            await ExamineAllAsync("heads", "one at a time", [.. order.Take(heads).Select(level => (Variation.Of(level.Level), _main)), .. conditions], heads,
                HeadsShare).ConfigureAwait(false);
        if (round > 0)
        {
            conditions.RemoveRange(0, _store.Decided("singles 0") ?? conditions.Count);
            foreach (string script in _settings.Scripts.Where(script => script != _main && _examiner.BaselineOf(script).Count > 0))
                conditions.AddRange(order.Where(_plan.IsLeading).Select(level => (Variation.Of(level.Level), script)));
        }

        await ExamineAllAsync($"singles {round}", "one at a time", conditions, conditions.Count, Shares(round).Singles).ConfigureAwait(false);
        foreach (Examination alone in _inquiry.Examined.Where(each => each.Variation.Levels.Count == 1))
            _rows.Tried(alone.Variation.Levels[0]);
        await _inquiry.JudgeInstallAsync().ConfigureAwait(false);
    }

    private async Task RowsAsync(int round)
    {
        (_, _, double share, double shown) = Shares(round);
        int done, made;
        do
        {
            made = Math.Min(Batch, Rows(2 * Batch).Count);
            done = await ExamineAllAsync($"rows {round} {_batches++}", "in pairs", _waiting, made, share).ConfigureAwait(false);
            _waiting.RemoveRange(0, done);
            await _inquiry.NarrowAsync(shown).ConfigureAwait(false);
        }
        while (made == Batch && done == made && !_queue.Shrunk);
    }

    private List<(Variation, string)> Rows(int count)
    {
        while (_waiting.Count < count && _rows.Next() is { } row)
            _waiting.Add((row, RowScript(_rowsMade++)));
        return _waiting;
    }

    // One row shows what dozens of pairs do: where time is short, a batch of rows comes before the pairs of dates and earlier sessions.
    private void AddAged()
    {
        if (IsFew)
            Rows(Batch);
        _waiting.AddRange(_aged.Select(aged => (aged, _main)));
    }

    // Not so far that time may be over before it is asked for, as this batch and what comes of it go first.
    private void LookAhead(IEnumerable<(Variation Variation, string Script)> conditions, double share) =>
        _ahead.Expect(conditions.Take(Math.Clamp(_pace.Reach(share) - (2 * Batch), 0,
            Math.Min(Batch, _pace.Room(share)))).Select(each => new Cell(each.Variation, each.Script, 0)),
            share);

    // Most rows work, as most shows there; the others take their turn.
    private string RowScript(int row)
    {
        string[] others = [.. _settings.Scripts.Where(script => script != AuditScripts.Work
            && script != AuditScripts.Hello
            && _examiner.BaselineOf(script).Count > 0)];
        string main = _examiner.BaselineOf(AuditScripts.Work).Count > 0 ? AuditScripts.Work : _main;
        return others.Length > 0 && row % 6 == 5 ? others[row / 6 % others.Length] : main;
    }

    // Begins the first examinations of a list in their order until the budget's share is used up; how many were begun is kept for a resumed audit. The rest of
    // the list comes soon.
    private async Task<int> ExamineAllAsync(string decision, string phase, List<(Variation Variation, string Script)> conditions, int most, double share)
    {
        int? decided = _store.Decided(decision);
        int end = Math.Min(decided ?? most, most), at = 0;
        bool over = false;
        while (at < end && !over)
        {
            int count = Fitting(conditions, at, Math.Min(Batch, end - at), share);
            Task<Examination>[] asked = [.. Enumerable.Range(at, count).Select(index => _examiner.ExamineAsync(conditions[index].Variation,
                conditions[index].Script, 0, share, insists: true))];
            LookAhead(conditions.Skip(at + count), share);
            Examination[] batch = await Task.WhenAll(asked).ConfigureAwait(false);
            int kept = Array.FindIndex(batch, each => each.End == SessionEnd.Refused) is var refused and >= 0 ? refused : count;
            over = kept < count || count < Math.Min(Batch, end - at);
            foreach (Examination examination in batch.Take(kept).Where(each => each.End == SessionEnd.Seen))
                _inquiry.Add(examination);

            at += kept;
            Report(phase);
        }

        if (decided is null)
            _store.Decide(decision, at, _pace.Elapsed.TotalSeconds);
        return at;
    }

    // Of a batch that time cut off, sessions behind the first that could not begin may have run. There is no time to look into what they show, and none of it
    // may be told as clear.
    private async Task ExamineCutOffAsync()
    {
        HashSet<(string, string)> examined = [.. _inquiry.Examined.Select(each => (each.Variation.Name, each.Script))];
        foreach ((Variation variation, string script) in _plan.Singles()
            .SelectMany(level => _settings.Scripts.Select(script => (Variation.Of(level.Level), script)))
            .Concat(_waiting))
        {
            if (_examiner.BaselineOf(script).Count > 0 && _queue.Has(new Cell(variation, script, 0)) && examined.Add((variation.Name, script))
                && await _examiner.ExamineAsync(variation, script, 0, 1, insists: false).ConfigureAwait(false) is { End: SessionEnd.Seen } examination)
                _inquiry.Add(examination);
        }
    }

    // Sessions are counted here, between batches, where the count does not depend on which of them was faster.
    private int Fitting(List<(Variation Variation, string Script)> conditions, int at, int most, double share)
    {
        int room = _pace.Room(share), count = 0;
        for (; count < most; count++)
        {
            room -= new Cell(conditions[at + count].Variation, conditions[at + count].Script, 0).Cost;
            if (room < 0)
                break;
        }

        return count;
    }

    private void Report(string phase)
    {
        _heap.Look();
        TimeSpan elapsed = _pace.Elapsed;
        TimeSpan most = _settings.Budget.Time - elapsed;
        TimeSpan bySpeed = _queue.Done == 0 ? most : elapsed / _queue.Done * Math.Max(0, _planned - _queue.Done);
        _progress?.Report(new AuditProgress(phase, _queue.Done, _planned, elapsed, most < bySpeed ? (most > TimeSpan.Zero ? most : TimeSpan.Zero) : bySpeed,
            _inquiry.Findings.Count));
    }
}
