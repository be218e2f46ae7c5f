using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>What was refused.</summary>
/// <param name="Count">All refusals.</param>
/// <param name="Network">Names, flows and requests, one row for each option that would allow them.</param>
/// <param name="MoreNetwork">Rows past that list.</param>
/// <param name="Calls">System calls; no option allows these.</param>
/// <param name="MoreCalls">Calls past that list.</param>
public sealed record RefusedReport(long Count, IReadOnlyList<RefusalReport> Network, More MoreNetwork, IReadOnlyList<CallReport> Calls, More MoreCalls);

/// <summary>A refused host or destination.</summary>
/// <param name="What">As it was first asked for.</param>
/// <param name="LookUps">Refused look-ups.</param>
/// <param name="Flows">Refused connections.</param>
/// <param name="Requests">Refused requests.</param>
/// <param name="Why">The first reason given, such as <c>not-allowed</c>; null when only names and requests were refused.</param>
/// <param name="Hint">The option that would allow it, or null when none would.</param>
public sealed record RefusalReport(string What, long LookUps, long Flows, long Requests, string? Why, string? Hint)
{
    /// <summary>The rule that refused it; null where none did.</summary>
    public string? Rule { get; init; }

    /// <summary>Where the rule stands.</summary>
    public string? Origin { get; init; }
}

/// <summary>A refused system call.</summary>
/// <param name="Call">Its name.</param>
/// <param name="Times">How often.</param>
/// <param name="Error">What the program got.</param>
/// <param name="Details">Some different details, in the order of first sight.</param>
public sealed record CallReport(string Call, long Times, string Error, IReadOnlyList<string> Details);

/// <summary>Signals, files held back, and what the record lacks.</summary>
/// <param name="Signals">Signals sent to other processes, by number.</param>
/// <param name="HeldBack">Files taken out of the workspace because the host might run them.</param>
/// <param name="MoreHeldBack">Such files past that list.</param>
/// <param name="LostCount">Events that were seen too late or could not be read.</param>
/// <param name="Lost">The same by source.</param>
/// <param name="MissingEntries">Entries that are missing between the first number and the last.</param>
/// <param name="TerminalSequencesDropped">Terminal control sequences that were kept from the person's terminal, by kind.</param>
public sealed record RecordReport(
    IReadOnlyDictionary<int, long> Signals, IReadOnlyList<HeldBackReport> HeldBack, long MoreHeldBack,
    long LostCount, IReadOnlyList<LostReport> Lost, long MissingEntries, IReadOnlyDictionary<string, long> TerminalSequencesDropped)
{
    /// <summary>Whether nothing is known to be missing.</summary>
    public bool IsWhole => LostCount == 0 && MissingEntries == 0;
}

/// <summary>A file that was held back.</summary>
/// <param name="Path">Where it was.</param>
/// <param name="Why">Why.</param>
/// <param name="KeptAt">Where a person finds it, on the host.</param>
public sealed record HeldBackReport(UnixPath Path, string Why, UnixPath KeptAt);

/// <summary>Events lost at one source.</summary>
/// <param name="Source">The source.</param>
/// <param name="Count">How many.</param>
/// <param name="Why">The first reason given.</param>
public sealed record LostReport(string Source, long Count, string Why);
