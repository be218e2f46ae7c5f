using System.Text.Json;
using Vitrine.Core.Model;
using Vitrine.Ledger.Payloads;

namespace Vitrine.Runtime.Recording;

/// <summary>What became of opening an entry.</summary>
internal enum EntryOpening
{
    /// <summary>It is not what was recorded for its place in its session.</summary>
    Damaged,

    /// <summary>Opened.</summary>
    Opened,

    /// <summary>Leaf and sealed record are right; what they say can't be read, since the key is gone.</summary>
    Purged,
}

/// <summary>
/// Opens entries of one session as its record holds them: the leaf must be of the session and place, the sealed record the one that the leaf names, and
/// the entry in it one of the leaf's kind and time. Not for use by two threads at once.
/// </summary>
/// <param name="session">The session's id.</param>
/// <param name="cipher">What opens; null when the session's key is gone.</param>
internal sealed class EntryOpener(string session, EntryCipher? cipher) : IDisposable
{
    private byte[] _entry = new byte[4096];

    /// <summary>Whether the session's key is gone.</summary>
    public bool IsPurged => cipher is null;

    /// <summary>Opens an entry.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="leaf">Its leaf.</param>
    /// <param name="record">Its sealed record, or nothing.</param>
    /// <param name="entry">The entry, when opened.</param>
    public EntryOpening Open(long index, ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> record, out Entry? entry)
    {
        entry = null;
        if (LeafJson.TryParse(leaf) is not { } said || said.Session != session || said.Sequence != index || !IsNamed(record, said.Sealed))
            return EntryOpening.Damaged;
        entry = said.Sealed is null ? WithoutRecord(said) : cipher is null ? null : Open(index, record);
        if (entry is null)
            return cipher is null ? EntryOpening.Purged : EntryOpening.Damaged;
        bool isSame = entry.Session == session && entry.Index == index && entry.Time == said.Time && ObservationLeaf.KindOf(entry.Data) == said.Type;
        return isSame ? EntryOpening.Opened : EntryOpening.Damaged;
    }

    /// <inheritdoc/>
    public void Dispose() => cipher?.Dispose();

    private static bool IsNamed(ReadOnlySpan<byte> record, string? digest)
    {
        if (digest is null)
            return record.IsEmpty;
        Span<byte> computed = stackalloc byte[Disclosure.DigestSize];
        return SealedRecord.TryDigest(record, computed) && Convert.ToHexStringLower(computed) == digest;
    }

    // Only the end that was given to a session whose key was gone by then has no record, and it says nothing that is not in the leaf.
    private static Entry? WithoutRecord(Leaf leaf) =>
        leaf.Type == ObservationLeaf.SessionEnded ? new Entry(Entry.CurrentVersion, leaf.Session!, leaf.Sequence!.Value, leaf.Time, LostSession.End(0)) : null;

    private Entry? Open(long index, ReadOnlySpan<byte> record)
    {
        int length = record.Length - SealedRecord.Overhead;
        if (_entry.Length < length)
            _entry = new byte[Math.Max(length, 2 * _entry.Length)];
        if (!cipher!.TryOpen(index, record, _entry.AsSpan(0, length)))
            return null;
        try
        {
            var entry = Entry.Parse(_entry.AsSpan(0, length));
            return entry.Data is null || entry.Session is null ? null : entry;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
