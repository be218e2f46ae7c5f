namespace Vitrine.Ledger.Verification;

/// <summary>What a leaf holds; the spans are of the leaf, empty where it has no such member.</summary>
internal ref struct LeafView
{
    public ReadOnlySpan<byte> Session, Type, Time, Data;

    /// <summary>Digest of the sealed part, lower-case hex.</summary>
    public ReadOnlySpan<byte> Sealed;

    public bool HasVersion, HasSequence;
    public long SequenceOrZero;

    /// <summary>The entry's number within its session; -1 for none.</summary>
    public readonly long Sequence => HasSequence ? SequenceOrZero : -1;

    /// <summary>Whether the ledger's keeper made the entry, and no session.</summary>
    public readonly bool IsKeepers => Type.StartsWith("ledger-"u8);
}
