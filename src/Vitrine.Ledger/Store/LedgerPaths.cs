namespace Vitrine.Ledger.Store;

/// <summary>Where a ledger and its keys lie. The keys are apart, so that the ledger alone can be handed to whoever is to verify it.</summary>
/// <param name="Directory">The C2SP log: <c>checkpoint</c> and <c>tile/</c>.</param>
/// <param name="Keys">The directory of <c>ledger.key</c>, <c>ledger.vkey</c> and the writers' lock.</param>
public sealed record LedgerPaths(string Directory, string Keys)
{
    /// <summary>The newest signed checkpoint (C2SP tlog-checkpoint).</summary>
    public string Checkpoint => Path.Combine(Directory, "checkpoint");

    /// <summary>The private key, as golang.org/x/mod/sumdb/note writes it; mode 0600.</summary>
    public string PrivateKey => Path.Combine(Keys, "ledger.key");

    /// <summary>The verifier key, for those who verify.</summary>
    public string VerifierKey => Path.Combine(Keys, "ledger.vkey");

    /// <summary>Held by whoever adds to the ledger.</summary>
    public string Lock => Path.Combine(Keys, "ledger.lock");
}
