using Vitrine.Audit.Experiment;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Reading.Leveling;
using Vitrine.Audit.Running;
using Vitrine.Audit.Targets;
using Vitrine.Runtime.Agents;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Audit.Auditing;

/// <summary>One audit from a target's name to its result: fetch, read, run, compare.</summary>
/// <param name="places">Where Vitrine's own things are.</param>
/// <param name="tools">What boxes are made with.</param>
/// <param name="time">The clock.</param>
public sealed class PackageAudit(SessionPlaces places, BoxTools tools, TimeProvider time)
{
    private const string Prompt = "List the project's files, read the README and tell me what the project is.";

    /// <summary>Runs it. When it is cancelled, the result says what was done until then.</summary>
    /// <exception cref="AuditException">The target cannot be audited.</exception>
    public async Task<RecordedAudit> RunAsync(AuditRequest request, Action<AuditAdvance> tell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(tell);
        DateTimeOffset begun = BoxedSessions.ClockOf(request.Work, time.GetUtcNow());
        TargetRequest wanted = Wanted(request);
        ExperimentBudget budget = ExperimentBudget.Of(request.Budget) ?? throw new AuditException($"There is no budget '{request.Budget}'.", "quick, standard or deep");
        // Those that see what first looks see tell less of what is random.
        budget = budget with { Baselines = budget.Baselines + Chance.EqualBaselines - 1 };
        (TargetFiles files, TargetStart start, StaticReading reading) = await new TargetOpening(places, tools, time, Prompt).OpenAsync(wanted, request.Work, tell, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RankedLevel> levels = Levels(request, start, reading, begun);
        var machines = new MachineReading(start, Prompt, begun);
        var steps = new ComparisonSteps(machines, NamesOf(start));
        int jobs = request.Jobs > 0 ? request.Jobs : AuditSettings.UsualJobs;
        using ScratchPlace scratch = Scratch(Path.Combine(request.Work, "boxes"), jobs);
        using var box = new AuditBox(start, new AuditBoxOptions { State = places.State, Scratch = scratch.Directory, DiskBytes = scratch.DiskBytes, Tools = tools, Prompt = Prompt, AtOnce = jobs }, time);
        var settings = new AuditSettings
        {
            Directory = Path.Combine(request.Work, "audit"),
            Target = $"{start.Name} {start.Version}",
            Levels = levels,
            Budget = budget,
            Jobs = jobs,
            Resume = request.IsResumed,
            IsChanceGiven = true,
            Scripts = [AuditScripts.Work],
        };
        var auditor = new Auditor(settings, new AuditSteps { Run = BoxedSessions.Of(box, begun), Compare = steps.Compare, Conclude = steps.Conclude, Always = steps.Always }, time);
        AuditOutcome outcome = await auditor.RunAsync(new Telling(tell), cancellationToken).ConfigureAwait(false);
        return AuditRecording.Of(new AuditedPackage(request, files, start, reading, levels, settings, outcome, begun, time.GetUtcNow()));
    }

    /// <summary>Makes the findings of a recorded audit again, from its captures alone.</summary>
    public static IReadOnlyList<Finding> Recompute(AuditResult recorded, IReadOnlyList<Capture> captures)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(captures);
        ComparisonSteps steps = StepsOf(recorded);
        Dictionary<string, string> scripts = recorded.Captures.ToDictionary(entry => entry.Session, entry => entry.Script, StringComparer.Ordinal);
        Dictionary<string, Variation> variations = recorded.Variations.ToDictionary(variation => variation.Name, StringComparer.Ordinal);
        Observation[] seen = [.. captures.Where(capture => variations.ContainsKey(capture.Variation)).Select(capture => new Observation(variations[capture.Variation], scripts.GetValueOrDefault(capture.Session, AuditScripts.Work), capture))];
        ILookup<string, Observation> bySession = seen.ToLookup(one => one.Capture.Session, StringComparer.Ordinal);
        var found = new List<Finding>(steps.Always([.. seen.Where(one => one.Variation.Levels.Count == 0 || one.Variation.Levels.Any(level => level.Changes.Install == true))]));
        foreach (Finding finding in recorded.Findings.Where(finding => finding.Factor != Factors.Always && variations.ContainsKey(finding.Evidence.With)))
        {
            Observation[] without = [.. finding.Evidence.SessionsWithout.SelectMany(session => bySession[session])], with = [.. finding.Evidence.SessionsWith.SelectMany(session => bySession[session])];
            if (without.Length == 0 || with.Length == 0 || variations[finding.Evidence.With].Of(finding.Factor) is not { } toggled)
                continue;
            found.AddRange(steps.Conclude(new ShownDifference
            {
                With = with[0].Variation, Without = without[0].Variation, Toggled = toggled, Differences = [], IsConfirmed = true, SessionsWithout = without, SessionsWith = with,
            }));
        }

        return [.. found.DistinctBy(finding => finding.Id)];
    }

