using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Experiment.Catalog;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reading.Leveling;

/// <summary>
/// Makes levels of what was found: for each thing that the target may look for, a machine that has it, and where there is one a matched control, a machine that
/// differs from it in nothing an honest program would show. The most telling come first; a factor has no more than its share.
/// </summary>
public static partial class HarvestLevels
{
    /// <summary>
    /// The name of the level whose workspace holds every word of the package that may be looked for in one: it tells in one session whether any of them
    /// matters.
    /// </summary>
    public const string AllWords = "all words of the package";

    /// <summary>The same words where programs that look at a project look first.</summary>
    public const string AllWordsInManifests = "all words of the package, in README and manifests";

    private const int MostOfFactor = 24;
    private const int LongestPath = 120;

    /// <summary>The levels, by rank; names are unique within a factor. A level's control is among them.</summary>
    public static IReadOnlyList<Level> Of(Harvest harvest)
    {
        ArgumentNullException.ThrowIfNull(harvest);
        var levels = new LevelList(MostOfFactor);
        Zones(harvest, levels);
        Locales(harvest, levels);
        Hosts(harvest, levels);
        Words(harvest, levels);
        Variables(harvest, levels);
        Dates(harvest, levels);
        AnswerLevels.Add(levels, harvest, Rank, Origin);
        Files(harvest, levels);
        foreach (HarvestItem threshold in harvest.Of(HarvestKind.Threshold))
            if (int.Parse(threshold.Value, CultureInfo.InvariantCulture) is >= 1 and <= 30 and var sessions)
                levels.Add(new Level(Factors.RunCount, $"{sessions} before", new MachineChanges { SessionsBefore = sessions }) { Origin = Origin(threshold) },
                    Rank(threshold, Subjects.Counter));
        return levels.Ranked();
    }

    private static void Zones(Harvest harvest, LevelList levels)
    {
        HarvestItem[] zones = [.. harvest.Of(HarvestKind.Zone).Concat(Hashed(harvest).Where(item => ZoneControls.Exists(item.Value)))];
        foreach (HarvestItem zone in zones)
        {
            // A library's table of all zones is no list of somebody's.
            if (!ZoneControls.Exists(zone.Value) || (zones.Length > 120 && zone.Suspicion < Suspicion.Compared && !zone.Subjects.HasFlag(Subjects.TimeZone)))
                continue;
            Zone(levels, zone, zone.Value, [.. zones.Select(one => one.Value)]);
        }

        foreach (HarvestItem offset in harvest.Of(HarvestKind.Offset))
            if (ZoneControls.WithOffset(double.Parse(offset.Value, CultureInfo.InvariantCulture)) is { } name)
                Zone(levels, offset, name, []);
    }

    private static void Zone(LevelList levels, HarvestItem item, string name, IReadOnlyCollection<string> found)
    {
        string? control = ZoneControls.For(name, found);
        levels.Add(new Level(Factors.TimeZone, name, new MachineChanges { TimeZone = name }) { Origin = Origin(item), MatchedWith = control },
            Rank(item, Subjects.TimeZone));
        if (control is not null)
            levels.Add(new Level(Factors.TimeZone, control, new MachineChanges { TimeZone = control }) { Origin = $"control for {name}" },
                Rank(item, Subjects.TimeZone) - 1);
    }

    private static void Locales(Harvest harvest, LevelList levels)
    {
        foreach (HarvestItem locale in harvest.Of(HarvestKind.Locale).Concat(Hashed(harvest).Where(item => Harvesting.ZoneNames.IsLocale(item.Value))))
        {
            string name = LocaleWords.ToSystem(locale.Value);
            var environment = new Dictionary<string, string?> { ["LANG"] = name, ["LC_ALL"] = name, ["LANGUAGE"] = name.Split('.')[0] };
            levels.Add(new Level(Factors.Locale, name, new MachineChanges { Environment = environment }) { Origin = Origin(locale) },
                Rank(locale, Subjects.Locale));
        }
    }

