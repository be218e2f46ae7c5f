namespace Vitrine.Runtime.Inspection;

/// <summary>What of the workspace is read, and how much.</summary>
public sealed record WorkspaceIndexOptions
{
    /// <summary>Directories that are not read, by name, wherever they stand: what others wrote and anybody can fetch, and what git keeps packed.</summary>
    public IReadOnlySet<string> LeftOut { get; init; } = new HashSet<string>(StringComparer.Ordinal)
    {
        ".git", ".hg", ".svn", "node_modules", "bower_components", ".venv", "venv", "__pycache__", ".tox", "site-packages", ".gradle", ".terraform",
    };

    /// <summary>Bytes of all files together, each as it was read last. What is above is left out and counted.</summary>
    public long MostBytes { get; init; } = 256L << 20;

    /// <summary>
    /// Bytes of files that are read once more within a minute, since they changed. What is above is counted as skipped and read at its next change.
    /// </summary>
    public long MostRereadPerMinute { get; init; } = 256L << 20;

    /// <summary>Files. What is above is left out and counted.</summary>
    public int MostFiles { get; init; } = 200_000;

    /// <summary>The longest file, in bytes.</summary>
    public int LongestFile { get; init; } = 8 << 20;

    /// <summary>Files read at the same time.</summary>
    public int Workers { get; init; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    /// <summary>Checks the bounds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not positive.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(LeftOut);
        ArgumentOutOfRangeException.ThrowIfNegative(MostBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(MostFiles);
        ArgumentOutOfRangeException.ThrowIfNegative(MostRereadPerMinute);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LongestFile);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Workers);
    }
}

/// <summary>What was read.</summary>
/// <param name="Read">Files that were given to the index.</param>
/// <param name="Skipped">Files above a bound, or that could not be read: their lines will not be found.</param>
/// <param name="Bytes">Bytes of all files, each as it was read last.</param>
public readonly record struct WorkspaceIndexProgress(int Read, int Skipped, long Bytes);

/// <summary>How the first reading of the workspace ended.</summary>
/// <param name="IsComplete">Whether all was read.</param>
/// <param name="Read">Files that were given to the index.</param>
/// <param name="Skipped">Files that were not: their lines will not be found.</param>
/// <param name="Reason">Why it is not complete; null where it is.</param>
public readonly record struct WorkspaceIndexCompletion(bool IsComplete, int Read, int Skipped, string? Reason);
