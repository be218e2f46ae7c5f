using System.Text;

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

    /// <summary>A text with a sign in place of each word that stands between signs that are no letters and no digits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="word">The word, or several; case counts.</param>
    /// <param name="sign">What stands there instead.</param>
    public static string Replace(string text, string word, char sign)
    {
        if (word.Length == 0 || !text.Contains(word, StringComparison.Ordinal))
            return text;
        var replaced = new StringBuilder(text.Length);
        int from = 0;
        for (int at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at, StringComparison.Ordinal))
        {
            int end = at + word.Length;
            if ((at > 0 && char.IsLetterOrDigit(text[at - 1])) || (end < text.Length && char.IsLetterOrDigit(text[end])))
            {
                at++;
                continue;
            }

            replaced.Append(text, from, at - from).Append(sign);
            at = from = end;
        }

        return replaced.Append(text, from, text.Length - from).ToString();
    }
}
