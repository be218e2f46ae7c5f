using System.Text;

namespace Vitrine.Cli.Report.Html;

/// <summary>
/// Writes HTML in which every text is made visible (<see cref="Visible"/>) and escaped: names, URLs and source lines come from the agent. Markup is written by
/// <see cref="Raw"/> alone, which takes constants.
/// </summary>
internal sealed class HtmlWriter(TextWriter writer)
{
    /// <summary>Markup, as it stands in this program.</summary>
    public HtmlWriter Raw([System.Diagnostics.CodeAnalysis.ConstantExpected] string markup)
    {
        writer.Write(markup);
        return this;
    }

    /// <summary>One of two pieces of markup.</summary>
    public HtmlWriter Raw(bool isFirst, [System.Diagnostics.CodeAnalysis.ConstantExpected] string first,
        [System.Diagnostics.CodeAnalysis.ConstantExpected] string second = "")
    {
        writer.Write(isFirst ? first : second);
        return this;
    }

    /// <summary>A word of this program's own, such as a class.</summary>
    public HtmlWriter Word(string word)
    {
        foreach (char c in word)
            if (!char.IsAsciiLetterLower(c))
                throw new ArgumentException("A word has lower-case letters only.", nameof(word));
        writer.Write(word);
        return this;
    }

    /// <summary>A whole number, in an attribute or in text.</summary>
    public HtmlWriter Number(long number)
    {
        writer.Write(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>Text of one line.</summary>
    public HtmlWriter Text(string text) => Escaped(Visible.Text(text));

    /// <summary>Text of one line, cut in its middle.</summary>
    public HtmlWriter Text(string text, int maximum) => Escaped(Visible.Cut(text, maximum));

    /// <summary>A line of source: tabs stay tabs, the rest is made visible.</summary>
    public HtmlWriter Source(string line)
    {
        if (!line.Contains('\t', StringComparison.Ordinal))
            return Text(line);
        string[] parts = line.Split('\t');
        for (int i = 0; i < parts.Length; i++)
        {
            if (i > 0)
                writer.Write('\t');
            Text(parts[i]);
        }

        return this;
    }

    private HtmlWriter Escaped(string text)
    {
        int from = 0;
        for (int i = 0; i < text.Length; i++)
        {
            string? entity = text[i] switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", '"' => "&quot;", '\'' => "&#39;", '`' => "&#96;", _ => null };
            if (entity is null)
                continue;
            writer.Write(text.AsSpan(from, i - from));
            writer.Write(entity);
            from = i + 1;
        }

        writer.Write(text.AsSpan(from));
        return this;
    }
}
