using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Makes findings of confirmed differences and of acts. Pure: the same sessions give the same findings, so a verifier can make them again.</summary>
public sealed partial class FindingMaker(TargetNames target)
{
    // For a pair of factors: the one that has the least lawful reason to matter comes first.
    private static readonly string[] s_leastLawful =
    [
        Factors.HostName, Factors.UserName, Factors.GitIdentity, Factors.TimeZone, Factors.Interception, Factors.SandboxDetection, Factors.RunCount,
            Factors.HomePath, Factors.GitRemote, Factors.Proxy,
        Factors.Clock, Factors.EndpointHost, Factors.EnvironmentVariable, Factors.Locale, Factors.WorkspaceContent, Factors.ServerResponse, Factors.Always,
    ];

    // A session's acts do not depend on what it is compared with.
    private readonly SessionMemory<IReadOnlyList<Act>> _acts = new(session => [.. NetworkActs.Of(session, target), .. MachineActs.Of(session, target)]);

    // One for all comparisons: it reads the README into pieces when it first looks into it.
    private readonly DifferenceJudge _judge = new(target, ContentHashes.Of);

    /// <summary>Takes a session apart beforehand; it would be when it is first compared.</summary>
    public void Prepare(AuditSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        FeatureReader.Of(session);
        _acts.Of(session);
    }

