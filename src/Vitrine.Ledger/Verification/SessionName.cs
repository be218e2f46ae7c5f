using System.Buffers.Binary;
using System.Text;

namespace Vitrine.Ledger.Verification;

/// <summary>A session's id as three numbers, so that millions of entries can be counted by it without a string for each.</summary>
internal readonly record struct SessionName(ulong First, ulong Second, ulong Third)
{
    /// <summary>The longest id, in bytes.</summary>
    public const int MaximumLength = 24;

    /// <summary>Takes an id of at most 24 bytes.</summary>
    public static SessionName Read(ReadOnlySpan<byte> id)
    {
        Span<byte> all = stackalloc byte[MaximumLength];
        all.Clear();
        id.CopyTo(all);
        return new SessionName(BinaryPrimitives.ReadUInt64BigEndian(all), BinaryPrimitives.ReadUInt64BigEndian(all[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(all[16..]));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> all = stackalloc byte[MaximumLength];
        BinaryPrimitives.WriteUInt64BigEndian(all, First);
        BinaryPrimitives.WriteUInt64BigEndian(all[8..], Second);
        BinaryPrimitives.WriteUInt64BigEndian(all[16..], Third);
        return Encoding.ASCII.GetString(all.TrimEnd((byte)0));
    }
}

/// <summary>Entries of one session that follow each other in the tree, with sequences that do so too.</summary>
/// <param name="Session">Whose.</param>
/// <param name="Sequence">The first one's number in the session.</param>
/// <param name="Index">The first one's in the tree.</param>
/// <param name="Count">How many.</param>
internal readonly record struct SessionRun(SessionName Session, long Sequence, long Index, long Count);
