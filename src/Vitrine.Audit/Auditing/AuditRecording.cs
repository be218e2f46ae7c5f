using Vitrine.Audit.Comparison;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Targets;
using Component = Vitrine.Audit.Model.Component;

namespace Vitrine.Audit.Auditing;

/// <summary>All that an audit's result is made of.</summary>
internal sealed record AuditedPackage(
    AuditRequest Request, TargetFiles Files, TargetStart Start, StaticReading Reading, IReadOnlyList<RankedLevel> Levels, AuditSettings Settings, AuditOutcome Outcome, DateTimeOffset Begun, DateTimeOffset Ended)
{
    /// <summary>Share of the sent bytes that were equal in two baselines with equal time and chance; null where there are no two.</summary>
    public double? EqualShare { get; init; }
}

/// <summary>Makes the result of an audit and leads from it to the captures.</summary>
internal static class AuditRecording
{
    private const int MostNames = 5000;

    public static RecordedAudit Of(AuditedPackage audit)
    {
        var files = new Dictionary<string, IndexSession>(StringComparer.Ordinal);
        var captures = new List<CaptureEntry>();
        string directory = audit.Settings.Directory;
        using (CaptureStore store = CaptureStore.Open(audit.Settings with { Resume = true }))
        {
            foreach (IndexSession session in store.Sessions)
            {
                Capture capture = store.Read(session);
                files[capture.Session] = session;
                captures.Add(new CaptureEntry(capture.Session, capture.Variation, capture.Repetition) { Script = session.Cell[..session.Cell.IndexOf('#', StringComparison.Ordinal)] });
            }
        }

        CaptureEntry[] equal = [.. captures.Where(entry => entry.Variation == Variation.Baseline.Name && entry.Repetition < Chance.EqualBaselines).OrderBy(entry => (entry.Script, entry.Repetition)).Take(2)];
        if (equal.Length == 2 && equal[0].Script == equal[1].Script)
        {
            using CaptureStore store = CaptureStore.Open(audit.Settings with { Resume = true });
            audit = audit with { EqualShare = EqualBytes.Share(store.Read(files[equal[0].Session]), store.Read(files[equal[1].Session])) };
        }

        return new RecordedAudit(Result(audit, captures), entry =>
        {
            using CaptureStore store = CaptureStore.Open(audit.Settings with { Resume = true });
            return store.Read(files[entry.Session]);
        });
    }

    private static AuditResult Result(AuditedPackage audit, IReadOnlyList<CaptureEntry> captures)
    {
        (TargetStart start, StaticReading reading, AuditOutcome outcome) = (audit.Start, audit.Reading, audit.Outcome);
        return new AuditResult
        {
            Target = new AuditedTarget
            {
                Source = audit.Files.Source.Length > 0 ? audit.Files.Source : audit.Request.Target,
                Name = start.Name,
                Version = start.Version,
                Digests = TargetDigests.Of(audit.Files, reading),
                Command = start.Command,
                Protocol = start.Protocol.ToString(),
                KeyVariable = start.KeyVariable,
                Profile = start.Profile?.Agent.Name,
                ProfileText = start.Profile?.Text,
            },
            Findings = outcome.Findings,
            Coverage = Coverage(audit),
            Budget = new AuditBudget(audit.Settings.Budget.Name, audit.Settings.Budget.Sessions, audit.Settings.Budget.Time.TotalSeconds) { Jobs = audit.Settings.Jobs, OnlyFactors = audit.Request.OnlyFactors },
            Times = new AuditTimes(audit.Begun, audit.Ended),
            Vitrine = Runtime.Sessions.ProductVersion.Text,
            Kernel = Environment.OSVersion.Version.ToString(),
            Baseline = new MachineChanges { Endpoint = start.DefaultEndpointHost is { Length: > 0 } vendor ? "http://" + vendor : null },
            Variations = outcome.Variations,
            Captures = captures,
            Inventory = [.. reading.Components.Select(one => new Component { Name = one.Name, Version = one.Version, Path = one.Path, Licences = one.Licence.Length == 0 ? [] : [one.Licence], Hashes = new Dictionary<string, string> { ["sha256"] = one.Sha256 } })],
            Names = [.. reading.Revealed.Take(MostNames).Select(one => new NamedString("revealed", one.Text, $"{one.Place} ({string.Join(", ", one.Chain)})"))],
        };
    }

    private static Coverage Coverage(AuditedPackage audit)
    {
        (StaticReading reading, AuditOutcome outcome) = (audit.Reading, audit.Outcome);
        Dictionary<(string, string), string> origins = [];
        foreach (RankedLevel level in audit.Levels)
            origins[(level.Level.Factor, level.Level.Name)] = level.Level.Origin;
        LevelCoverage Level(string factor, string name, int sessions) => new(name, origins.GetValueOrDefault((factor, name), "built-in"), sessions);
        return new Coverage
        {
            IsPlanDone = outcome.IsPlanDone,
            NotDoneBecause = outcome.NotDoneBecause,
            Factors = [.. outcome.Coverage.Factors.Select(factor => new FactorCoverage(
                factor.Factor,
                [.. factor.Alone.Select(name => Level(factor.Factor, name, 1)), .. factor.Together.Select(name => Level(factor.Factor, name, 1))],
                [.. factor.NotTried.Select(name => Level(factor.Factor, name, 0))]))],
            PairsTried = outcome.Coverage.Pairs.Sum(pair => (long)pair.Tried),
            Pairs = outcome.Coverage.Pairs.Sum(pair => (long)pair.Possible),
            Scripts = [.. outcome.Coverage.Scripts.Keys],
            Sessions = outcome.Coverage.Sessions,
            SessionsPlanned = outcome.SessionsPlanned,
            SessionsFailed = outcome.SessionsFailed,
            Reading = new ReadingCoverage
            {
                Files = reading.Files.Count,
                Bytes = reading.Files.Sum(file => file.Size),
                Strings = reading.Strings,
                Decoded = reading.Revealed.Count,
                Levels = audit.Levels.Count(level => level.Level.Origin != "built-in"),
                NotRead = reading.Cuts,
            },
            Unexplained = outcome.Unexplained,
            Unseen = [.. audit.Start.Remarks, .. outcome.Remarks, BoxedSessions.Remark],
            EqualShare = audit.EqualShare,
        };
    }
}
