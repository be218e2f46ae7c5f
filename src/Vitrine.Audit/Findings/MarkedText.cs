using System.Globalization;
using System.Text;
using Vitrine.Audit.Comparison.Text;

namespace Vitrine.Audit.Findings;

/// <summary>Text for evidence: what a reader would not see, or would take for something else, is written as U+XXXX.</summary>
internal static class MarkedText
{
    private const int Longest = 600;

    /// <summary>The text; every space of it as U+0020 where spaces at an end are what matters.</summary>
    public static string Of(string text)
    {
        var marked = new StringBuilder(Math.Min(text.Length, Longest) + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (marked.Length > Longest)
                return marked.Append('…').ToString();
            if (rune.Value == '\n')
                marked.Append("\\n");
            else if (rune.Value is < 0x20 or 0x7F || Folding.IsUnseen(rune))
                marked.Append(CultureInfo.InvariantCulture, $"⟨U+{rune.Value:X4}⟩");
            else
                marked.Append(rune);
        }
        return EndSpaces(marked);
    }

    private static string EndSpaces(StringBuilder marked)
    {
        int spaces = 0;
        while (spaces < marked.Length && marked[marked.Length - 1 - spaces] == ' ')
            spaces++;
        marked.Length -= spaces;
        for (int i = 0; i < spaces; i++)
            marked.Append("⟨U+0020⟩");
        return marked.ToString();
    }
}
