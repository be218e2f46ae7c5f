namespace Vitrine.Runtime.Exports;

/// <summary>How an export ended. Whatever it was, the cursor stands behind what was acknowledged and nothing else.</summary>
public enum ExportEnd
{
    /// <summary>All that there is was exported.</summary>
    Done,

    /// <summary>It was asked to stop.</summary>
    Stopped,

    /// <summary>Another export uses the cursor.</summary>
    Locked,

    /// <summary>The cursor's file is none, or is damaged.</summary>
    CursorDamaged,

    /// <summary>The cursor is that of another ledger, format, destination or selection.</summary>
    CursorOfAnother,

    /// <summary>The ledger is shorter than it was, or holds something else: it was rolled back or rewritten.</summary>
    LedgerChanged,

    /// <summary>The output is not what this export left: shorter, replaced, or changed.</summary>
    OutputChanged,

    /// <summary>The server refused what it was sent, for good.</summary>
    Refused,

    /// <summary>The server could not be reached, or did not take anything, for too long.</summary>
    Unreachable,
}

/// <summary>What an export did.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Records">How many leaves were acknowledged in this run.</param>
/// <param name="Rejected">How many records the server said it dropped (OTLP's partial success); they must not be sent again.</param>
/// <param name="Pruned">How many leaves had been removed from the ledger before they were exported.</param>
/// <param name="Detail">What went wrong, for a person; text of the server may be in it.</param>
public sealed record ExportOutcome(ExportEnd End, long Records, long Rejected, long Pruned, string? Detail);

/// <summary>Something that happened on the way and that a person may want to know of.</summary>
/// <param name="What">What happened.</param>
/// <param name="Wait">How long until the next try; null where nothing waits.</param>
public readonly record struct ExportNotice(string What, TimeSpan? Wait);
