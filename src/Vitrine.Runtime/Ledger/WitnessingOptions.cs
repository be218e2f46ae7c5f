using Vitrine.Core.Policy;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;

namespace Vitrine.Runtime.Ledger;

/// <summary>What a session's ledger is witnessed by, and how.</summary>
public sealed record WitnessingOptions
{
    /// <summary>The witnesses; at least one.</summary>
    public required IReadOnlyList<WitnessPeer> Witnesses { get; init; }

    /// <summary>The ledger's tiles, for proofs.</summary>
    public required TileSource Tiles { get; init; }

    /// <summary>
    /// Reads the ledger's newest published checkpoint; null where there is none. Another process of this person's may have published a larger one than was
    /// offered here: then that one is cosigned, and only if even that is smaller than what a witness has seen, the disk was rolled back.
    /// </summary>
    public required Func<SignedNote?> ReadNewest { get; init; }

    /// <summary>Puts a cosignature on the stored checkpoint, if that still has this text. Called without any lock held, by several threads.</summary>
    public required Action<SignedNote, NoteSignature> Keep { get; init; }

    /// <summary>Where it is remembered what each witness has seen.</summary>
    public required string SizesDirectory { get; init; }

    /// <summary>What becomes of the session where it is not witnessed.</summary>
    public UnwitnessedUse Unwitnessed { get; init; } = UnwitnessedUse.Record;

    /// <summary>The time from one cosignature to the next request to the same witness.</summary>
    public TimeSpan Interval { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(5);

    /// <summary>How long after the first failure a witness is asked again; twice as long after each further one.</summary>
    public TimeSpan FirstRetry { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(1);

    /// <summary>At most that long.</summary>
    public TimeSpan LongestRetry { get; init => field = NotNegative(value); } = TimeSpan.FromMinutes(1);

    /// <summary>How long a session that must be witnessed goes on without a cosignature.</summary>
    public TimeSpan Patience { get; init => field = NotNegative(value); } = TimeSpan.FromMinutes(10);

    /// <summary>How witnesses are asked.</summary>
    public WitnessClientOptions Client { get; init; } = new();

    private static TimeSpan NotNegative(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        return value;
    }
}
