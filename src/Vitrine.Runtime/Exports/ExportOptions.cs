namespace Vitrine.Runtime.Exports;

/// <summary>What is exported, where to, and within which bounds.</summary>
public sealed record ExportOptions
{
    /// <summary>The form.</summary>
    public required ExportFormat Format { get; init; }

    /// <summary>Where to.</summary>
    public required ExportDestination Destination { get; init; }

    /// <summary>File that remembers how far the export is; null exports from the beginning, once.</summary>
    public string? Cursor { get; init; }

    /// <summary>Only entries of this session; null for all, the ledger's own too.</summary>
    public string? Session { get; init; }

    /// <summary>Only entries of this time and later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether to go on with what is entered from now on, until cancelled.</summary>
    public bool Follow { get; init; }

    /// <summary>Whether OTLP records hold arguments, queries and headers.</summary>
    public bool WithContent { get; init; }

    /// <summary>How many leaves are in a batch at most.</summary>
    public int BatchRecords { get; init; } = 512;

    /// <summary>After how many bytes a batch ends; one entry's records may reach beyond it.</summary>
    public int BatchBytes { get; init; } = 1024 * 1024;

    /// <summary>How long one request may take, its answer included.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a server that does not take anything is tried again; without an end when following.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a followed ledger is looked at.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Checks the options against each other.</summary>
    /// <exception cref="ArgumentException">They make no sense.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Destination);
        Destination.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchRecords, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BatchRecords, 65_536);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BatchBytes, 64 * 1024 * 1024);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RequestTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryFor, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(PollInterval, TimeSpan.Zero);
        if (Follow && Destination.File is not null && Cursor is null)
            throw new ArgumentException("An export that follows into a file needs a cursor.");
    }
}
