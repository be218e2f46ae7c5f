namespace Vitrine.Ledger.Verification;

/// <summary>Bundles that follow each other, with what the tree above says of them: the unit of work of one thread.</summary>
/// <param name="First">Number of the first bundle.</param>
/// <param name="Count">How many.</param>
internal sealed record BundleSlice(long First, int Count)
{
    /// <summary>For full bundles: the hash of each one's 256 leaves, one after another; null where nothing is known of them.</summary>
    public ReadOnlyMemory<byte>? Subtrees { get; init; }

    /// <summary>For the last, partial bundle: the hashes of its leaves; null where they are not known.</summary>
    public byte[]? Leaves { get; init; }

    /// <summary>Whether this is the last, partial bundle.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Whether a chain of hashes leads from the checkpoint's root to what is known.</summary>
    public bool IsRooted { get; init; }
}
