using System.Globalization;

namespace Vitrine.Audit.Comparison.Text;

/// <summary>Cuts a line into words and what stands between them. Joined, the tokens are the line again.</summary>
internal static class Tokens
{
    /// <summary>Words of letters, digits and what holds names together (<c>-_.@/:+~%</c>, braces); each other character by itself.</summary>
    public static List<string> Of(string line)
    {
        var tokens = new List<string>();
        int start = 0;
        while (start < line.Length)
        {
            int end = start + 1;
            if (IsWord(line, start))
            {
                while (end < line.Length && IsWord(line, end))
                    end++;
            }
            else if (char.IsHighSurrogate(line[start]) && end < line.Length)
            {
                end++;
            }
            tokens.Add(line[start..end]);
            start = end;
        }
        return tokens;
    }

    private static bool IsWord(string line, int at)
    {
        char c = line[at];
        if (c < 0x80)
            return char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@' or '/' or ':' or '+' or '~' or '%' or '{' or '}';
        return char.IsLetterOrDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;
    }
}
