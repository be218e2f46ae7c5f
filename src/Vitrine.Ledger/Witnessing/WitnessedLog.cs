using System.Security.Cryptography;
using System.Text;
using Vitrine.Ledger.Notes;

namespace Vitrine.Ledger.Witnessing;

/// <summary>What a witness knows of one log: the newest checkpoint that it cosigned. One request at a time changes it, under <see cref="Gate"/>.</summary>
internal sealed class WitnessedLog(string origin)
{
    private volatile WitnessedCheckpoint? _newest;

    public string Origin { get; } = origin;

    /// <summary>Name of its file, and of its place for monitors: SHA-256 of the origin in lowercase hexadecimal.</summary>
    public string Name { get; } = NameOf(origin);

    /// <summary>Held from the look at the newest checkpoint until its successor is on disk; without it one of two requests would roll the other back.</summary>
    public Lock Gate { get; } = new();

    public WitnessedCheckpoint? Newest
    {
        get => _newest;
        set => _newest = value;
    }

    public static string NameOf(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));
}

/// <summary>A checkpoint that was cosigned.</summary>
/// <param name="Checkpoint">What it says.</param>
/// <param name="Time">When, in the cosignature.</param>
/// <param name="Note">The log's signatures and the witness's, as monitors get it.</param>
internal sealed record WitnessedCheckpoint(Checkpoint Checkpoint, DateTimeOffset Time, byte[] Note);
