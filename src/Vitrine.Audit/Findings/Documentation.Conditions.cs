using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

// What the README calls the condition under which something differs.
internal sealed partial class Documentation
{
    // The variable by its name, or what the factor is called, and that something follows from it.
    private bool NamesCondition(string sentence, Difference difference, string factor) =>
        Following.IsMatch(sentence) && !Denying.IsMatch(sentence) && CallsCondition(sentence, difference, factor);

    private bool CallsCondition(string sentence, Difference difference, string factor) =>
        IsCalledOutright(sentence, difference, factor)
        || TermsFor(difference, factor).Any(term => TextJudge.IsSaid(sentence, term, 2) || TextJudge.IsSaid(sentence, term + "s", 2));

    private static bool IsCalledOutright(string sentence, Difference difference, string factor) =>
        (difference.With.Levels.Concat(difference.Without.Levels).SelectMany(level => level.Changes.Environment.Keys).Any(name => IsSaid(sentence, name))
            || difference.With.Levels.Concat(difference.Without.Levels)
                .SelectMany(level => (string?[])[level.Changes.UserName, level.Changes.HostName, level.Changes.TimeZone, level.Changes.GitEmail,
                    level.Changes.GitEmail?.Split('@')[^1], HostOf(level.Changes.GitRemote), HostOf(level.Changes.Endpoint)])
                .Any(value => value?.Length >= ShortestNamed && IsSaid(sentence, value))
            || (factor == Factors.HostName
                && Quoted.Matches(sentence)
                    .Select(quote => quote.Groups["said"].Value)
                    .Any(said => said.Length > LeastTelling
                        && (said[^1] == '*' || said.EndsWith("NN", StringComparison.Ordinal))
                        && difference.SessionsWith[0].Machine.HostName.StartsWith(said.TrimEnd('*', 'N'), StringComparison.Ordinal)))
            || (factor == Factors.Locale
                && difference.SessionsWith.Take(1).Any(session => LanguageNames.Of(session.Machine.Locale).Any(name => name.Length >= LeastTelling
                    && IsSaid(sentence, name))))
            || (factor == Factors.TimeZone
                && OfZones.IsMatch(sentence)
                && difference.With.Levels.Any(level => level.Changes.TimeZone?.Split('/')[0] is { Length: >= LeastTelling } area && IsSaid(sentence, area)))
            || (factor == Factors.EndpointHost && sentence.Contains("_BASE_URL", StringComparison.Ordinal))
            || (factor == Factors.Clock && NamesDateBetween(sentence, difference))
            || (factor == Factors.RunCount && NumbersSession(sentence, difference))
            || (factor == Factors.WorkspaceContent && QuotesContent(sentence, difference))
            || ConditionLexicon.InDocuments(factor).Any(name => TextJudge.IsSaid(sentence, name, 2)));

    // Of an address as URLs or as git and scp write it.
    private static string? HostOf(string? address) =>
        address is null
            ? null
            : address[(address.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0)..].Split('/')[0].Split('@')[^1].Split(':')[0];

    // What files hold or are called that are there under the condition alone: a word in capitals in whatever letters.
    private static bool QuotesContent(string sentence, Difference difference) =>
        Quoted.Matches(sentence)
            .Select(quote => quote.Groups["said"].Value)
            .Where(said => said.Length >= LeastTelling || (said.Length == LeastTelling - 1 && said[0] == '.'))
            .Concat(Words.Matches(sentence)
                .Select(word => word.Value.ToUpperInvariant())
                .Where(word => Capitals.IsMatch(word) && word.Length >= LeastOfCapitals))
            .Where(said => !difference.SessionsWithout[0].Machine.Files.Any(file => file.Value.Contains(said, StringComparison.Ordinal)
                || file.Key.Contains(said.TrimEnd('/'), StringComparison.Ordinal)))
            .Any(said => difference.With.Levels.SelectMany(level => level.Changes.WorkspaceFiles).Any(file => file.Value is { } text
                && (text.Contains(said, StringComparison.Ordinal)
                    || file.Key.EndsWith(said, StringComparison.Ordinal)
                    || (said.EndsWith('/') && file.Key.StartsWith(said, StringComparison.Ordinal)))));
}
