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
    private static readonly string[] s_ofHosts = ["pull", "merge", "change", "request", "requests", "pr", "mr", "public", "private", "hosted", "self-hosted", "custom", "official", "default", "local", "remote", "third-party", "internal", "external", "vendor", "cloud", "gateway", "gh", "glab", "git", "tea", "github", "gitlab", "bitbucket", "gitea", "forgejo"];
    private static readonly string[] s_remote = ["origin", "upstream", "remote"];

    /// <summary>Whether a difference is a short sentence around the value, which is gone where there is no such value.</summary>
    public static bool AreAbsent(Difference difference)
    {
        if (difference is not { Factors: [Factors.GitIdentity or Factors.GitRemote], Channel: Channels.BodyText } || (difference.After.Trim().Length == 0) == (difference.Before.Trim().Length == 0))
            return false;
        bool isGone = difference.After.Trim().Length == 0, isRemote = difference.Factors is [Factors.GitRemote];
        MachineFacts with = (isGone ? difference.SessionsWithout : difference.SessionsWith)[0].Machine, without = (isGone ? difference.SessionsWith : difference.SessionsWithout)[0].Machine;
        string line = (difference.Before + difference.After).Trim('\n');
        string[] values = [.. (isRemote ? [with.GitRemote, HostOf(with.GitRemote)] : (string[])[with.GitEmail, with.GitName]).Where(value => value.Length >= ShortestHost && TextJudge.IsSaid(line, value, ShortestHost))];
        return (isRemote ? without.GitRemote : without.GitEmail).Length == 0 && values.Length > 0 && line.Length <= LongestTelling && !line.Contains('\n', StringComparison.Ordinal)
            && Word().Count(values.Aggregate(line, (rest, value) => rest.Replace(value, "", StringComparison.OrdinalIgnoreCase))) <= MostBeside && !TextJudge.IsSecretive(line) && !TextJudge.AsksForMarks(line);
    }

    /// <summary>Whether the value of a fact stands on both sides, and other signs around it: a blank more, another kind of blank, a full stop.</summary>
    public static bool HaveOthersAround(Difference difference)
    {
        string before = OfZone(Mark().Replace(difference.BeforeMarked, "\0")), after = OfZone(Mark().Replace(difference.AfterMarked, "\0"));
        if (difference.Factors is [Factors.EndpointHost or Factors.GitRemote or Factors.EnvironmentVariable or Factors.Proxy] && Folding.Unseen(before) != Folding.Unseen(after))
            return true;
        return difference is { Factors: [Factors.TimeZone or Factors.HostName or Factors.UserName or Factors.HomePath or Factors.GitIdentity] } && before != after && before.Contains('\0', StringComparison.Ordinal)
            && before.Count(c => c == '\0') == after.Count(c => c == '\0') && before.Where(char.IsLetterOrDigit).SequenceEqual(after.Where(char.IsLetterOrDigit));
    }

    // East or west of universal time.
    private static string OfZone(string text) => text.Replace("+\0", "\0", StringComparison.Ordinal).Replace("-\0", "\0", StringComparison.Ordinal);

    /// <summary>Whether a piece is a word that programs have for a kind of host, or for what it calls a change.</summary>
    public static bool IsOfHosts(string piece) => s_ofHosts.Contains(piece.Trim(' ', '.', ',', ';', '"', '`', '(', ')'), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a difference within a line stands beside the value of the condition, each side's own, in clear.</summary>
    public static bool AreBeside(Difference difference) => difference is { Factors: [var factor], Channel: Channels.BodyText } && FactLines.LinesOf(difference, LongestTelling) is var (before, after)
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
    private static string HostOf(string place) => Uri.TryCreate(place, UriKind.Absolute, out Uri? url) && url.Host.Length > 0 ? url.Host : place[(place.IndexOf('@', StringComparison.Ordinal) + 1)..].Split(':', '/')[0];

    // Words parted by blanks, no names of files.
    private static bool IsProse(string line) => line.Split(' ').Select(word => word.Trim(',', '.', ';', ':', '!', '?', '"', '\'', '(', ')', '-', '*')).Count(word => word.Length > 1 && word.All(char.IsLetter)) >= LeastOfProse;

    /// <summary>Whether one side has a line of prose more, which says nothing of a value that is a fact and no reason for advice.</summary>
    public static bool SayMore(Difference difference, string text, string other)
    {
        if (difference is not { Factors: [Factors.TimeZone or Factors.Locale or Factors.HostName or Factors.UserName or Factors.HomePath or Factors.GitIdentity], Channel: Channels.BodyText } || !text.Trim('\n').Contains('\n', StringComparison.Ordinal))
            return false;
        string[] lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(MostLines)];
        HashSet<string> known = [.. other.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        // Of a text in another language each line is another.
        return (difference.Factors is not [Factors.Locale] || lines.Length > known.Count) && lines.Any(line => IsProse(line) && !known.Contains(line) && !Says(difference, line) && !LocaleForms.AreOfLanguage(line));
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
                    if (text.Contains(name + "=", StringComparison.Ordinal) || text.Contains(name + ": ", StringComparison.Ordinal) || TextJudge.IsSaid(text, value ?? "", 2) || TextJudge.IsSaid(text, name, 2) || name.Split('_').Any(part => TextJudge.IsSaid(text, part, 5)) || (value?.Length > 4 && text.Contains(value, StringComparison.OrdinalIgnoreCase)))
                        return true;
                }
                MachineChanges changes = level.Changes;
                foreach (string? value in (string?[])[changes.HostName, changes.UserName, changes.Home, changes.Workspace, changes.TimeZone, changes.GitName, changes.GitEmail, changes.GitRemote, changes.ApiKey])
                {
                    if (TextJudge.IsSaid(text, value ?? "", 1))
                        return true;
                }
            }
            if (factor == Factors.TimeZone && (NamesZone(text, difference.SessionsWith[0].Machine.TimeZone) || NamesZone(text, difference.SessionsWithout[0].Machine.TimeZone)))
                return true;
            if (factor == Factors.Locale && difference.SessionsWith.Concat(difference.SessionsWithout).Any(session => LanguageNames.Of(session.Machine.Locale).Any(name => TextJudge.IsSaid(text, name, 2))))
                return true;
            if (factor == Factors.GitRemote && s_remote.Any(name => TextJudge.IsSaid(text, name, 3)))
                return true;
            if (factor is Factors.GitRemote or Factors.EndpointHost && Hosts(difference).Any(host => TextJudge.IsSaid(text, host, ShortestHost) || host.Split('.').Any(label => label is not ("com" or "www" or "git" or "api" or "org" or "net") && TextJudge.IsSaid(text, label, 4))))
                return true;
        }
        return false;
    }

    /// <summary>Whether a text names the zone, by any of its names: some libraries say <c>Asia/Calcutta</c> for <c>Asia/Kolkata</c>.</summary>
    private static bool NamesZone(string text, string zone)
    {
        // Node.js says UTC for all names of it.
        if (text.Trim(' ', '(', ')', ',') is "UTC" or "GMT" or "{offset}" && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? universal) && universal.HasSameRules(TimeZoneInfo.Utc))
            return true;
        foreach (Match name in ZoneName().Matches(text))
        {
            if (name.Value == zone || (TimeZoneInfo.TryFindSystemTimeZoneById(name.Value, out TimeZoneInfo? said) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? real) && said.HasSameRules(real)))
                return true;
        }
        return false;
    }

    private static IEnumerable<string> Hosts(Difference difference) => difference.SessionsWith.Take(1).Concat(difference.SessionsWithout.Take(1))
        .SelectMany(session => session.Machine.GitRemote.Split(['/', '@', ':']).Append(session.Machine.Endpoint.Split('/').ElementAtOrDefault(2) ?? ""));

    [GeneratedRegex(@"[\p{L}']{2,}", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Word();


    [GeneratedRegex(@"\b[A-Z][A-Za-z]{2,14}/[A-Za-z_/+-]{2,30}\b", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex ZoneName();

    [GeneratedRegex(@"\{[^{}]{1,40}\}", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Mark();
}
