namespace Vitrine.Ledger.Notes;

/// <summary>What a note's signatures say about one key.</summary>
public enum NoteVerdict
{
    /// <summary>No signature claims to be by the key.</summary>
    NotSigned,

    /// <summary>A signature bears the key's name and id and is not its signature of this text: the whole note is to be refused.</summary>
    Invalid,

    /// <summary>The key signed the text, and no signature that claims to be its own is wrong.</summary>
    Valid,
}
