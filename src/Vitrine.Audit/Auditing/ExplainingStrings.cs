using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// The strings of a package that explain a finding: the one that its level came from, what of the package stands in what it sent or did, what the factor's
/// values are compared with, and where the factor is asked for. Each a text with its place first, and how it was hidden.
/// </summary>
internal sealed class ExplainingStrings(StaticReading reading)
{
    private const int Most = 16, MostOfKind = 6, Longest = 160, LeastInText = 5;

    // For each factor: what code around a value must be about, of which kinds the value is, and the functions that ask for the factor.
    private static readonly Dictionary<string, (Subjects Subject, HarvestKind[] Kinds, string[] Apis)> s_factors = new(StringComparer.Ordinal)
    {
        [Factors.TimeZone] = (Subjects.TimeZone, [HarvestKind.Zone, HarvestKind.Offset, HarvestKind.Hashed],
            ["Date.getTimezoneOffset", "Intl.resolvedOptions"]),
        [Factors.Locale] = (Subjects.Locale, [HarvestKind.Locale, HarvestKind.Hashed], ["Intl.resolvedOptions", "toLocaleString", "toLocaleDateString"]),
        [Factors.HostName] = (Subjects.HostName, [HarvestKind.Word, HarvestKind.Hashed], ["os.hostname"]),
        [Factors.UserName] = (Subjects.UserName, [HarvestKind.Word, HarvestKind.Hashed], ["os.userInfo", "process.getuid"]),
        [Factors.HomePath] = (Subjects.Path, [HarvestKind.Word], ["os.homedir"]),
        [Factors.EndpointHost] = (Subjects.Endpoint, [HarvestKind.Host, HarvestKind.Word, HarvestKind.Hashed], []),
        [Factors.GitRemote] = (Subjects.GitRemote, [HarvestKind.Host, HarvestKind.Word, HarvestKind.Hashed], []),
        [Factors.GitIdentity] = (Subjects.GitIdentity, [HarvestKind.MailDomain, HarvestKind.Host, HarvestKind.Word, HarvestKind.Hashed], []),
        [Factors.Clock] = (Subjects.Clock, [HarvestKind.Date], []),
        [Factors.RunCount] = (Subjects.Counter, [HarvestKind.Threshold], []),
        [Factors.SandboxDetection] = (Subjects.Watched, [HarvestKind.File, HarvestKind.Word], ["ptrace"]),
        [Factors.Interception] = (Subjects.Authority, [HarvestKind.Word], ["tls.getPeerCertificate"]),
    };

    /// <summary>The strings of a finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="with">The conditions under which it shows.</param>
    public IReadOnlyList<string> Of(Finding finding, Variation? with)
    {
        var found = new List<string>();
        foreach (Level level in with?.Levels ?? [])
        {
            AddRange(found, reading.Harvest.Items.Where(item => OriginOf(item) == level.Origin || level.Origin == $"control for {item.Value}").Take(2));
            AddRange(found, InChanges(level.Changes));
        }

        AddRange(found, Named(finding));
        if (s_factors.TryGetValue(finding.Factor, out (Subjects Subject, HarvestKind[] Kinds, string[] Apis) factor))
        {
            AddRange(found,
                reading.Harvest.Items.Where(item => item.Suspicion >= Suspicion.Compared
                    && item.Subjects.HasFlag(factor.Subject)
                    && factor.Kinds.Contains(item.Kind))
                    .OrderByDescending(item => item.Suspicion).Take(MostOfKind));
            AddRange(found, reading.Harvest.Of(HarvestKind.Api).Where(item => factor.Apis.Contains(item.Value)).Take(3));
        }

        if (finding.Channel == Channels.InstallScript)
            AddRange(found, reading.Harvest.Of(HarvestKind.Script).Take(MostOfKind));
        return [.. found.Distinct(StringComparer.Ordinal).Take(Most)];
    }

    /// <summary>What the package names and the finding shows: a host, a file, a program, a text; longest first, as that says most.</summary>
    private IEnumerable<HarvestItem> Named(Finding finding)
    {
        string shown = $"{finding.Evidence.Place}\n{finding.Evidence.Before}\n{finding.Evidence.After}\n{string.Join('\n', finding.Evidence.Processes)}";
        return reading.Harvest.Items
            .Where(item => item.Kind is HarvestKind.Host
                or HarvestKind.Url
                or HarvestKind.File
                or HarvestKind.Command
                or HarvestKind.Persistence
                or HarvestKind.ApiPath
                or HarvestKind.Credential
                or HarvestKind.Word
                or HarvestKind.HeaderName
                && item.Value.Length >= LeastInText && shown.Contains(item.Value, StringComparison.Ordinal))
            .OrderByDescending(item => item.Suspicion == Suspicion.Hidden).ThenByDescending(item => item.Value.Length).Take(MostOfKind);
    }

    /// <summary>What the package compares things with, and the level's own texts hold: variables, words of files, answers of the server.</summary>
    private IEnumerable<HarvestItem> InChanges(MachineChanges changes)
    {
        string texts = string.Join('\n',
            changes.WorkspaceFiles.Values.Concat(changes.HomeFiles.Values)
                .Concat(changes.Answers.Values)
                .Concat(changes.AnswerAdditions.SelectMany(one => one.Texts())));
        return reading.Harvest.Items
            .Where(item => (item.Kind == HarvestKind.EnvironmentVariable && changes.Environment.ContainsKey(item.Value))
                || (item.Kind == HarvestKind.HeaderName
                    && (changes.AnswerHeaders.ContainsKey(item.Value) || changes.AnswerAdditions.Any(one => one.Headers.ContainsKey(item.Value))))
                || (item.Kind == HarvestKind.ApiPath && changes.Answers.ContainsKey(item.Value))
                || (item.Kind == HarvestKind.File && changes.SystemFiles.ContainsKey(item.Value))
                || (item.Kind is HarvestKind.Word or HarvestKind.AnswerKey
                    && item.Suspicion >= Suspicion.Listed
                    && item.Value.Length >= LeastInText
                    && texts.Contains(item.Value, StringComparison.OrdinalIgnoreCase)))
            .OrderByDescending(item => item.Suspicion).Take(MostOfKind);
    }

    private static void AddRange(List<string> found, IEnumerable<HarvestItem> items)
    {
        foreach (HarvestItem item in items)
            found.Add($"{item.Place}: {Shown(item.Value)}{(item.Chain.Count > 0 ? $" (hidden by {string.Join(", then ", item.Chain)})" : "")}");
    }

    private static string OriginOf(HarvestItem item) => item.Chain.Count == 0 ? item.Place.ToString() : $"{item.Place} ({string.Join(", ", item.Chain)})";

    private static string Shown(string text) => text.Length <= Longest ? text : text[..Longest] + "…";
}
