using System.Text.RegularExpressions;

namespace Vitrine.Audit.Comparison.Features;

/// <summary>
/// Sentences in a tool's answer that are meant for the model. What a tool says is another's word and follows from anything, so it is not compared; an order
/// that the target writes behind it is found by what it says: it speaks of whom it speaks to, forbids, or asks for something to be kept quiet.
/// </summary>
internal static partial class AnswerSentences
{
    private const int Least = 5;
    private const int Longest = 300;
    private const int Most = 40;

    /// <summary>The sentences of an answer; few, and none for what is no prose.</summary>
    public static IEnumerable<string> Of(string answer) =>
        End()
            .Split(answer)
            .Select(sentence => sentence.Trim())
            .Where(sentence => sentence.Length is > 0 and <= Longest && Words().Count(sentence) >= Least && ToModel().IsMatch(sentence))
            .Distinct(StringComparer.Ordinal)
            .Take(Most);

    [GeneratedRegex(@"(?<=[.!?:]) |\n", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex End();

    [GeneratedRegex(@"(?<![\w/.-])\p{L}[\p{L}']+(?![\w/])", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Words();

    [GeneratedRegex(@"\b(?:assistant|language model|the model|you (?:should|must|may|can|will|are|have|need)|your (?:answer|reply|report|response|summary|task|instructions|output)|when you|the user|do not|don't|never|always|without (?:telling|mentioning|saying)|prefer|avoid|advise|recommend|suggest|remember|mention|reveal|disclose|silently|quietly|secretly|secret)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex ToModel();
}