    /// <summary>The findings, the weightiest first.</summary>
    public IReadOnlyList<Finding> Make(IReadOnlyList<AuditSession> sessions, ComparisonResult comparison)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(comparison);
        var drafts = new List<Finding>();
        ILookup<string, Act> acts = ActsOf(sessions, comparison);
        foreach (IGrouping<string, Act> group in acts)
            drafts.AddRange(OfAct(group, acts, sessions, comparison.Differences));
        foreach (Difference difference in comparison.Differences.Where(difference => difference.IsConfirmed && !acts.Contains(difference.Path)))
        {
            if (_judge.Judge(difference) is not Judgement judgement)
                continue;
            // What differs within a request that is a finding by itself is a detail of that.
            if (judgement.Severity > Severity.Low
                && RequestNumber().Match(difference.Path) is { Success: true } number
                && acts[$"? {difference.Path[..number.Index]}"].Any(act => act.Severity > Severity.Low))
                judgement = judgement with { Severity = Severity.Low };
            drafts.Add(OfDifference(difference, judgement));
        }
        return Consolidation.Of(drafts);
    }

    /// <summary>Tells of a comparison's differences whether one would be a finding above low, were it confirmed.</summary>
    public Func<Difference, bool> Graveness(IReadOnlyList<AuditSession> sessions, ComparisonResult comparison)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(comparison);
        if (comparison.Differences.Count == 0)
            return static _ => false;
        ILookup<string, Act> acts = ActsOf(sessions, comparison);
        return difference => acts.Contains(difference.Path)
            ? acts[difference.Path].Any(act => act.Severity > Severity.Low
                && !IsMadeVisible(difference, act)
                && !(act.IsDeclared && difference is { Factors: [Factors.EnvironmentVariable], IsMissing: true })
                && !IsLeftBefore(difference, act)
                && !IsNotRun(difference))
            : _judge.Judge(difference) is { Severity: > Severity.Low };
    }

    // What ends before it asks its model does nothing else either.
    private static bool IsNotRun(Difference difference) =>
        difference.IsMissing && !DifferenceJudge.ReachesModel(difference.SessionsWith) && DifferenceJudge.ReachesModel(difference.SessionsWithout);

    // A file that an earlier session left is not made again.
    private static bool IsLeftBefore(Difference difference, Act act) =>
        difference is { Factors: [Factors.RunCount], IsMissing: true } && act.Channel is Channels.FileWrite or Channels.Persistence;

    private ILookup<string, Act> ActsOf(IReadOnlyList<AuditSession> sessions, ComparisonResult comparison) => sessions
        .SelectMany(session => _acts.Of(session).Select(act => act with { Session = session }))
        .Select(act => comparison.Joined.TryGetValue(act.Feature, out string? name) ? act with { Feature = name } : act)
        .ToLookup(act => act.Feature, StringComparer.Ordinal);

    private IEnumerable<Finding> OfAct(IGrouping<string, Act> acts, ILookup<string, Act> all, IReadOnlyList<AuditSession> sessions,
        IReadOnlyList<Difference> differences)
    {
        Act act = acts.MaxBy(one => one.Severity)!;
        string[] who = [.. acts.Select(one => one.Session.Capture.Session).Distinct()];
        // What was done in an earlier session need not be done again: that it is missing then is no condition.
        Difference[] depends = [.. differences.Where(difference => difference.Path == act.Feature
            && !IsDoneAlready(difference)
            && !IsMadeVisible(difference, act)
            && !IsEndpoint(difference, act.Host)
            && !IsNotRun(difference))];
        if (depends.Length == 0 && who.Length < sessions.Count)
            depends = Along(acts, all, sessions, differences);
        if (depends.Length == 0)
        {
            // What is not always seen to stay may have been about to end.
            if (act.Channel == Channels.Process && who.Length * 2 <= sessions.Count)
                act = act with { Severity = Severity.Low, Reason = $"{act.Reason}; in some sessions only, so it may have been about to end" };
            if (acts.All(one => one.IsDeclared))
                act = act with
                {
                    Severity = Severity.Low,
                    Reason = "its README says that it reports to this host; nothing of the machine was recognised in what is sent"
                };
            bool isInstall = acts.All(one => one.Session.Machine.Script.EndsWith("+install", StringComparison.Ordinal));
            yield return OfAct(act, Factors.Always, isInstall ? Channels.InstallScript : act.Channel, isInstall ? "When it is installed, it " : "It ",
                new Evidence
                {
                    Without = Variation.Baseline.Name,
                    With = act.Session.Variation.Name,
                    SessionsWith = Cut(who),
                    Place = Plain(act.Feature),
                    After = act.Shown,
                    Statistics = $"{who.Length} of {sessions.Count} sessions",
                    Processes = act.Processes,
                });
            yield break;
        }
        foreach (Difference difference in depends.Where(difference => difference.IsConfirmed).DistinctBy(difference => Main(difference.Factors)))
        {
            bool isWith = !difference.IsMissing;
            // Who sets a variable that this target alone knows asks for what it does.
            bool isAskedFor = (isWith || act.IsDeclared)
                && _judge.IsOwnSetting(difference)
                && act.Channel is Channels.UnexpectedHost or Channels.Dns or Channels.Url;
            // What is not done where the environment asks for that; that it is done otherwise is a finding of its own.
            if (!isWith && (DifferenceJudge.IsOptedOut(difference) || (difference.Factors is [Factors.EnvironmentVariable] && acts.All(one => one.IsDeclared))))
            {
                yield return OfAct(act with { Severity = Severity.Low, Reason = "it stops where the environment asks for that" }, Main(difference.Factors),
                    act.Channel, $"Except under {difference.With.Name}, it ", EvidenceOf(difference) with { Before = act.Shown });
                continue;
            }

            string? asking = isAskedFor
                ? "a variable of the target's own asks for it"
                : isWith && _judge.SaysListening(difference, act) is string told
                    ? $"its README says so: “{told}”"
                    : null;
            yield return OfAct(asking is null ? act : act with { Severity = Severity.Low, Reason = asking }, Main(difference.Factors), act.Channel,
                $"{(isWith ? "Under" : "Except under")} {difference.With.Name}, it ", EvidenceOf(difference) with
                {
                    Before = isWith ? "" : act.Shown,
                    After = isWith ? act.Shown : "",
                    Processes = act.Processes,
                });
        }
    }

    /// <summary>Whether the level made the very host of an act the endpoint: what goes there is no other host then.</summary>
    private static bool IsEndpoint(Difference difference, string host) =>
        difference.Factors is [Factors.EndpointHost]
        && host.Length > 0
        && difference.SessionsWithout.Concat(difference.SessionsWith)
            .Any(session => FeatureReader.EndpointHost(session.Machine).Equals(host, StringComparison.OrdinalIgnoreCase));

    private static bool IsDoneAlready(Difference difference) => difference is { Factors: [Factors.RunCount], IsMissing: true };

    /// <summary>
    /// Whether a request is seen under this condition only because its connection is another: where the authority is not trusted, the same host is called and
    /// no request comes; a proxy is asked for the host by name.
    /// </summary>
    private static bool IsMadeVisible(Difference difference, Act act) =>
        difference.Factors is [Factors.Interception] or [Factors.Proxy]
        && act.Host.Length > 0
        && difference.SessionsWithout.Concat(difference.SessionsWith).All(session =>
        session.Capture.Exchanges.Any(exchange => FeatureReader.WithoutPort(exchange.Host).Equals(act.Host, StringComparison.OrdinalIgnoreCase))
        || session.Capture.Connections.Any(made => made.Host.Equals(act.Host, StringComparison.OrdinalIgnoreCase))
        || session.Capture.Names.Any(name => name.Name.TrimEnd('.').Equals(act.Host, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The condition of another act that was there whenever this one was: of what is seen at times only, its own condition cannot be told.</summary>
    private static Difference[] Along(IGrouping<string, Act> acts, ILookup<string, Act> all, IReadOnlyList<AuditSession> sessions,
        IReadOnlyList<Difference> differences)
    {
        HashSet<string> who = [.. acts.Select(act => act.Session.Capture.Session)];
        return [.. differences.Where(difference => difference.IsConfirmed
            && difference.Path != acts.Key
            && !IsDoneAlready(difference)
            && !IsNotRun(difference)
            && all.Contains(difference.Path)
            && all[difference.Path].Select(act => act.Session.Capture.Session).Distinct().Count() is int there && there < sessions.Count && who.Count > 2
            && who.IsSubsetOf(all[difference.Path].Select(act => act.Session.Capture.Session))).Take(1)];
    }

    private static Finding OfAct(Act act, string factor, string channel, string opening, Evidence evidence) => new()
    {
        Id = IdOf(factor, channel, act.Feature),
        Severity = act.Severity,
        Factor = factor,
        Channel = channel,
        Class = FindingClasses.Act,
        Summary = $"{opening}{act.Summary}.",
        Reason = act.Reason,
        Evidence = evidence,
    };

    private static Finding OfDifference(Difference difference, Judgement judgement)
    {
        string factor = Main(difference.Factors);
        string channel = judgement.Channel ?? difference.Channel;
        string others = difference.Factors.Count > 1 ? $" together with {string.Join(" and ", difference.Factors.Where(other => other != factor))}" : "";
        string place = Plain(difference.Path);
        return new Finding
        {
            Id = IdOf(factor, channel, WithoutNumbers(place)),
            Severity = judgement.Severity == Severity.Medium && difference.Factors.Count > 1 ? Severity.High : judgement.Severity,
            Factor = factor,
            Channel = channel,
            Class = judgement.Class,
            Summary = $"{char.ToUpperInvariant(place[0])}{place[1..]} depends on {factor}{others}.",
            Reason = judgement.Reason,
            Evidence = EvidenceOf(difference),
        };
    }

    private static Evidence EvidenceOf(Difference difference) => new()
    {
        Without = difference.Without.Name,
        With = difference.With.Name,
        SessionsWithout = Cut([.. difference.SessionsWithout.Select(session => session.Capture.Session)]),
        SessionsWith = Cut([.. difference.SessionsWith.Select(session => session.Capture.Session)]),
        Place = difference.Place.Length == 0 ? Plain(difference.Path) : $"{Plain(difference.Path)}, {difference.Place}",
        Before = MarkedText.Of(difference.Before),
        After = MarkedText.Of(difference.After),
        Statistics = difference.Statistics,
    };

    private static string Main(IReadOnlyList<string> factors) => factors.MinBy(factor => Array.IndexOf(s_leastLawful, factor))!;

    private static string Plain(string path) => path.StartsWith("? ", StringComparison.Ordinal) ? path[2..] : path;

    private static string[] Cut(string[] sessions) => sessions.Length <= 40 ? sessions : sessions[..40];

    private static string WithoutNumbers(string place) => Number().Replace(place, "#");

    private static string IdOf(string factor, string channel, string place) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{factor}\n{channel}\n{place}"))).AsSpan(0, 6));

    [GeneratedRegex(@" \d+: ", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex RequestNumber();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Number();
}