    private static void Hosts(Harvest harvest, LevelList levels)
    {
        IEnumerable<HarvestItem> hosts = harvest.Of(HarvestKind.Host)
            .Concat(harvest.Of(HarvestKind.MailDomain))
            .Concat(Hashed(harvest).Where(item => Harvesting.HostNames.IsHost(item.Value)));
        foreach (HarvestItem host in hosts)
        {
            // Addresses of this machine are levels of the usual catalogue; other addresses have no twins.
            if (host.Value is "localhost" || System.Net.IPAddress.TryParse(host.Value, out _))
                continue;
            bool isMail = host.Kind == HarvestKind.MailDomain || host.Subjects.HasFlag(Subjects.GitIdentity);
            bool isRemote = host.Subjects.HasFlag(Subjects.GitRemote) || LocaleWords.IsGitHost(host.Value);
            bool isHidden = host.Suspicion == Suspicion.Hidden;
            if (host.Kind == HarvestKind.Host && (isHidden || host.Suspicion >= Suspicion.Listed || host.Subjects.HasFlag(Subjects.Endpoint)))
                Endpoint(levels, host, host.Value);
            if ((isRemote || isHidden) && host.Value.Contains('.'))
                Paired(levels, host, Factors.GitRemote, host.Value, Twins.Of(host.Value), one => new MachineChanges { GitRemote = $"git@{one}:acme/app.git" },
                    Subjects.GitRemote);
            if ((isMail || isHidden) && host.Value.Contains('.'))
                Paired(levels, host, Factors.GitIdentity, host.Value, Twins.Of(host.Value), one => new MachineChanges { GitEmail = $"sam@{one}" },
                    Subjects.GitIdentity);
        }
    }

    private static void Endpoint(LevelList levels, HarvestItem item, string host) =>
        Paired(levels, item, Factors.EndpointHost, host, Twins.Of(host), one => new MachineChanges { Endpoint = $"http://{one}" }, Subjects.Endpoint);

    private static void Words(Harvest harvest, LevelList levels)
    {
        const Subjects Known =
            Subjects.HostName | Subjects.UserName | Subjects.Endpoint | Subjects.Content | Subjects.GitRemote | Subjects.GitIdentity | Subjects.Path;
        var content = new List<HarvestItem>();
        var labels = new List<(HarvestItem Word, string Label)>();
        foreach (HarvestItem word in harvest.Of(HarvestKind.Word).Concat(Hashed(harvest)))
        {
            if (LocaleWords.IsOfProtocol(word.Value) || Harvesting.ZoneNames.IsZone(word.Value) || Harvesting.HostNames.IsHost(word.Value))
                continue;
            // A list of variables is one of variables.
            if (harvest.Has(HarvestKind.EnvironmentVariable, word.Value))
                continue;
            // Hidden, and nobody can tell for what: it is tried in all places.
            Subjects subjects = word.Suspicion == Suspicion.Hidden ? Known : word.Subjects;
            string label = NotLabel.Replace(word.Value.ToLowerInvariant(), "-").Trim('-');
            bool isLabel = label.Length is > 1 and <= 40;
            if (subjects.HasFlag(Subjects.HostName) && isLabel)
                Paired(levels, word, Factors.HostName, label, Twins.Of(label), one => new MachineChanges { HostName = one }, Subjects.HostName);
            if (subjects.HasFlag(Subjects.UserName) && isLabel && char.IsAsciiLetter(label[0]) && label.Length <= 32)
                Paired(levels, word, Factors.UserName, label, Twins.Of(label), one => new MachineChanges { UserName = one }, Subjects.UserName);
            if (subjects.HasFlag(Subjects.Endpoint) && isLabel)
            {
                Endpoint(levels, word, $"api.{label}.example");
                labels.Add((word, label));
            }

            if (subjects.HasFlag(Subjects.GitRemote) && isLabel && word.Suspicion >= Suspicion.Compared)
                Paired(levels, word, Factors.GitRemote, $"git.{label}.example", Twins.Of($"git.{label}.example"),
                    one => new MachineChanges { GitRemote = $"git@{one}:acme/app.git" }, Subjects.GitRemote);
            if (subjects.HasFlag(Subjects.GitIdentity) && isLabel && word.Suspicion >= Suspicion.Compared)
                Paired(levels, word, Factors.GitIdentity, $"{label}.example", Twins.Of($"{label}.example"),
                    one => new MachineChanges { GitEmail = $"sam@{one}" }, Subjects.GitIdentity);
            if (subjects.HasFlag(Subjects.Path) && isLabel && word.Value.Length < LongestPath)
                Paired(levels, word, Factors.HomePath, $"/home/{label}", $"/home/{Twins.Of(label)}", one => new MachineChanges { Home = one }, Subjects.Path);
            if (subjects.HasFlag(Subjects.Content))
                content.Add(word);
        }

        WorkspaceLevels.Add(levels, content, harvest);
        AllAtOnce(levels, labels);
    }

