namespace Vitrine.Ledger.Store;

/// <summary>
/// The ledger on disk is not the one that was signed. It is left as it is: whatever was added would hide that. The message ends in a hint.
/// </summary>
/// <param name="what">What is wrong with it.</param>
public sealed class LedgerDamagedException(string what)
    : IOException($"The ledger is not what was written: {what} Hint: vitrine verify says what is still proved; vitrine log restart --reason TEXT sets it aside and begins a new one");
