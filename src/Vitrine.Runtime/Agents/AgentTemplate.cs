using System.Text;

namespace Vitrine.Runtime.Agents;

/// <summary>
/// Text with placeholders: <c>{word}</c>, a lower-case word in braces. All other braces are text, so JSON needs no escape. Values are put in once and never
/// looked at again: a prompt that holds <c>{key}</c> stays as it is.
/// </summary>
internal static class AgentTemplate
{
    /// <summary>What the person asked.</summary>
    public const string Prompt = "prompt";

    /// <summary>Marks the place of further arguments; an element of its own.</summary>
    public const string Arguments = "args";

    /// <summary>Base URL of the endpoint: no <c>/v1</c> and no slash at its end.</summary>
    public const string Endpoint = "endpoint";

    /// <summary>Key for the endpoint.</summary>
    public const string Key = "key";

    /// <summary>Name of the model.</summary>
    public const string Model = "model";

    /// <summary>HOME as the box sees it.</summary>
    public const string Home = "home";

    /// <summary>The element that stands for further arguments.</summary>
    public const string ArgumentsElement = "{args}";

    /// <summary>The placeholders in a text, in order.</summary>
    public static IEnumerable<string> Find(string text)
    {
        for (int at = 0; TryNext(text, at, out int start, out int end); at = end)
            yield return text[(start + 1)..(end - 1)];
    }

    /// <summary>Fills in the placeholders.</summary>
    /// <exception cref="KeyNotFoundException">A placeholder has no value; a profile that was read has only known ones.</exception>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        var filled = new StringBuilder(text.Length);
        int at = 0;
        for (; TryNext(text, at, out int start, out int end); at = end)
            filled.Append(text, at, start - at).Append(values[text[(start + 1)..(end - 1)]]);
        return filled.Append(text, at, text.Length - at).ToString();
    }

    private static bool TryNext(string text, int from, out int start, out int end)
    {
        for (start = text.IndexOf('{', from); start >= 0; start = text.IndexOf('{', start + 1))
        {
            int close = start + 1;
            while (close < text.Length && char.IsAsciiLetterLower(text[close]))
                close++;
            end = close + 1;
            if (close > start + 1 && close < text.Length && text[close] == '}')
                return true;
        }

        end = 0;
        return false;
    }
}
