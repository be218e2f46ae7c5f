namespace Vitrine.Ledger.Journal;

/// <summary>A point in a log and where in the file it lies: reading can go on from there without what is before.</summary>
/// <param name="Count">Number of entries up to here.</param>
/// <param name="Bytes">Length of the file up to the end of the last of them.</param>
/// <param name="Chain">Chain hash after the last of them, lower-case hex.</param>
public readonly record struct JournalPosition(long Count, long Bytes, string Chain)
{
    /// <summary>The point alone.</summary>
    public JournalHead Head => new(Count, Chain);
}
