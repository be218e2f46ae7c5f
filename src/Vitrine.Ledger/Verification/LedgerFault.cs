namespace Vitrine.Ledger.Verification;

/// <summary>What is wrong with a ledger.</summary>
public enum LedgerFault
{
    /// <summary>Nothing; never a finding.</summary>
    None,

    /// <summary>Something could not be read, so it was not checked. It says nothing about what was written.</summary>
    Unreadable,

    /// <summary>There is no checkpoint where there are tiles.</summary>
    CheckpointMissing,

    /// <summary>The checkpoint is not one of C2SP tlog-checkpoint, or no signed note.</summary>
    CheckpointMalformed,

    /// <summary>The checkpoint is of another log than the key.</summary>
    OriginForeign,

    /// <summary>The log's key has not signed the checkpoint, nor has another key in its name.</summary>
    SignatureMissing,

    /// <summary>Another key has signed the checkpoint in the log's name.</summary>
    SignatureByOtherKey,

    /// <summary>The signature is not one of the checkpoint's text: one of the two was changed.</summary>
    SignatureWrong,

    /// <summary>A change of the log's key is not signed by the keys that it leads from and to, or is of another tree.</summary>
    KeyChangeWrong,

    /// <summary>A witness that was asked for has not cosigned the checkpoint, or its cosignature is wrong.</summary>
    CosignatureMissing,

    /// <summary>A cosignature is older than was asked for.</summary>
    CosignatureOld,

    /// <summary>The tree is not the one whose root the checkpoint has.</summary>
    RootDiffers,

    /// <summary>A tile is not what was written.</summary>
    TileChanged,

    /// <summary>A tile is not there.</summary>
    TileMissing,

    /// <summary>An entry is not what was written.</summary>
    EntryChanged,

    /// <summary>An entry, or the bundle that should hold it, is not there.</summary>
    EntryMissing,

    /// <summary>An entry stands where none was written.</summary>
    EntryAdded,

    /// <summary>An entry stands where another was written.</summary>
    EntryMoved,

    /// <summary>A bundle can't be cut into entries, or has bytes behind them.</summary>
    BundleMalformed,

    /// <summary>An entry is in the tree and is no canonical leaf.</summary>
    LeafMalformed,

    /// <summary>A file is there that does not belong to the ledger, or is not what it should be: a link, a pipe, a directory.</summary>
    FileForeign,

    /// <summary>A partial tile or bundle that was left behind is not the beginning of the one that took its place.</summary>
    PartialDiffers,

    /// <summary>Entries of a session are not in the tree.</summary>
    SequenceGap,

    /// <summary>Entries of a session are in the tree more than once, or out of order.</summary>
    SequenceRepeated,

    /// <summary>Entries are gone that no entry says were pruned.</summary>
    PruningUnsaid,

    /// <summary>A session's journal is not what is in the tree.</summary>
    JournalDiffers,

    /// <summary>A session's journal is gone, and no entry says that it was purged.</summary>
    JournalMissing,

    /// <summary>The list of where a session's entries are in the tree is not what was written.</summary>
    ExtentsWrong,

    /// <summary>A session's key is gone, and no entry says that it was destroyed; or it can't be read.</summary>
    KeyMissing,

    /// <summary>A sealed part is not what its leaf says.</summary>
    SealedDiffers,

    /// <summary>A payload is not what its entry says.</summary>
    PayloadDiffers,

    /// <summary>A payload is gone, and no entry says that it was purged.</summary>
    PayloadMissing,

    /// <summary>A session has entries that were not entered into the ledger yet.</summary>
    NotEntered,

    /// <summary>What an entry says was destroyed is still there.</summary>
    PurgeUnfinished,
}
