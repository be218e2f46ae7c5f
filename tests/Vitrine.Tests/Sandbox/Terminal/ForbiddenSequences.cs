using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Tests.Sandbox.Terminal;

/// <summary>
/// What must never be in the filter's output, written as patterns and apart from the filter: a second opinion, of another shape.
/// </summary>
internal static partial class ForbiddenSequences
{
    /// <summary>The first forbidden thing, or null.</summary>
    public static string? FirstIn(string latin1)
    {
        foreach (Regex pattern in Patterns)
            if (pattern.Match(latin1) is { Success: true } match)
                return $"{pattern} matches {Uri.EscapeDataString(match.Value)}";
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Encoding.Latin1.GetBytes(latin1));
        }
        catch (DecoderFallbackException)
        {
            return "invalid UTF-8";
        }

        string rest = Complete().Replace(latin1, "");
        return rest.Contains('\e') ? "an incomplete sequence" : null;
    }

    private static Regex[] Patterns { get; } = [Controls(), C1(), Strings(), Escapes(), Commands(), Links(), Windows(), Functions(), Modes(), Requests(),
        BigNumbers()];

    // Whole sequences of ECMA-48; whatever ESC remains begins none.
    [GeneratedRegex(@"\e(?:\[[0-?]*[ -/]*[@-~]|\][^\x00-\x1F]*(?:\x07|\e\\)|[()#][0-9A-Z]|[78DEHMc=>])")]
    private static partial Regex Complete();

    [GeneratedRegex(@"[\x00-\x06\x10-\x1A\x1C-\x1F\x7F]")]
    private static partial Regex Controls();

    [GeneratedRegex(@"\xC2[\x80-\x9F]")]
    private static partial Regex C1();

    [GeneratedRegex(@"\e[PX^_k]")]
    private static partial Regex Strings();

    [GeneratedRegex(@"\e(?:[% *+\-./&!""'$,]|Z|n|o|N|O|[#][^34568])")]
    private static partial Regex Escapes();

    [GeneratedRegex(@"\e\](?!(?:0|1|2|4|8|10|11|12|17|19|104|110|111|112)[;\x07\e]|9;4;[0-4])")]
    private static partial Regex Commands();

    [GeneratedRegex(@"\e\]8;[^;]*;(?!(?:https?://|mailto:)[!-~]*[\x07\e]|[\x07\e])", RegexOptions.IgnoreCase)]
    private static partial Regex Links();

    [GeneratedRegex(@"\e\[(?!(?:0*14|0*16|0*18|0*2[23](?:;[0-9;]*)?)t)[^@-~]*(?<![$])t")]
    private static partial Regex Windows();

    [GeneratedRegex(@"\e\[[0-?]*(?:[io-p\\\[\]vwxyz|~{}R]|[*]y|[$]w|""p|[#].)(?<!!p|[$]p|[$][vxz{]|[*]x|'[}~])")]
    private static partial Regex Functions();

    [GeneratedRegex(@"\e\[\?(?:[0-9;]*;)?0*(?:2|3|38|42|1001|1070|5522)(?:;[0-9;]*)?[hl]|\e\[(?:[0-9;]*;)?0*(?:2|12)(?:;[0-9;]*)?[hl]|\e\[\?[0-9;]*[rsi]")]
    private static partial Regex Modes();

    [GeneratedRegex(@"\e\[=[0-9;]*c|\e\[(?!\??[0-9]+n|>4n)[0-?]*n")]
    private static partial Regex Requests();

    [GeneratedRegex(@"\e\[[0-?]*[0-9]{6}")]
    private static partial Regex BigNumbers();
}
