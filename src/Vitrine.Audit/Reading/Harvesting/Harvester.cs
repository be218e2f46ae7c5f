using System.Text.RegularExpressions;

namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>Tells what strings are, and files them.</summary>
internal sealed partial class Harvester(HarvestTable table, HashedWords hashes)
{
    private const int LongestWhole = 256;
    private const int LongestSearched = 1 << 20;
    private static readonly System.Buffers.SearchValues<char> ListMarks = System.Buffers.SearchValues.Create("|,; \n\t");

    private readonly JoinedVariables _joined = new();

    /// <summary>The table.</summary>
    public HarvestTable Table => table;

    /// <summary>How many strings came.</summary>
    public long Strings { get; private set; }

    /// <summary>Takes a string.</summary>
    public void Take(string text, in Sighting seen)
    {
        Strings++;
        if (text.Length < 2)
            return;
        if (text.Length <= LongestWhole)
            Whole(text, seen);
        // What was hidden or is compared is often a list in one string.
        bool isList = text.Length <= 8192
            && (seen.Suspicion >= Suspicion.Listed || seen.Chain.Count > 0 || text.Contains('|'))
            && text.AsSpan().ContainsAny(ListMarks);
        if (isList)
            TakeParts(text, seen);
        if (text.Length > 7)
            Within(text.Length > LongestSearched ? text[..LongestSearched] : text, seen);
    }

    private void TakeParts(string text, in Sighting seen)
    {
        string[] parts = text.Split(['|', ',', ';', ' ', '\n', '\t'], 400, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // Prose has words, too; nobody compares with prose.
        bool isProse = text.Contains(". ", StringComparison.Ordinal)
            || Prose.Is(parts)
            || (text.Count(one => one == ' ') > 4 && !text.AsSpan().ContainsAny('|', ',', '\n') && seen.Suspicion < Suspicion.Hidden);
        if (parts.Length < 2)
            return;
        if (isProse)
        {
            foreach (string part in seen.Suspicion == Suspicion.Hidden ? parts : [])
                if (EnvironmentForm.IsMatch(part.TrimEnd('.')))
                    TakeVariable(part.TrimEnd('.'), seen);
            return;
        }

        // Where most are variables, all are: "CI" between them is one, too.
        if (seen.Suspicion >= Suspicion.Listed && parts.Count(part => EnvironmentForm.IsMatch(part)) * 2 >= parts.Length)
        {
            foreach (string part in parts)
                if (VariableForm.IsMatch(part))
                    TakeVariable(part, seen);
            return;
        }

        foreach (string part in parts)
            if (part.Length is > 1 and <= LongestWhole)
                Whole(part.Trim('"', '\'', '[', ']'), seen);
    }

    private void Whole(string text, in Sighting seen)
    {
        char first = text.Length > 0 ? text[0] : ' ';
        if (ZoneNames.IsZone(text) || ((seen.Subjects.HasFlag(Subjects.TimeZone) || seen.Suspicion == Suspicion.Hidden) && ZoneNames.IsLegacy(text)))
            table.Add(HarvestKind.Zone, text, seen);
        else if (ZoneNames.IsLocale(text) || (seen.Subjects.HasFlag(Subjects.Locale) && seen.Suspicion >= Suspicion.Listed && ZoneNames.IsLanguage(text)))
            table.Add(HarvestKind.Locale, text, seen);
        ReadOnlySpan<char> bare = text.AsSpan().TrimStart('@').TrimStart('.').TrimStart('*').TrimStart('.');
        if (HostNames.IsHost(bare) || HostNames.IsAddress(text))
            table.Add(seen.Subjects.HasFlag(Subjects.GitIdentity) && first == '@' ? HarvestKind.MailDomain : HarvestKind.Host, bare.ToString(), seen);
        if (seen.Suspicion >= Suspicion.Listed && seen.Subjects.HasFlag(Subjects.Environment))
            _joined.TakeName(text, seen);
        if (seen.Suspicion >= Suspicion.Listed && seen.Subjects.HasFlag(Subjects.Environment) && ListedVariable.IsMatch(text))
            TakeVariable(text, seen);
        else if (EnvironmentForm.IsMatch(text))
            TakeVariable(text, seen with { Suspicion = seen.Suspicion == Suspicion.Compared ? Suspicion.Listed : seen.Suspicion });
        if (seen.IsCommand)
            table.Add(HarvestKind.Command, text, seen);
        if (seen.IsHeader && HeaderForm.IsMatch(text))
            table.Add(HarvestKind.HeaderName, text.ToLowerInvariant(), seen);
        TakePath(text, first, seen);
        if (seen.Suspicion >= Suspicion.Compared && WordForm.IsMatch(text) && !(text.Contains(' ') && Prose.Is(text.Split(' '))))
            table.Add(HarvestKind.Word, text, seen);
        if (DateForm.IsMatch(text))
            table.Add(HarvestKind.Date, text, seen);
        if (text.Length < 8)
            return;
        if (hashes.Find(text) is { } hashed)
            table.Add(HarvestKind.Hashed, hashed.ToString(), seen with { Suspicion = Suspicion.Hidden }, hashed.Word);
        else
            hashes.Miss(text, seen);
    }

    private void TakePath(string text, char first, in Sighting seen)
    {
        bool isPath = first is '/' or '~' or '.' && text.Length > 2 && !text.Contains(' ') && PathForm.IsMatch(text);
        if (KnownPlaces.IsObeyed(text))
            table.Add(HarvestKind.Persistence, text, seen);
        if (KnownPlaces.IsSecret(text))
            table.Add(HarvestKind.Credential, text, seen);
        bool isWatching = KnownPlaces.IsWatching(text);
        if (!isPath && !isWatching)
            return;
        if (isWatching || first != '/' || SystemPath(text))
            table.Add(HarvestKind.File, text, isWatching ? seen with { Subjects = seen.Subjects | Subjects.Watched } : seen);
        if (first == '/'
            && seen.IsCode
            && !SystemPath(text)
            && ApiForm.IsMatch(text)
            && (seen.IsRequest
                || (seen.Subjects & (Subjects.Answer | Subjects.Endpoint)) != 0
                || text.IndexOf('/', 1) is > 0 and var second && second < text.Length - 1))
            table.Add(HarvestKind.ApiPath, text, seen);
    }

    /// <summary>Takes a variable's name.</summary>
    public void TakeVariable(string name, in Sighting seen, string comparedWith = "")
    {
        if (name.Length is < 2 or > 80)
            return;
        table.Add(HarvestKind.EnvironmentVariable, name, seen, comparedWith);
        if (OptOutForm.IsMatch(name))
            table.Add(HarvestKind.OptOut, name, seen);
    }

    /// <summary>Takes what stands around a name that the program puts together: <c>env[`${name}_API_KEY`]</c>.</summary>
    public void TakeAffixes(string before, string after) => _joined.TakeAffixes(before, after);

    /// <summary>Takes the variables that lists of names and what is put around them give, when all is read.</summary>
    public void JoinVariables()
    {
        foreach ((string name, Sighting seen) in _joined.All())
            TakeVariable(name, seen);
    }

    private void Within(string text, in Sighting seen)
    {
        if (text.Contains("://", StringComparison.Ordinal))
            foreach (ValueMatch match in HostNames.Url.EnumerateMatches(text))
            {
                string url = text.Substring(match.Index, match.Length).TrimEnd('.', ',', ';', ':', '*', '_');
                table.Add(HarvestKind.Url, url, seen);
                if (Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed)
                    && parsed.Host.Length > 0
                    && (HostNames.IsHost(parsed.Host) || HostNames.IsAddress(parsed.Host) || (seen.IsCode && parsed.Host.Contains('.'))))
                    table.Add(HarvestKind.Host, parsed.Host, seen);
            }

        if (text.Contains('/'))
            foreach (ValueMatch match in ZoneNames.Within.EnumerateMatches(text))
                table.Add(HarvestKind.Zone, text.Substring(match.Index, match.Length), seen);
        if (text.Contains('@'))
            foreach (Match match in HostNames.Mail.Matches(text))
                if (HostNames.IsHost(match.Groups[1].ValueSpan))
                    table.Add(HarvestKind.MailDomain, match.Groups[1].Value, seen);
        if (text.Contains('.') && (seen.Chain.Count > 0 || seen.Suspicion >= Suspicion.Compared))
            foreach (ValueMatch match in HostNames.Within.EnumerateMatches(text))
                if (HostNames.IsHost(text.AsSpan(match.Index, match.Length)))
                    table.Add(HarvestKind.Host, text.Substring(match.Index, match.Length), seen);
    }

