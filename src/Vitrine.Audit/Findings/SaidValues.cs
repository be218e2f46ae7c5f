using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Whether a text says what a condition is, in clear: its value, a part of it, a name of it.</summary>
internal static partial class SaidValues
{
    private const int LongestTelling = 160;
    private const int LeastOfProse = 6;
    private const int MostBeside = 8;
    private const int MostLines = 200;
    private const int ShortestHost = 4;
    private const int MostOfHost = 4;
    private static readonly string[] s_ofHosts = ["pull", "merge", "change", "request", "requests", "pr", "mr", "public", "private", "hosted", "self", "custom",
        "official", "default", "local", "remote", "third", "party", "internal", "external", "vendor", "cloud", "gateway", "gh", "glab", "git", "tea", "github",
        "gitlab", "bitbucket", "gitea", "forgejo",
        "hosting", "platform", "service", "server", "corporate", "company", "enterprise", "premises", "on", "in", "house", "host", "hosts", "known", "unknown",
        "other", "or", "own", "a", "the", "direct", "relay", "loopback", "network"];
    private static readonly string[] s_ofMails = ["personal", "private", "public", "company", "corporate", "work", "business", "organisation", "organization",
        "organisational", "own", "domain", "free", "mail", "provider", "address", "freemail", "webmail", "employer", "unknown", "other", "a", "an"];
    private static readonly IEqualityComparer<char> s_anyCase =
        EqualityComparer<char>.Create((one, other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other),
        c => char.ToUpperInvariant(c).GetHashCode());
    private static readonly string[] s_ofPersons = [Factors.TimeZone, Factors.Locale, Factors.HostName, Factors.UserName, Factors.HomePath, Factors.GitIdentity,
        Factors.GitRemote, Factors.EndpointHost];

    private static readonly string[] s_remote = ["origin", "upstream", "remote"];

    /// <summary>Whether a difference is a short sentence around the value, which is gone where there is no such value.</summary>
    public static bool AreAbsent(Difference difference)
    {
        if (difference is not { Factors: [Factors.GitIdentity or Factors.GitRemote], Channel: Channels.BodyText }
            || (difference.After.Trim().Length == 0) == (difference.Before.Trim().Length == 0))
            return false;
        bool isGone = difference.After.Trim().Length == 0, isRemote = difference.Factors is [Factors.GitRemote];
        MachineFacts with = (isGone ? difference.SessionsWithout : difference.SessionsWith)[0].Machine,
            without = (isGone ? difference.SessionsWith : difference.SessionsWithout)[0].Machine;
        string line = (difference.Before + difference.After).Trim('\n');
        string[] values = [.. (isRemote
            ? [with.GitRemote, HostOf(with.GitRemote)]
            : (string[])[with.GitEmail, with.GitName]).Where(value => value.Length >= ShortestHost && TextJudge.IsSaid(line, value, ShortestHost))];
        return (isRemote ? without.GitRemote : without.GitEmail).Length == 0
            && values.Length > 0
            && line.Length <= LongestTelling
            && !line.Contains('\n', StringComparison.Ordinal)
            && Word().Count(values.Aggregate(line, (rest, value) => rest.Replace(value, "", StringComparison.OrdinalIgnoreCase))) <= MostBeside
            && !TextJudge.IsSecretive(line)
            && !TextJudge.AsksForMarks(line);
    }

    /// <summary>
    /// Whether each side says its own remote, without who logs in and how, as it stands in the address: <c>git.acme.example:core/widget</c> beside
    /// <c>github.com/acme/widget</c>.
    /// </summary>
    public static bool AreRemotes(Difference difference) =>
        difference.Factors is [Factors.GitRemote]
        && IsRemote(difference.Before, difference.SessionsWithout[0].Machine.GitRemote)
        && IsRemote(difference.After, difference.SessionsWith[0].Machine.GitRemote);

    /// <summary>Whether both sides are the locale's name and nothing else: short ones, as C, stand in many texts.</summary>
    public static bool AreLocales(Difference difference) =>
        difference is { Factors: [Factors.Locale], Channel: Channels.BodyText }
        && difference.SessionsWithout.All(session => IsLocale(difference.Before, session.Machine))
        && difference.SessionsWith.All(session => IsLocale(difference.After, session.Machine));

    private static bool IsLocale(string piece, MachineFacts machine) =>
        piece.Trim() is { Length: > 0 } said && (said == machine.Locale || s_ofLocale.Any(name => machine.Environment.GetValueOrDefault(name) == said));

    private static readonly string[] s_ofLocale = ["LC_ALL", "LANG"];

