namespace Vitrine.Audit.Findings;

/// <summary>A word as a word of its own: three letters stand in any long text.</summary>
internal static class WholeWord
{
    /// <summary>Whether a text has a word between signs that are no letters and no digits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="word">The word, or several.</param>
    /// <param name="comparison">How letters are compared.</param>
    /// <param name="joining">Other signs that are part of words.</param>
    public static bool IsIn(string text, string word, StringComparison comparison, string joining = "")
    {
        bool IsOfWord(char c) => char.IsLetterOrDigit(c) || joining.Contains(c, StringComparison.Ordinal);
        if (word.Length == 0)
            return false;
        for (int at = text.IndexOf(word, comparison); at >= 0; at = text.IndexOf(word, at + 1, comparison))
        {
            int end = at + word.Length;
            if ((at == 0 || !IsOfWord(text[at - 1])) && (end == text.Length || !IsOfWord(text[end])))
                return true;
        }

        return false;
    }
}