    private static bool SystemPath(string text) =>
        text.StartsWith("/etc/", StringComparison.Ordinal)
        || text.StartsWith("/proc/", StringComparison.Ordinal)
        || text.StartsWith("/sys/", StringComparison.Ordinal)
        || text.StartsWith("/usr/", StringComparison.Ordinal)
        || text.StartsWith("/var/", StringComparison.Ordinal)
        || text.StartsWith("/tmp", StringComparison.Ordinal)
        || text.StartsWith("/dev/", StringComparison.Ordinal)
        || text.StartsWith("/run/", StringComparison.Ordinal)
        || text.StartsWith("/home", StringComparison.Ordinal)
        || text.StartsWith("/root", StringComparison.Ordinal)
        || text.StartsWith("/bin/", StringComparison.Ordinal)
        || text.StartsWith("/opt/", StringComparison.Ordinal)
        || text.StartsWith("/.", StringComparison.Ordinal)
        || text.StartsWith("/Users", StringComparison.Ordinal)
        || text.StartsWith("/Library", StringComparison.Ordinal)
        || text.StartsWith("/workspace", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{1,30}){1,8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex EnvironmentForm { get; }

    [GeneratedRegex(@"\A(?:[A-Z][A-Z0-9]{1,20}(?:_[A-Z0-9]{1,30}){0,8}|[a-z]{2,12}_proxy|container)\z", RegexOptions.CultureInvariant)]
    private static partial Regex ListedVariable { get; }

    [GeneratedRegex(@"\A(?:[A-Z][A-Z0-9]{1,40}|[A-Za-z][A-Za-z0-9]{0,30}(?:_[A-Za-z0-9]{1,30}){1,8}|container)\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariableForm { get; }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9]{0,30}(?:-[A-Za-z0-9]{1,30}){0,8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderForm { get; }

    [GeneratedRegex(@"\A(?:~?/|\.{1,2}/|\.)[A-Za-z0-9_.@~+/-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex PathForm { get; }

    [GeneratedRegex(@"\A(?:/[A-Za-z0-9_.{}:-]{1,40}){1,6}/?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ApiForm { get; }

    [GeneratedRegex(@"\A[\p{L}\p{N}][\p{L}\p{N} ._@/+-]{1,60}\z", RegexOptions.CultureInvariant)]
    private static partial Regex WordForm { get; }

    [GeneratedRegex(@"\A(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex DateForm { get; }

    [GeneratedRegex(@"TELEMETRY|ANALYTICS|TRACK|DISABLE|OPT_?OUT|NO_REPORT|CRASH_REPORT|STATISTICS|METRICS|USAGE|NONESSENTIAL|NO_UPDATE|AUTOUPDATE|SENTRY|DATADOG|POSTHOG",
        RegexOptions.CultureInvariant)]
    private static partial Regex OptOutForm { get; }
}
