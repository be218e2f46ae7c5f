namespace Vitrine.Ledger.Journal;

/// <summary>How long the two parts of a frame are.</summary>
/// <param name="Leaf">Bytes of the leaf.</param>
/// <param name="Sealed">Bytes of the sealed record.</param>
internal readonly record struct FrameLayout(int Leaf, int Sealed)
{
    /// <summary>Bytes of the whole frame.</summary>
    public int Size => Leaf + Sealed + JournalFormat.FrameOverhead;

    /// <summary>Whether both lengths are within their bounds.</summary>
    public bool IsFit =>
        Leaf is > 0 and <= JournalFormat.MaximumLeafSize && Sealed is 0 or (>= JournalFormat.MinimumSealedSize and <= JournalFormat.MaximumSealedSize);

    /// <summary>The leaf within a frame.</summary>
    public Range LeafRange => JournalFormat.LeafLengthSize..(JournalFormat.LeafLengthSize + Leaf);

    /// <summary>The sealed record within a frame.</summary>
    public Range SealedRange => (JournalFormat.LengthsSize + Leaf)..(JournalFormat.LengthsSize + Leaf + Sealed);
}