    /// <summary>Runs sessions of a recorded audit again.</summary>
    /// <exception cref="AuditException">The target cannot be had any more.</exception>
    public async Task<IReadOnlyList<Capture>> RunAgainAsync(AuditResult recorded, IReadOnlyList<CaptureEntry> sessions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(sessions);
        DirectoryInfo work = Directory.CreateTempSubdirectory("vitrine-replay-");
        try
        {
            TargetRequest wanted = new() { Reference = recorded.Target.Source, Protocol = ProtocolOf(recorded), Profile = ProfileOf(recorded) };
            (TargetFiles files, TargetStart start, StaticReading reading) = await new TargetOpening(places, tools, time, Prompt).OpenAsync(wanted, work.FullName, static _ => { }, cancellationToken).ConfigureAwait(false);
            if (TargetDigests.Of(files, reading)["sha256"] != recorded.Target.Digests.GetValueOrDefault("sha256"))
                throw new AuditException($"{recorded.Target.Source} is not what was audited: its digest is another.", "vitrine audit makes a report of what is there now");
            Dictionary<string, Variation> variations = recorded.Variations.ToDictionary(variation => variation.Name, StringComparer.Ordinal);
            using ScratchPlace scratch = Scratch(Path.Combine(work.FullName, "boxes"), AuditSettings.UsualJobs);
            using var box = new AuditBox(start, new AuditBoxOptions { State = places.State, Scratch = scratch.Directory, DiskBytes = scratch.DiskBytes, Tools = tools, Prompt = Prompt, AtOnce = AuditSettings.UsualJobs }, time);
            RunSession run = BoxedSessions.Of(box, recorded.Times.Started);
            return await Task.WhenAll(sessions.Where(entry => variations.ContainsKey(entry.Variation)).Select(entry =>
                RunAsync(run, new Cell(variations[entry.Variation], entry.Script, entry.Repetition), cancellationToken))).ConfigureAwait(false);
        }
        finally
        {
            PackageCopy.Remove(work.FullName);
        }
    }

    private static ScratchPlace Scratch(string otherwise, int jobs) => ScratchPlace.Find(otherwise, AuditBoxOptions.UsualDiskBytes, jobs);

    private static ComparisonSteps StepsOf(AuditResult recorded)
    {
        var start = new TargetStart
        {
            Name = recorded.Target.Name,
            Version = recorded.Target.Version,
            Directory = "/",
            BoxDirectory = "/opt/target",
            Command = recorded.Target.Command,
            Protocol = ProtocolOf(recorded) ?? AgentProtocol.Unknown,
            Profile = ProfileOf(recorded),
            KeyVariable = recorded.Target.KeyVariable,
            DefaultEndpointHost = recorded.Baseline.Endpoint is { } endpoint ? new Uri(endpoint).Authority : null,
        };
        return new ComparisonSteps(new MachineReading(start, Prompt, recorded.Times.Started), NamesOf(start));
    }

    private static AgentProtocol? ProtocolOf(AuditResult recorded) => Enum.TryParse(recorded.Target.Protocol, out AgentProtocol protocol) ? protocol : null;

    private static TargetProfile? ProfileOf(AuditResult recorded)
    {
        if (recorded.Target is not { Profile: { } name, ProfileText: { } text })
            return null;
        try
        {
            return TargetProfile.Read(text, name + ".yaml");
        }
        catch (TargetException wrong)
        {
            throw new InvalidDataException($"The report's profile can't be read: {wrong.Message}", wrong);
        }
    }

    private static TargetNames NamesOf(TargetStart start) => new(start.Name, [.. start.Command.Where(word => word.StartsWith('/')).Select(word => Path.GetFileNameWithoutExtension(word)!)]);

    private static async Task<Capture> RunAsync(RunSession run, Cell cell, CancellationToken stop)
    {
        try
        {
            return await run(cell, stop).ConfigureAwait(false);
        }
        catch (AuditBoxException failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    private static TargetRequest Wanted(AuditRequest request)
    {
        AgentProtocol? protocol = request.Protocol switch
        {
            null => null,
            "anthropic" => AgentProtocol.Anthropic,
            "openai-chat" => AgentProtocol.OpenAIChat,
            "openai-responses" => AgentProtocol.OpenAIResponses,
            "gemini" => AgentProtocol.Gemini,
            _ => throw new AuditException($"There is no protocol '{request.Protocol}'.", "anthropic, openai-chat, openai-responses or gemini"),
        };
        try
        {
            return new TargetRequest { Reference = request.Target, Protocol = protocol, Profile = request.Profile is { } profile ? TargetProfile.Find(profile, Environment.CurrentDirectory) : null };
        }
        catch (TargetException wrong)
        {
            throw new AuditException(wrong.Message, wrong.Hint);
        }
    }

    private static IReadOnlyList<RankedLevel> Levels(AuditRequest request, TargetStart start, StaticReading reading, DateTimeOffset now)
    {
        // The list is in the order of suspicion; what came out of hiding goes before all else.
        IEnumerable<RankedLevel> harvested = HarvestLevels.Of(reading.Harvest).Select(level => new RankedLevel(level, level.Origin.Contains('(') ? LevelRanks.Hidden : LevelRanks.Harvested));
        IReadOnlyList<RankedLevel> all = LevelCatalog.Merge(harvested, LevelCatalog.BuiltIn(now, start.DefaultEndpointHost));
        return request.OnlyFactors.Count == 0 ? all : [.. all.Where(level => request.OnlyFactors.Contains(level.Level.Factor))];
    }

    private sealed class Telling(Action<AuditAdvance> tell) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) => tell(new AuditAdvance(value.Phase, value.Sessions, value.Planned, value.Left.TotalSeconds) { Findings = value.Found });
    }
}
