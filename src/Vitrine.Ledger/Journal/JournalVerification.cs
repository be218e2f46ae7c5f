namespace Vitrine.Ledger.Journal;

/// <summary>What a log is worth.</summary>
public enum JournalState
{
    /// <summary>Not an entry file, or of a version that this program does not know.</summary>
    NotALedger,

    /// <summary>Every frame is whole and every hash right; after the last is nothing, or room of zeros for more.</summary>
    Intact,

    /// <summary>All frames are right, and bytes of one more follow that was never finished: the writer was killed or is writing now.</summary>
    TornTail,

    /// <summary>An entry was changed, removed, inserted or moved; <see cref="JournalVerification.FirstBad"/> is the first place.</summary>
    Damaged,

    /// <summary>What is there is right, but it does not reach, or does not go through, the head that was expected.</summary>
    HeadMissing,

    /// <summary>Every frame is right, but what the entries say can't be read any more: the session's key was destroyed.</summary>
    Purged,
}

/// <summary>The result of reading a log from its first byte to its last.</summary>
/// <param name="State">The verdict.</param>
/// <param name="Entries">Entries that are right, counted from the first without a gap.</param>
/// <param name="ValidBytes">Length of the file up to the end of the last of them.</param>
/// <param name="Head">The head after the last of them.</param>
public readonly record struct JournalVerification(JournalState State, long Entries, long ValidBytes, JournalHead Head)
{
    /// <summary>Index of the first entry that is not what was written, or null where none is.</summary>
    public long? FirstBad => State is JournalState.Damaged or JournalState.TornTail or JournalState.HeadMissing ? Entries : null;

    /// <summary>Reads and checks a whole log, with bounded memory.</summary>
    /// <param name="path">The entry file.</param>
    /// <param name="expected">A head that was noted earlier: without one, a log whose last entries were cut off at a frame's end looks whole.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static JournalVerification Of(string path, JournalHead? expected = null)
    {
        using var reader = JournalReader.Open(path);
        return reader.ReadToEnd(expected);
    }
}
