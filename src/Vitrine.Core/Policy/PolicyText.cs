namespace Vitrine.Core.Policy;

/// <summary>Writes texts so that YAML reads them back as they were.</summary>
public static class PolicyText
{
    private const int LongestShown = 2000;

    /// <summary>
    /// The text as one YAML scalar: plain where that is safe within lists and mappings, else in double quotes with the escapes that YAML 1.2 (section 5.7)
    /// shares with JSON.
    /// </summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsPlain(text))
            return text;
        var quoted = new System.Text.StringBuilder(text.Length + 2).Append('"');
        foreach (char c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF' or '\u0085' or '\uFFFE' or '\uFFFF')
                quoted.Append("\\u").Append(((int)c).ToString("X4", System.Globalization.CultureInfo.InvariantCulture));
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A text of the agent's cut to what a message can hold.</summary>
    public static string Cut(string text) => text is null ? "" : text.Length <= LongestShown ? text : string.Concat(text.AsSpan(0, LongestShown), "…");

    private static bool IsPlain(string text)
    {
        if (text.Length is 0 or > 200 || text is "null" or "true" or "false" || !(char.IsAsciiLetter(text[0]) || text[0] is '/' or '.' or '_'))
            return false;
        foreach (char c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '.' or '_' or '-' or '*' or '+' or '=' or '@' or ' '))
                return false;
        return text[^1] != ' ';
    }
}
