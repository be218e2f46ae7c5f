namespace Vitrine.Cli.Report;

/// <summary>argv as a person would type it.</summary>
internal static class ArgumentText
{
    private const int MaximumLength = 400;

    /// <summary>The arguments, quoted where a shell would need it, visible and cut at their end.</summary>
    public static string Of(IReadOnlyList<string> arguments)
    {
        var parts = new List<string>();
        int length = 0;
        foreach (string argument in arguments)
        {
            parts.Add(Visible.Cut(Quote(argument), MaximumLength));
            length += parts[^1].Length;
            if (length <= MaximumLength)
                continue;
            parts.Add("…");
            break;
        }

        return string.Join(' ', parts);
    }

    private static string Quote(string argument)
    {
        bool isPlain = argument.Length > 0;
        foreach (char c in argument)
            isPlain &= char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '=' or ',' or '@' or '+' or '%' or '~' || c > '~';
        return isPlain ? argument : "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }
}
