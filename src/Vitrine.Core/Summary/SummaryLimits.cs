namespace Vitrine.Core.Summary;

/// <summary>
/// What a <see cref="Model.SessionSummary"/> may keep. The agent chooses how many paths, names and processes there are, so each list ends
/// somewhere; what lies past the end is still counted.
/// </summary>
public sealed record SummaryLimits
{
    /// <summary>For the supervisor, beside the running agent: some megabytes at most, whatever the agent does.</summary>
    public static SummaryLimits WhileRunning { get; } = new();

    /// <summary>For a person who reads a session later: long lists and the tree of processes.</summary>
    public static SummaryLimits Reading { get; } = new()
    {
        Paths = 100_000,
        Names = 20_000,
        Processes = 20_000,
        Requests = 20_000,
        DistinctHashes = 4_194_304,
        TextCharacters = 100_000_000,
    };

    /// <summary>Paths kept for each pair of place and use (read, written, listed, looked for, changed).</summary>
    public int Paths { get; init; } = 200;

    /// <summary>Entries of each other table: hosts, names, programs, refusals and so on.</summary>
    public int Names { get; init; } = 500;

    /// <summary>Program starts kept with their arguments, for the tree. 0 keeps no tree.</summary>
    public int Processes { get; init; }

    /// <summary>Requests kept one by one. 0 keeps the sums by host only.</summary>
    public int Requests { get; init; }

    /// <summary>Names past the end of a list that can still be told apart; beyond them a count of different names is a lower bound.</summary>
    public int DistinctHashes { get; init; } = 131_072;

    /// <summary>UTF-16 characters kept in all lists together.</summary>
    public long TextCharacters { get; init; } = 2_000_000;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is negative, or zero where the summary could then name nothing.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Paths);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Names);
        ArgumentOutOfRangeException.ThrowIfNegative(Processes);
        ArgumentOutOfRangeException.ThrowIfNegative(Requests);
        ArgumentOutOfRangeException.ThrowIfNegative(DistinctHashes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(TextCharacters);
    }
}
