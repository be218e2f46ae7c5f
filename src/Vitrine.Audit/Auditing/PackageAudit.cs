using System.Globalization;
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
    /// <summary>Sessions with this number and above draw the same randomness as those of other conditions that have the same number.</summary>
    public const int PairsFrom = Chance.AgainFrom;

    /// <summary>From here on numbers draw what those of <see cref="PairsFrom"/> did.</summary>
    public const int PairsAgainFrom = 2 * Chance.AgainFrom;

    /// <summary>The number of the first session whose times are compared with those of sessions under these conditions.</summary>
    /// <param name="with">The conditions' name.</param>
    public static int TimedFrom(string with) => Confirmation.TimedFrom(with);

    // Of the budget's time, what is left for making the report. The agent that says most takes a tenth, of a minute and of five.
    private const double ReportShare = 0.1;

    /// <summary>Runs it. When it is cancelled, the result says what was done until then.</summary>
    /// <exception cref="AuditException">The target cannot be audited.</exception>
    public async Task<RecordedAudit> RunAsync(AuditRequest request, Action<AuditAdvance> tell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(tell);
        ExperimentBudget budget = ExperimentBudget.Of(request.Budget)
            ?? throw new AuditException($"There is no budget '{request.Budget}'.", "quick, standard or deep");
        // Those that see what first looks see tell less of what is random.
        budget = budget with { Baselines = budget.Baselines + Chance.EqualBaselines - 1, OtherBaselines = budget.OtherBaselines + Chance.EqualBaselines - 1 };
        long asked = time.GetTimestamp();
        var clock = new PhaseClock(time);
        AuditTarget target = await new TargetOpening(places, tools, time, AuditBoxOptions.UsualPrompt).OpenAsync(Wanted(request), request.Work,
            clock.Watch(tell), cancellationToken).ConfigureAwait(false);
        DateTimeOffset begun = Begun(request);
        IReadOnlyList<RankedLevel> levels = Levels(request, target.Start, target.Reading, begun);
        var steps = new ComparisonSteps(new MachineReading(target.Start, AuditBoxOptions.UsualPrompt, begun),
            NamesOf(target.Start, PackageNames.Of(target.Reading)));
        int jobs = request.Jobs > 0 ? request.Jobs : AuditSettings.UsualJobs;
        using ScratchPlace scratch = ScratchPlace.Find(Path.Combine(request.Work, "boxes"), AuditBoxOptions.UsualDiskBytes, jobs);
        using var box = new AuditBox(target.Start,
            new AuditBoxOptions
            {
                State = places.State,
                Scratch = scratch.Directory,
                DiskBytes = scratch.DiskBytes,
                Tools = tools,
                Prompt = AuditBoxOptions.UsualPrompt,
                AtOnce = jobs
            },
            time);
        var settings = new AuditSettings
        {
            Directory = Path.Combine(request.Work, "audit"),
            Target = target.Identity,
            Begun = begun,
            Levels = levels,
            // It is for the whole command: a person waits for the fetching, the reading and the report, too.
            Budget = budget with { Time = Left(budget.Time, time.GetElapsedTime(asked)) },
            Jobs = jobs,
            Resume = request.IsResumed,
            IsChanceGiven = true,
            // In a minute there is time for what shows most.
            Scripts = budget.Name == ExperimentBudget.Quick.Name
                ? [AuditScripts.Work]
                : [AuditScripts.Error, AuditScripts.Work, AuditScripts.LongOutput, AuditScripts.ManyTurns],
        };
        var log = new ConclusionLog(steps);
        // Without a name: the report reads the sessions again, and what the auditor keeps of them would be in memory beside.
        AuditOutcome outcome = await new Auditor(settings,
            new AuditSteps { Run = BoxedSessions.Of(box, begun), Compare = steps.Compare, Conclude = log.Conclude, Always = log.Always, Took = log.Take },
            time)
            .RunAsync(new Telling(clock.Watch(tell)), cancellationToken).ConfigureAwait(false);
        HeapCare.Collect();
        return AuditRecording.Of(new AuditedPackage(request, target, levels, settings, outcome,
            new AuditTimes(begun, time.GetUtcNow()) { Phases = clock.Phases })
        {
            Steps = steps,
            Conclusions = log.Conclusions,
            IsTargetChanged = !target.IsAsRead(CancellationToken.None),
        });
    }

    /// <summary>Makes the findings of a recorded audit again, from its captures alone; what the report says of them is not relied on.</summary>
    public static RecomputedFindings Recompute(AuditResult recorded, IReadOnlyList<Capture> captures)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(captures);
        Dictionary<string, string> scripts = recorded.Captures.ToDictionary(entry => entry.Session, entry => entry.Script, StringComparer.Ordinal);
        var variations = new Dictionary<string, Variation>(StringComparer.Ordinal);
        foreach (Variation variation in recorded.Variations)
            variations.TryAdd(variation.Name, variation);
        Observation[] seen = [.. captures.Where(capture => variations.ContainsKey(capture.Variation))
            .Select(capture => new Observation(variations[capture.Variation],
            scripts.GetValueOrDefault(capture.Session, AuditScripts.Work), capture))];
        ComparisonSteps steps = StepsOf(recorded);
        return new RecomputedFindings(ConclusionLog.Again(steps, recorded.Conclusions, seen), steps.NotCompared);
    }

    /// <summary>Runs sessions of a recorded audit again.</summary>
    /// <exception cref="AuditException">The target cannot be had any more, or is another.</exception>
    public async Task<IReadOnlyList<Capture>> RunAgainAsync(AuditResult recorded, IReadOnlyList<CaptureEntry> sessions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(sessions);
        DirectoryInfo work = Directory.CreateTempSubdirectory("vitrine-replay-");
        try
        {
            TargetRequest wanted = new()
            {
                Reference = recorded.Target.Source,
                Protocol = ProtocolWords.Parse(recorded.Target.Protocol),
                Profile = ProfileOf(recorded)
            };
            AuditTarget target =
                await new TargetOpening(places, tools, time, AuditBoxOptions.UsualPrompt).OpenAsync(wanted, work.FullName, static _ => { }, cancellationToken)
                    .ConfigureAwait(false);
            foreach ((string name, string digest) in target.Digests.OrderByDescending(digest => digest.Key, StringComparer.Ordinal))
                if (recorded.Target.Digests.GetValueOrDefault(name) is var known && known != digest)
                    throw new AuditException($"{recorded.Target.Source} is no longer what was audited: its {name} is {digest}, and the report's is {known ?? "not known"}.",
                        "audit it anew; --compare then says what changed");
            Dictionary<string, Variation> variations = recorded.Variations.ToDictionary(variation => variation.Name, StringComparer.Ordinal);
            using ScratchPlace scratch = ScratchPlace.Find(Path.Combine(work.FullName, "boxes"), AuditBoxOptions.UsualDiskBytes, AuditSettings.UsualJobs);
            using var box = new AuditBox(target.Start,
                new AuditBoxOptions
                {
                    State = places.State,
                    Scratch = scratch.Directory,
                    DiskBytes = scratch.DiskBytes,
                    Tools = tools,
                    Prompt = AuditBoxOptions.UsualPrompt,
                    AtOnce = AuditSettings.UsualJobs
                },
                time);
            RunSession run = BoxedSessions.Of(box, recorded.Times.Started);
            return await Task.WhenAll(sessions.Where(entry => variations.ContainsKey(entry.Variation)).Select(entry =>
                RunAsync(run, new Cell(variations[entry.Variation], entry.Script, entry.Repetition), cancellationToken))).ConfigureAwait(false);
        }
        finally
        {
            PackageCopy.Remove(work.FullName);
        }
    }

    // Half at least: what takes long to read is not to be run for nothing.
    private static TimeSpan Left(TimeSpan whole, TimeSpan opening) => whole * Math.Max(0.5, 1 - ReportShare - (opening / whole));

    // The dates that are tried count from the start, and so do the names of their levels: an audit that is gone on with keeps its own.
    private DateTimeOffset Begun(AuditRequest request)
    {
        string path = Path.Combine(request.Work, "begun");
        if (request.IsResumed
            && File.Exists(path)
            && DateTimeOffset.TryParseExact(File.ReadAllText(path), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset known))
            return known;
        // A session lasts less than a second, mostly: begun with one, it does not end in the next where it was slow.
        var now = new DateTimeOffset(time.GetUtcNow().Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        File.WriteAllText(path, now.ToString("O", CultureInfo.InvariantCulture));
        return now;
    }

    private static ComparisonSteps StepsOf(AuditResult recorded)
    {
        AgentProtocol protocol = ProtocolWords.Parse(recorded.Target.Protocol) ?? AgentProtocol.Unknown;
        TargetProfile? profile = ProfileOf(recorded);
        EndpointConvention? convention = protocol == AgentProtocol.Unknown || profile is not null ? null : EndpointConvention.Of(protocol);
        var start = new TargetStart
        {
            Name = recorded.Target.Name,
            Version = recorded.Target.Version,
            Directory = "/",
            BoxDirectory = "/opt/target",
            Command = recorded.Target.Command,
            Protocol = protocol,
            Profile = profile,
            EndpointVariable = convention?.Endpoint ?? "",
            EndpointSuffix = convention?.Suffix ?? "",
            KeyVariable = recorded.Target.KeyVariable,
            DefaultEndpointHost = recorded.Baseline.Endpoint is { } endpoint ? Authority(endpoint) : null,
        };
        return new ComparisonSteps(new MachineReading(start, AuditBoxOptions.UsualPrompt, recorded.Times.Started), NamesOf(start, recorded.Names));
    }

    // A report may come from anywhere.
    private static string? Authority(string endpoint) => Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) ? uri.Authority : null;

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

    // From what the report holds, so that whoever checks it comes to the same.
    private static TargetNames NamesOf(TargetStart start, IReadOnlyList<NamedString> names) =>
        new(start.Name, [.. start.Command.Where(word => word.StartsWith('/')).Select(word => Path.GetFileNameWithoutExtension(word)!)])
        {
            DeclaredHosts = [.. names.Where(name => name.Kind == PackageNames.DeclaredHost).Select(name => name.Value)],
            Documented = [.. names.Where(name => name.Kind == PackageNames.Documented).Select(name => name.Value)],
        };

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
        AgentProtocol? protocol = request.Protocol is null
            ? null
            : ProtocolWords.Parse(request.Protocol)
                ?? throw new AuditException($"There is no protocol '{request.Protocol}'.", "anthropic, openai-chat, openai-responses or gemini");
        try
        {
            return new TargetRequest
            {
                Reference = request.Target,
                Protocol = protocol,
                Profile = request.Profile is { } profile ? TargetProfile.Find(profile, Environment.CurrentDirectory) : null
            };
        }
        catch (TargetException wrong)
        {
            throw new AuditException(wrong.Message, wrong.Hint);
        }
    }

    private static IReadOnlyList<RankedLevel> Levels(AuditRequest request, TargetStart start, StaticReading reading, DateTimeOffset now)
    {
        IReadOnlyList<Level> ofPackage = HarvestLevels.Of(reading.Harvest);
        IEnumerable<RankedLevel> harvested = ofPackage.Select(level => new RankedLevel(level, RankOf(level, ofPackage), LevelCatalog.UseOf(level)));
        IReadOnlyList<RankedLevel> all = LevelCatalog.WithoutKey(LevelCatalog.Merge(harvested, LevelCatalog.BuiltIn(now, start.DefaultEndpointHost)),
            start.KeyVariable);
        return request.OnlyFactors.Count == 0 ? all : [.. all.Where(level => request.OnlyFactors.Contains(level.Level.Factor))];
    }

    // The list is in the order of suspicion; what came out of hiding goes before all else. A control serves its own level; a word that another level holds with
    // all others, that one.
    private static int RankOf(Level level, IReadOnlyList<Level> ofPackage) =>
        level.Origin.StartsWith("control for ", StringComparison.Ordinal) ? LevelRanks.Rare
            : level.Factor == Factors.WorkspaceContent
                && level.Name is not (HarvestLevels.AllWords or HarvestLevels.AllWordsInManifests)
                && ofPackage.Any(other => other.Factor == Factors.WorkspaceContent && other.Name == HarvestLevels.AllWords)
                ? LevelRanks.Rare
                : level.Origin.Contains('(') ? LevelRanks.Hidden
                    : LevelRanks.Harvested;

    private sealed class Telling(Action<AuditAdvance> tell) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) =>
            tell(new AuditAdvance(value.Phase, value.Sessions, value.Planned, value.Left.TotalSeconds) { Findings = value.Found });
    }
}