    private static bool IsRemote(string piece, string remote)
    {
        string rest = remote[(remote.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0)..];
        rest = rest[(rest.IndexOf('@', StringComparison.Ordinal) + 1)..];
        return piece.Length >= ShortestHost && (piece == rest || (rest.EndsWith(".git", StringComparison.Ordinal) && piece == rest[..^4]));
    }

    /// <summary>
    /// Whether the value of a fact stands on both sides, and other signs around it: a blank more, another kind of blank, a full stop, a capital letter.
    /// </summary>
    public static bool HaveOthersAround(Difference difference)
    {
        string before = WithoutValues(difference, difference.Before, difference.SessionsWithout[0].Machine),
            after = WithoutValues(difference, difference.After, difference.SessionsWith[0].Machine);
        if (difference.Factors is [Factors.EndpointHost or Factors.GitRemote or Factors.EnvironmentVariable or Factors.Proxy or Factors.Locale]
            && (difference.Factors is not [Factors.Locale] || !(before + after).Any(c => c >= 0x80 && char.IsLetter(c)))
            && Folding.Unseen(before) != Folding.Unseen(after))
            return true;
        // The same words in another order.
        if (before != after
            && before.Contains('\0', StringComparison.Ordinal)
            && Words(before) is { Length: > 2 } words
            && words.Order(StringComparer.Ordinal).SequenceEqual(Words(after).Order(StringComparer.Ordinal), StringComparer.Ordinal)
            && difference.Channel == Channels.BodyText
            && difference.Factors is not [Factors.Locale])
            return true;
        return difference is { Factors: [var factor] }
            && s_ofPersons.Contains(factor)
            && (factor != Factors.Locale || System.Text.Ascii.IsValid(before + after))
            && before != after
            && before.Contains('\0', StringComparison.Ordinal)
            && before.Count(c => c == '\0') == after.Count(c => c == '\0')
            && before.Where(char.IsLetterOrDigit).SequenceEqual(after.Where(char.IsLetterOrDigit), s_anyCase)
            && !IsPadded(difference);
    }

    /// <summary>
    /// Whether the value stands on both sides, and words around it are others than those that stand where a value is not: what chooses them is not said.
    /// </summary>
    public static bool HaveOtherWordsAround(Difference difference)
    {
        if (difference is not { Factors: [var factor], Channel: Channels.BodyText }
            || !s_ofPersons.Contains(factor)
            || (factor == Factors.Locale && !System.Text.Ascii.IsValid(difference.Before + difference.After)))
            return false;
        string[] before = Words(WithoutValues(difference, difference.Before, difference.SessionsWithout[0].Machine)),
            after = Words(WithoutValues(difference, difference.After, difference.SessionsWith[0].Machine));
        return before.Contains("\0")
            && after.Contains("\0")
            && !before.SequenceEqual(after, StringComparer.Ordinal)
            && (before.Length != after.Length
                || before.Concat(after).Except(before.Intersect(after)).Any(word => word.Any(char.IsLetter) || difference.Factors is not [Factors.TimeZone]));
    }

    private static string[] Words(string text) => [.. WordOrValue().Matches(text).Select(word => word.Value)];

    // A table's column is as wide as before.
    private static bool IsPadded(Difference difference) =>
        difference.Before.Length == difference.After.Length
        && difference.Before.TrimEnd(' ') != difference.Before != (difference.After.TrimEnd(' ') != difference.After)
        && Folding.Unseen(difference.Before + difference.After).Length == 0;

    /// <summary>
    /// A text with signs in place of the machine's values. The condition's own come first: as names of other things they may be ordinary words, here they are
    /// what is looked for.
    /// </summary>
    public static string WithoutValues(Difference difference, string text, MachineFacts machine)
    {
        string[] values = difference.Factors is not [var factor] ? [] : factor switch
        {
            Factors.HostName => [machine.HostName],
            Factors.UserName => [machine.Workspace, machine.Home, machine.UserName],
            Factors.HomePath => [machine.Workspace, machine.Home],
            Factors.GitIdentity => [machine.GitEmail, machine.GitName, .. machine.GitName.Split(' ')],
            Factors.GitRemote => [machine.GitRemote, HostOf(machine.GitRemote)],
            Factors.EndpointHost => [machine.Endpoint, HostOf(machine.Endpoint)],
            Factors.TimeZone => [machine.TimeZone],
            Factors.Locale => [.. LanguageNames.Of(machine.Locale)],
            _ => [],
        };
        // The sign is the audit's alone.
        text = text.Replace('\0', '\u2400');
        foreach (string value in values.Where(value => value.Length > 0).OrderByDescending(value => value.Length))
            text = WholeWord.Replace(text, value, '\0');
        text = Mark().Replace(KnownValues.Of(machine).Replace(text), "\0");
        return difference.Factors is [Factors.TimeZone] ? OfZone(text) : text;
    }