    // Hosts that have many of the words: they tell in two sessions whether any of them matters. Bun keeps no connection to a host whose name has more than 128
    // characters.
    private static void AllAtOnce(LevelList levels, List<(HarvestItem Word, string Label)> labels)
    {
        if (labels.Count < 3)
            return;
        (HarvestItem Word, string Label)[] ranked = [.. labels.DistinctBy(one => one.Label).OrderByDescending(one => one.Word.Suspicion)];
        int at = 0;
        for (int host = 0; host < 2 && at < ranked.Length; host++)
        {
            string name = "";
            for (; at < ranked.Length && name.Length + ranked[at].Label.Length < 100; at++)
                name += ranked[at].Label + ".";
            Endpoint(levels, ranked[0].Word with { Chain = ["all words"] }, name + "example");
        }
    }

    private static void Variables(Harvest harvest, LevelList levels)
    {
        foreach (HarvestItem variable in harvest.Of(HarvestKind.EnvironmentVariable))
        {
            if (VariableFactors.Of(variable.Value) is not { } factor)
                continue;
            foreach (string value in VariableFactors.Values(variable.Value, variable.Detail))
                levels.Add(new Level(factor, $"{variable.Value}={value}",
                    new MachineChanges { Environment = VariableFactors.Changes(variable.Value, value) })
                { Origin = Origin(variable) },
                    Rank(variable, Subjects.Environment) + (harvest.Has(HarvestKind.OptOut, variable.Value) ? 5 : 0));
        }
    }

    private static void Dates(Harvest harvest, LevelList levels)
    {
        foreach (HarvestItem date in harvest.Of(HarvestKind.Date))
        {
            if (!DateTimeOffset.TryParse(date.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
                || at.Year is < 2015 or > 2060
                || (date.Suspicion < Suspicion.Compared && !date.Subjects.HasFlag(Subjects.Clock)))
                continue;
            string before = $"{at.AddDays(-2):yyyy-MM-dd}", after = $"{at.AddDays(2):yyyy-MM-dd}";
            levels.Add(new Level(Factors.Clock, after,
                new MachineChanges { Clock = at.AddDays(2).AddHours(12) })
            { Origin = Origin(date), MatchedWith = before },
                Rank(date, Subjects.Clock));
            levels.Add(new Level(Factors.Clock, before, new MachineChanges { Clock = at.AddDays(-2).AddHours(12) }) { Origin = $"control for {after}" },
                Rank(date, Subjects.Clock) - 1);
        }
    }

    private static void Files(Harvest harvest, LevelList levels)
    {
        foreach (HarvestItem file in harvest.Of(HarvestKind.File))
            if (file.Value is "/.dockerenv" or "/run/.containerenv" or "/.flatpak-info" or "/run/systemd/container")
                levels.Add(new Level(Factors.SandboxDetection, file.Value,
                    new MachineChanges { SystemFiles = new Dictionary<string, string?> { [file.Value] = "" } })
                { Origin = Origin(file) },
                    Rank(file, Subjects.Watched));
    }

    private static IEnumerable<HarvestItem> Hashed(Harvest harvest) => harvest.Of(HarvestKind.Hashed).Select(item => item with { Value = item.Detail });

    private static void Paired(LevelList levels, HarvestItem item, string factor, string value, string twin, Func<string, MachineChanges> change,
        Subjects subject)
    {
        levels.Add(new Level(factor, value, change(value)) { Origin = Origin(item), MatchedWith = twin }, Rank(item, subject));
        levels.Add(new Level(factor, twin, change(twin)) { Origin = $"control for {value}" }, Rank(item, subject) - 1);
    }

    // A step of suspicion weighs more than the right subject, and that more than the number of places.
    private static int Rank(HarvestItem item, Subjects subject) =>
        ((int)item.Suspicion * 20) + (item.Subjects.HasFlag(subject) ? 10 : 0) + (item.Chain.Count > 0 ? 4 : 0);

    private static string Origin(HarvestItem item) => item.Chain.Count == 0 ? item.Place.ToString() : $"{item.Place} ({string.Join(", ", item.Chain)})";

    [GeneratedRegex("[^a-z0-9-]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotLabel { get; }
}
