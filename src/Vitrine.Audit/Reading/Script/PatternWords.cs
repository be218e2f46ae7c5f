using System.Text;

namespace Vitrine.Audit.Reading.Script;

/// <summary>The plain words in a regular expression: <c>/(^|\.)host\.example$|^docker/</c> has <c>host.example</c> and <c>docker</c>.</summary>
internal static class PatternWords
{
    private const int Longest = 16 << 10;

    public static IEnumerable<string> Of(string pattern)
    {
        if (pattern.Length > Longest)
            yield break;
        int end = pattern.LastIndexOf('/');
        var word = new StringBuilder();
        for (int at = 1; at <= end; at++)
        {
            char one = at < end ? pattern[at] : '|';
            if (one == '\\' && at + 1 < end)
            {
                char escaped = pattern[++at];
                // An escaped mark stands for itself; an escaped letter for a class.
                one = char.IsAsciiLetterOrDigit(escaped) ? '|' : escaped;
                if (one != '|')
                {
                    word.Append(one);
                    continue;
                }
            }

            if (char.IsLetterOrDigit(one) || one is '-' or '_' or '/' or '@' or ' ' or ':')
                word.Append(one);
            else
            {
                if (one is '[')
                    at = Math.Max(at, pattern.IndexOf(']', at));
                // An optional character is none of the word.
                if (one is '?' or '*' && word.Length > 0)
                    word.Length--;
                if (word.Length > 2)
                    yield return word.ToString().Trim('-', ':', ' ');
                word.Clear();
            }
        }
    }
}