    // East or west of universal time.
    private static string OfZone(string text) => text.Replace("+\0", "\0", StringComparison.Ordinal).Replace("-\0", "\0", StringComparison.Ordinal);

    /// <summary>Whether a piece is a few words that programs have for a kind of host, or for what it calls a change.</summary>
    public static bool IsOfHosts(string piece) =>
        piece.Trim(' ', '.', ',', ';', '"', '`', '(', ')').Split(' ', '-') is { Length: <= MostOfHost } words
        && words.All(word => s_ofHosts.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a piece is a few words that programs have for a kind of mail address.</summary>
    public static bool IsOfMails(string piece) =>
        piece.Trim(' ', '.', ',', ';', '"', '`', '(', ')').Split(' ', '-') is { Length: <= MostOfHost } words
        && words.All(word => s_ofMails.Contains(word.Trim('(', ')'), StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a difference within a line stands beside the value of the condition, each side's own, in clear.</summary>
    public static bool AreBeside(Difference difference) =>
        difference is { Factors: [var factor], Channel: Channels.BodyText } && FactLines.LinesOf(difference, LongestTelling) is var (before, after)
        && SaysOwn(difference.SessionsWithout[0].Machine, factor, before) && SaysOwn(difference.SessionsWith[0].Machine, factor, after);

    /// <summary>Whether the line before the one in which a difference lies names the condition's value, each side's own.</summary>
    public static bool AreBelow(Difference difference) =>
        difference is { Factors: [var factor], Channel: Channels.BodyText } && FactLines.LinesOf(difference, LongestTelling) is not null
        && FactLines.LineOf(difference.SessionsWithout[0], difference, -1) is string before
        && FactLines.LineOf(difference.SessionsWith[0], difference, -1) is string after
        && before.Length <= LongestTelling
        && after.Length <= LongestTelling
        && SaysOwn(difference.SessionsWithout[0].Machine, factor, before) && SaysOwn(difference.SessionsWith[0].Machine, factor, after);

    private static bool SaysOwn(MachineFacts machine, string factor, string line) => TextJudge.IsSaid(line, factor switch
    {
        Factors.GitRemote => HostOf(machine.GitRemote),
        Factors.EndpointHost => HostOf(machine.Endpoint),
        Factors.HostName => machine.HostName,
        Factors.UserName => machine.UserName,
        Factors.GitIdentity => machine.GitEmail,
        Factors.TimeZone => machine.TimeZone,
        _ => "",
    }, ShortestHost);

    // Of a URL, or of what ssh takes for one: sam@host:path.
    private static string HostOf(string place) =>
        Uri.TryCreate(place, UriKind.Absolute, out Uri? url) && url.Host.Length > 0
            ? url.Host
            : place[(place.IndexOf('@', StringComparison.Ordinal) + 1)..].Split(':', '/')[0];

    // Words parted by blanks, no names of files.
    private static bool IsProse(string line) =>
        line.Split(' ')
            .Select(word => word.Trim(',', '.', ';', ':', '!', '?', '"', '\'', '(', ')', '-', '*'))
            .Count(word => word.Length > 1 && word.All(char.IsLetter)) >= LeastOfProse;

    /// <summary>Whether one side has a line of prose more, which says nothing of a value that is a fact and no reason for advice.</summary>
    public static bool SayMore(Difference difference, string text, string other)
    {
        if (difference is not { Factors: [var factor], Channel: Channels.BodyText }
            || !s_ofPersons.Contains(factor)
            || !text.Trim('\n').Contains('\n', StringComparison.Ordinal))
            return false;
        string[] lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(MostLines)];
        HashSet<string> known = [.. other.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        // Of a text in another language each line is another.
        return (factor != Factors.Locale || lines.Length > known.Count)
            && lines.Any(line => IsProse(line)
                && !known.Contains(line)
                && !Says(difference, line)
                && !LocaleForms.AreOfLanguage(line)
                && (factor is not (Factors.GitRemote or Factors.EndpointHost) || !ConditionWords.Names(line, difference)));
    }

    /// <summary>Whether the text says what the level set: a value, a part of it, the name of a language or a variable.</summary>
    public static bool Says(Difference difference, string text)
    {
        foreach (string factor in difference.Factors)
        {
            foreach (Level level in new[] { difference.With.Of(factor), difference.Without.Of(factor) }.OfType<Level>())
            {
                foreach ((string name, string? value) in level.Changes.Environment)
                {
                    if (text.Contains(name + "=", StringComparison.Ordinal)
                        || text.Contains(name + ": ", StringComparison.Ordinal)
                        || (TextJudge.IsSaid(text, value ?? "", 2) && (!IsTruth(value) || IsOfVariable(difference, name)))
                        || TextJudge.IsSaid(text, name, 2)
                        || name.Split('_').Any(part => TextJudge.IsSaid(text, part, 5))
                        || (value?.Length > 4 && !IsTruth(value) && text.Contains(value, StringComparison.OrdinalIgnoreCase)))
                        return true;
                }
                MachineChanges changes = level.Changes;
                foreach (string? value in (string?[])[changes.HostName, changes.UserName, changes.Home, changes.Workspace, changes.TimeZone, changes.GitName,
                    changes.GitEmail, changes.GitRemote, changes.ApiKey])
                {
                    if (TextJudge.IsSaid(text, value ?? "", 1))
                        return true;
                }
            }
            if (factor == Factors.TimeZone
                && (NamesZone(text, difference.SessionsWith[0].Machine.TimeZone) || NamesZone(text, difference.SessionsWithout[0].Machine.TimeZone)))
                return true;
            if (factor == Factors.Locale
                && difference.SessionsWith.Concat(difference.SessionsWithout)
                    .Any(session => LanguageNames.Of(session.Machine.Locale).Any(name => TextJudge.IsSaid(text, name, 2))))
                return true;
            if (factor == Factors.GitIdentity && MailDomains(difference).Any(domain => TextJudge.IsSaid(text, domain, ShortestHost)))
                return true;
            if (factor == Factors.GitRemote
                && s_remote.Any(name => TextJudge.IsSaid(text, name, 3)
                    && !(TextJudge.IsSaid(difference.Before, name, 3) && TextJudge.IsSaid(difference.After, name, 3))))
                return true;
            if (factor is Factors.GitRemote or Factors.EndpointHost
                && Hosts(difference).Any(host => TextJudge.IsSaid(text, host, ShortestHost)
                    || LabelsOf(host).Any(label => TextJudge.IsSaid(text, label, 4))))
                return true;
        }
        return false;
    }

    // It says whatever is so.
    internal static bool IsTruth(string? value) => value?.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "on" or "off";

    // In a place or a line that is named after the variable.
    private static bool IsOfVariable(Difference difference, string name)
    {
        string around = difference.Path + " " + (FactLines.LinesOf(difference, LongestTelling) is var (before, after) ? before + " " + after : "");
        return TextJudge.IsSaid(around, name, 2)
            || TextJudge.IsSaid(around, name.Replace('_', '-'), 2)
            || VariableWords.Of(name).Any(word => TextJudge.IsSaid(around, word, 2))
            || name.Split('_').Any(part => TextJudge.IsSaid(around, part, 3));
    }

    /// <summary>Whether a text names the zone, by any of its names: some libraries say <c>Asia/Calcutta</c> for <c>Asia/Kolkata</c>.</summary>
    private static bool NamesZone(string text, string zone)
    {
        // Node.js says UTC for all names of it.
        if (text.Trim(' ', '(', ')', ',') is "UTC" or "GMT" or "{utc}" or "{offset}"
            && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? universal)
            && universal.HasSameRules(TimeZoneInfo.Utc))
            return true;
        foreach (Match name in ZoneName().Matches(text))
        {
            if (name.Value == zone
                || (TimeZoneInfo.TryFindSystemTimeZoneById(name.Value, out TimeZoneInfo? said)
                    && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? real)
                    && said.HasSameRules(real)))
                return true;
        }
        return false;
    }

    // Without its last, and what is in the names of many hosts.
    private static IEnumerable<string> LabelsOf(string host) => host.Split('.') is var labels
        ? labels.SkipLast(labels.Length > 1 ? 1 : 0).Where(label => label is not ("com" or "www" or "git" or "api" or "org" or "net"))
        : [];

    private static IEnumerable<string> MailDomains(Difference difference) => difference.SessionsWith.Take(1).Concat(difference.SessionsWithout.Take(1))
        .Select(session => session.Machine.GitEmail.Split('@')[^1]);

    private static IEnumerable<string> Hosts(Difference difference) => difference.SessionsWith.Take(1).Concat(difference.SessionsWithout.Take(1))
        .SelectMany(session => session.Machine.GitRemote.Split(['/', '@', ':']).Append(session.Machine.Endpoint.Split('/').ElementAtOrDefault(2) ?? ""));

    [GeneratedRegex(@"[\p{L}']{2,}", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Word();

    [GeneratedRegex(@"[\p{L}\p{N}]+|\0", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex WordOrValue();

    [GeneratedRegex(@"\b[A-Z][A-Za-z]{2,14}/[A-Za-z_/+-]{2,30}\b", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex ZoneName();

    [GeneratedRegex(@"\{[^{}]{1,40}\}", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Mark();
}
