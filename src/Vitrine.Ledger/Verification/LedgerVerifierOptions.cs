using Vitrine.Ledger.Notes;

namespace Vitrine.Ledger.Verification;

/// <summary>What a verification goes by.</summary>
public sealed record LedgerVerifierOptions
{
    /// <summary>The log's public key.</summary>
    public required VerifierKey Key { get; init; }

    /// <summary>Witnesses that must have cosigned the checkpoint; none unless told.</summary>
    public IReadOnlyList<VerifierKey> Witnesses { get; init; } = [];

    /// <summary>How old their cosignatures may be; any age if null.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Threads that read and hash.</summary>
    public int Parallelism { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 16);

    /// <summary>Looks at the options before anything is done.</summary>
    /// <exception cref="ArgumentException">One makes no sense; the message says which.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Parallelism, 1);
        if (Key.Algorithm != VerifierKey.Ed25519Algorithm)
            throw new ArgumentException($"{Key.Name} is a witness's key and signs no log.");
        if (Witnesses.FirstOrDefault(witness => witness.Algorithm != VerifierKey.CosignatureAlgorithm) is { } other)
            throw new ArgumentException($"{other.Name} is a log's key and no witness's.");
        if (MaximumAge is { } age && age <= TimeSpan.Zero)
            throw new ArgumentException("The greatest age of a cosignature is more than nothing.");
    }
}
