using System.Buffers;
using System.Text.RegularExpressions;

namespace Vitrine.Audit.Comparison.Features;

/// <summary>Names with what is made anew in each session as a mark, so that the same kind of file or request has the same name in each session.</summary>
internal static partial class NameShape
{
    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdefABCDEF-");

    /// <summary>Of a path below home or workspace, a request path, or arguments.</summary>
    public static string Of(string name)
    {
        if (name.Length > 4096)
            name = name[..4096];
        name = Id().Replace(name, found => LooksMade(found.ValueSpan) ? "{id}" : found.Value);
        name = Digits().Replace(name, "{n}");
        return Repeated().Replace(name, "{id}");
    }

    /// <summary>Of a path below the directory for temporary files, where most names are made.</summary>
    public static string OfTemporary(string name)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? name : name[..slash];
        return Of(Suffix().Replace(first, "$1{id}")) + (slash < 0 ? "" : "/…");
    }

    /// <summary>Of a host: labels before the last two may be made, as where something is told to whoever answers for the domain.</summary>
    public static string OfHost(string host)
    {
        string[] labels = host.Split('.');
        for (int i = 0; i < labels.Length - 2; i++)
        {
            if (labels[i].Length >= 6 && !labels[i].All(char.IsAsciiDigit) && LooksMade(labels[i]))
                labels[i] = "{id}";
        }

        return string.Join('.', labels);
    }

    private static bool LooksMade(ReadOnlySpan<char> word)
    {
        int digits = 0, upper = 0, lower = 0, turns = 0;
        for (int i = 0; i < word.Length; i++)
        {
            char c = word[i];
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            upper += char.IsAsciiLetterUpper(c) ? 1 : 0;
            lower += char.IsAsciiLetterLower(c) ? 1 : 0;
            turns += i > 0 && Kind(c) != Kind(word[i - 1]) ? 1 : 0;
        }
        bool isHex = word.Length >= 6 && digits > 0 && (word.Length >= 7 || digits < word.Length) && !word.ContainsAnyExcept(s_hex);
        return isHex || (word.Length >= 8 && turns >= 4 && digits > 0 && upper + lower > 0) || (word.Length >= 10 && turns >= 5);
    }

    private static int Kind(char c) => char.IsAsciiDigit(c) ? 0 : char.IsAsciiLetterUpper(c) ? 1 : char.IsAsciiLetterLower(c) ? 2 : 3;

    [GeneratedRegex(@"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[A-Za-z0-9]{6,}", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Id();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"(?:\{(?:id|n|Y|M|D|YMD|time|time:s|epoch:\d+)\}[-_.T]?)+(?<=\})|(?:\{(?:id|n|Y|M|D|YMD|time|time:s|epoch:\d+)\}[-_.T]?)+Z?",
        RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Repeated();

    [GeneratedRegex(@"([-._])[A-Za-z0-9_-]{5,}$|(?<=^.)()[A-Za-z0-9]{5,}$", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Suffix();
}
