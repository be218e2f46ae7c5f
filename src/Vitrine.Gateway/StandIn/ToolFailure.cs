using System.Text.RegularExpressions;

namespace Vitrine.Gateway.StandIn;

/// <summary>Whether a tool's result speaks of a failure, for protocols that have no mark for it. A mistake costs one more call, nothing else.</summary>
internal static partial class ToolFailure
{
    /// <summary>Whether the first words of <paramref name="result"/> are those of a failure.</summary>
    public static bool IsIn(string result) => Words.IsMatch(result.AsSpan(0, Math.Min(result.Length, 300)));

    [GeneratedRegex(
        @"\A\W{0,10}(?:tool )?(?:error|failed|failure|invalid|cannot|could not|unable to|unknown tool|unsupported|permission denied|no such file|path must|file (?:not found|does not exist)|apply_patch verification failed|<tool_use_error>)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words { get; }
}
