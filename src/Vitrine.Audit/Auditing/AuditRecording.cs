using System.Globalization;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Targets;
using Component = Vitrine.Audit.Model.Component;

namespace Vitrine.Audit.Auditing;

/// <summary>All that an audit's result is made of.</summary>
internal sealed record AuditedPackage(AuditRequest Request, AuditTarget Target, IReadOnlyList<RankedLevel> Levels, AuditSettings Settings, AuditOutcome Outcome,
    AuditTimes Times)
{
    /// <summary>Draws conclusions.</summary>
    public required ComparisonSteps Steps { get; init; }

    /// <summary>Those that were drawn.</summary>
    public required IReadOnlyList<Conclusion> Conclusions { get; init; }

    /// <summary>Whether the target is no longer what it was at the start.</summary>
    public required bool IsTargetChanged { get; init; }
}

/// <summary>Makes the result of an audit and leads from it to the captures.</summary>
internal sealed class AuditRecording
{
    private const int MostFailures = 64;
    private readonly AuditedPackage _audit;
    private readonly Dictionary<string, IndexSession> _files = new(StringComparer.Ordinal);
    private readonly List<CaptureEntry> _entries = [];
    private readonly List<SessionNote> _notes = [];
    private readonly Dictionary<(string, string), int> _levels = [];
    private readonly IReadOnlyList<Finding> _findings;
    private readonly IReadOnlyList<IndexSession> _notRun;

    private AuditRecording(AuditedPackage audit, IReadOnlyList<IndexSession> sessions, IReadOnlyList<IndexSession> notRun)
    {
        (_audit, _notRun) = (audit, notRun);
        Dictionary<string, Variation> variations = audit.Outcome.Variations.ToDictionary(variation => variation.Name, StringComparer.Ordinal);
        // Only what may still be concluded from is kept: all of them may be gigabytes.
        List<(IndexSession, CaptureEntry, SessionNote, Variation, Observation?)> read = AllProcessors.Each<IndexSession, (IndexSession, CaptureEntry,
            SessionNote, Variation, Observation?)>(sessions,
            session =>
        {
            Capture capture = CaptureStore.Read(audit.Settings.Directory, session);
            // One that came in after the audit was told to end was looked at by nobody.
            if (!variations.TryGetValue(capture.Variation, out Variation? variation))
                return [];
            string script = session.Cell[..session.Cell.IndexOf('#', StringComparison.Ordinal)];
            var observation = new Observation(variation, script, capture);
            return [(session, new CaptureEntry(capture.Session, capture.Variation, capture.Repetition) { Script = script }, SessionNote.Of(capture, script),
                variation, ConclusionLog.MayProve(observation) ? observation : null)];
        });
        var seen = new List<Observation>();
        foreach ((IndexSession session, CaptureEntry entry, SessionNote note, Variation variation, Observation? observation) in read)
        {
            _files[entry.Session] = session;
            _entries.Add(entry);
            _notes.Add(note);
            foreach (Level level in variation.Levels)
                _levels[(level.Factor, level.Name)] = _levels.GetValueOrDefault((level.Factor, level.Name)) + 1;
            if (observation is not null)
                seen.Add(observation);
        }

        audit.Steps.Prepare(seen);
        _findings = ConclusionLog.WithLines(audit.Steps, ConclusionLog.EachOnce(audit.Outcome.Findings.Concat(ConclusionLog.Proven(audit.Steps, seen))), seen);
        SessionNote[] ordinary = CoverageFloor.MainBaselines(_notes);
        EqualShare = ordinary.Length == 0
            ? null
            : EqualBytes.Share([.. seen.Where(each => each.Variation.Levels.Count == 0 && each.Script == ordinary[0].Script && Chance.IsFirst(each))
                .OrderBy(each => each.Capture.Repetition).Select(each => each.Capture)]);
    }

    private double? EqualShare { get; }

    /// <summary>Makes it.</summary>
    public static RecordedAudit Of(AuditedPackage audit)
    {
        IReadOnlyList<IndexSession> sessions, notRun;
        using (var store = CaptureStore.Open(audit.Settings with { Resume = true }))
            (sessions, notRun) = (store.Sessions, store.NotRun);
        var recording = new AuditRecording(audit, sessions, notRun);
        return new RecordedAudit(recording.Result(), entry => CaptureStore.ReadFile(audit.Settings.Directory, recording._files[entry.Session]));
    }

