using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

// Sentences of a prompt that the README tells in its own words.
internal sealed partial class Documentation
{
    // Sentences more, or others, in the README's own words for what they say.
    private string? OfSentences(Difference difference, string factor)
    {
        if (difference.Channel != Channels.BodyText || ChangedSentences.Of(difference) is not { } changed)
            return null;
        if (WordForWord(difference, factor, changed) is { } told)
            return told;
        string[] piece = [.. ChangedSentences.Words(difference.Before + " " + difference.After).Where(IsContent)];
        // What the condition is called is in every sentence about it.
        bool IsTelling(string word) => IsContent(word) && !(factor == Factors.WorkspaceContent && s_ofContent.Contains(word));
        string[] gone = [.. changed.LostWords.Where(IsTelling)], now = [.. changed.NewWords.Where(IsTelling)],
            all = [.. changed.Gone.Concat(changed.New).SelectMany(ChangedSentences.Words).Where(IsTelling).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (piece.Length < LeastOfPiece || changed.Gone.Concat(changed.New).Any(sentence => !ConditionWords.AreReadable(sentence)))
            return null;
        // Of one sentence in two forms, the form may be the mark.
        bool isReworded = changed.Gone.Any(old => changed.New.Any(other => ChangedSentences.AreAlike(old, other)));
        // What the model is to choose must be told by that word.
        string[] choices = [.. now.Concat(gone).Where(s_choices.Contains)];
        return Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor) && Met(passage, choices) == choices.Length
            && (AreMet(passage, changed.New.Count > 0 ? now : gone)
                || (!isReworded && SaysOnly(passage, factor, all))
                || (!isReworded && AreMostMet(passage, [.. changed.New.SelectMany(ChangedSentences.Words).Where(IsContent)], now))
                || (gone.Length <= 1 && now.Length >= LeastOfClause && Met(passage, all) >= LeastOfClause && Met(passage, now) > 0)));
    }

    private static bool AreMet(string passage, string[] words) =>
        Met(passage, words) is >= LeastShared and var met && (2 * met >= words.Length || (met > LeastShared && MostTold * met >= words.Length));

    // All of a sentence but a word, and of what is new in it at least one word.
    private static bool AreMostMet(string passage, string[] words, string[] now) =>
        Met(passage, words) is >= LeastOfClause and var met && met >= words.Distinct(StringComparer.OrdinalIgnoreCase).Count() - 1 && Met(passage, now) > 0;

    private static int Met(string passage, IEnumerable<string> words)
    {
        string[] told = [.. Words.Matches(passage).Select(word => word.Value.ToLowerInvariant())];
        return words.Select(word => word.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Count(word => told.Any(other => AreForms(word, other)));
    }

    private static bool IsContent(string word) => word.Length > 2 && !s_small.Contains(word) && !s_not.Contains(word) && word.Any(char.IsLetter);

    // A name or a command that the README writes as code, or two of five words: where the host stands beside them, a sentence about the host tells why.
    private static bool Shares(string sentence, Difference difference) =>
        difference.Before.Length + difference.After.Length <= LongestSentence && (SharesCode(sentence, difference) || SharesWords(sentence, difference));

    private static bool SharesWords(string sentence, Difference difference)
    {
        string[] told = [.. Words.Matches(sentence).Select(word => word.Value)],
            said = [.. Words.Matches(difference.Before + " " + difference.After).Select(word => word.Value).Where(word => !s_small.Contains(word))];
        return said.Count(word => told.Any(other => AreForms(word, other))) is >= 2 and var met && 5 * met >= 2 * said.Length;
    }

    private static bool SharesCode(string sentence, Difference difference) =>
        Code.Matches(sentence)
            .Select(code => code.Groups["said"].Value)
            .Any(code => code.Length is > 1 and <= LongestValue && IsSaid(difference.Before + " " + difference.After, code));
}
