using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Whether a text says what a condition is, in clear: its value, a part of it, a name of it.</summary>
internal static partial class SaidValues
{
    private const int LongestTelling = 120;
    private const int LeastOfProse = 6;
    private const int MostBeside = 8;
    private const int LongestPlainWord = 16;
    private const int ShortestHost = 4;
    private static readonly string[] s_remote = ["origin", "upstream", "remote"];

    /// <summary>Whether a difference is a short sentence around the value, which is gone where there is no such value.</summary>
    public static bool AreAbsent(Difference difference) => difference is { Factors: [Factors.GitIdentity or Factors.GitRemote], Channel: Channels.BodyText } && (difference.After.Trim().Length == 0) != (difference.Before.Trim().Length == 0)
        && (difference.Before + difference.After).Trim('\n') is { Length: <= LongestTelling } line && !line.Contains('\n', StringComparison.Ordinal) && (difference.BeforeMarked + difference.AfterMarked) is var marked && Mark().IsMatch(marked)
        && Word().Count(Mark().Replace(marked, "")) <= MostBeside && !TextJudge.IsSecretive(line) && !TextJudge.AsksForMarks(line)
        && (difference.After.Trim().Length == 0 ? difference.SessionsWith[0] : difference.SessionsWithout[0]).Machine is var machine && (difference.Factors is [Factors.GitRemote] ? machine.GitRemote : machine.GitEmail).Length == 0;

    /// <summary>Whether a piece is one word in small letters, with what stands behind it.</summary>
    public static bool IsPlainWord(string piece) => piece.Trim(' ', '.', ',', ';', '"') is { Length: > 1 and <= LongestPlainWord } word && word.All(c => char.IsAsciiLetterLower(c) || c == '-');

    /// <summary>Whether a difference within a line stands beside the host of the remote or of the endpoint, each side's own, in clear.</summary>
    public static bool AreBeside(Difference difference) => difference is { Factors: [var factor], Channel: Channels.BodyText } && FactLines.LinesOf(difference, LongestTelling) is var (before, after)
        && SaysHost(difference.SessionsWithout[0].Machine, factor, before) && SaysHost(difference.SessionsWith[0].Machine, factor, after);

    private static bool SaysHost(MachineFacts machine, string factor, string line) =>
        (factor switch { Factors.GitRemote => machine.GitRemote, Factors.EndpointHost => machine.Endpoint, _ => "" }).Split('/', '@', ':').Any(part => part.Contains('.', StringComparison.Ordinal) && TextJudge.IsSaid(line, part, ShortestHost));

    // Words parted by blanks, no names of files.
    private static bool IsProse(string line) => line.Split(' ').Select(word => word.Trim(',', '.', ';', ':', '!', '?', '"', '\'', '(', ')', '-', '*')).Count(word => word.Length > 1 && word.All(char.IsLetter)) >= LeastOfProse;

    /// <summary>Whether one side has a line of prose more, which says nothing of a value that is a fact and no reason for advice.</summary>
    public static bool SayMore(Difference difference, string text, string other) => difference is { Factors: [Factors.TimeZone or Factors.Locale or Factors.HostName or Factors.UserName or Factors.HomePath or Factors.GitIdentity], Channel: Channels.BodyText }
        && text.Trim('\n').Contains('\n', StringComparison.Ordinal)
        && text.Split('\n').Any(line => IsProse(line) && !other.Contains(line, StringComparison.Ordinal) && !Says(difference, line) && !LocaleForms.AreOfLanguage(line));

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

    [GeneratedRegex(@"\{[^{}]{1,40}\}", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Mark();

    [GeneratedRegex(@"\b[A-Z][A-Za-z]{2,14}/[A-Za-z_/+-]{2,30}\b", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex ZoneName();
}