    private AuditResult Result()
    {
        (TargetStart start, StaticReading reading, AuditOutcome outcome) = (_audit.Target.Start, _audit.Target.Reading, _audit.Outcome);
        var explaining = new ExplainingStrings(reading);
        Dictionary<string, Variation> variations = outcome.Variations.ToDictionary(variation => variation.Name, StringComparer.Ordinal);
        return new AuditResult
        {
            Target = new AuditedTarget
            {
                Source = _audit.Target.Source,
                Name = start.Name,
                Version = start.Version,
                Digests = _audit.Target.Digests,
                Command = start.Command,
                Protocol = ProtocolWords.Of(start.Protocol),
                KeyVariable = start.KeyVariable,
                Profile = start.Profile?.Agent.Name,
                ProfileText = start.Profile?.Text,
            },
            Findings = [.. _findings.Select(finding => finding with { Evidence = finding.Evidence with { Strings = explaining.Of(finding,
                variations.GetValueOrDefault(finding.Evidence.With)) } })],
            Coverage = Coverage(),
            Budget = new AuditBudget(_audit.Settings.Budget.Name, _audit.Settings.Budget.Sessions,
                _audit.Settings.Budget.Time.TotalSeconds)
            { Jobs = _audit.Settings.Jobs, OnlyFactors = _audit.Request.OnlyFactors },
            Times = _audit.Times,
            Vitrine = Runtime.Sessions.ProductVersion.Text,
            Kernel = Environment.OSVersion.Version.ToString(),
            Baseline = new MachineChanges { Endpoint = start.DefaultEndpointHost is { Length: > 0 } vendor ? "http://" + vendor : null },
            Variations = outcome.Variations,
            Captures = _entries,
            Inventory = [.. reading.Components.Select(Of)],
            Names = PackageNames.Of(reading),
            Conclusions = _audit.Conclusions,
        };
    }

    // The digest that the reading has is of the manifest alone, which is not the component's.
    private static Component Of(Reading.Component one) => new()
    {
        Name = one.Name.Length > 0 ? one.Name : one.Path.Length > 0 ? one.Path : "unnamed",
        Version = one.Version,
        Path = one.Path,
        Purl = one.Name.Length > 0 && one.Version.Length > 0
            ? $"pkg:npm/{one.Name.Replace("@", "%40", StringComparison.Ordinal)}@{Uri.EscapeDataString(one.Version)}"
            : null,
        Licences = one.Licence.Length == 0 ? [] : [one.Licence],
    };

    private Coverage Coverage()
    {
        (StaticReading reading, AuditOutcome outcome) = (_audit.Target.Reading, _audit.Outcome);
        Dictionary<(string, string), string> origins = [];
        foreach (RankedLevel level in _audit.Levels)
            origins[(level.Level.Factor, level.Level.Name)] = level.Level.Origin;
        LevelCoverage Level(string factor, string name) =>
            new(name, origins.GetValueOrDefault((factor, name), "built-in"), _levels.GetValueOrDefault((factor, name)));
        FactorCoverage[] factors =
        [
            .. outcome.Coverage.Factors.Select(factor => new FactorCoverage(
                factor.Factor, [.. factor.Alone.Concat(factor.Together).Select(name => Level(factor.Factor, name))],
                    [.. factor.NotTried.Select(name => Level(factor.Factor, name))])),
        ];
        int unrun = Math.Max(0, outcome.SessionsFailed - _notes.Count(note => !note.IsSound));
        List<string> lacking = [.. CoverageFloor.Of(factors, _notes, unrun)];
        if (CoverageFloor.OfEqual(EqualShare) is { } unlike)
            lacking.Add(unlike);
        if (_audit.IsTargetChanged)
            lacking.Add("the target was changed while it was audited");
        if (_audit.Steps.NotCompared > 0)
            lacking.Add(string.Create(CultureInfo.InvariantCulture, $"{_audit.Steps.NotCompared} comparisons took too long or could not be made"));
        return new Coverage
        {
            IsPlanDone = outcome.IsPlanDone,
            NotDoneBecause = outcome.NotDoneBecause,
            IsInterrupted = outcome.IsInterrupted,
            Lacking = lacking,
            Factors = factors,
            PairsTried = outcome.Coverage.Pairs.Sum(pair => (long)pair.Tried),
            Pairs = outcome.Coverage.Pairs.Sum(pair => (long)pair.Possible),
            Scripts = [.. outcome.Coverage.Scripts.Keys],
            Sessions = _entries.Count + unrun,
            SessionsPlanned = Math.Max(outcome.SessionsPlanned, _entries.Count + unrun),
            SessionsFailed = unrun + _notes.Count(note => !note.IsSound),
            Failures = [.. _notRun.Select(session => $"{session.Cell}: {session.Failure}")
                .Concat(_notes.Where(note => !note.IsSound).Select(note => note.Told))
                .Take(MostFailures)],
            EqualShare = EqualShare,
            Reading = new ReadingCoverage
            {
                Files = reading.Files.Count,
                Bytes = reading.Files.Sum(file => file.Size),
                Strings = reading.Strings,
                Decoded = reading.Revealed.Count,
                Levels = _audit.Levels.Count(level => level.Level.Origin != "built-in"),
                NotRead = reading.Cuts,
            },
            Unexplained = outcome.Unexplained,
            Unseen = [.. _audit.Target.Start.Remarks, .. outcome.Remarks, BoxedSessions.Remark],
        };
    }
}
