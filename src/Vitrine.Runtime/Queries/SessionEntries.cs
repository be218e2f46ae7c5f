using System.Text.Json;
using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Payloads;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Queries;

/// <summary>
/// The entries of one session from any noted position on, while its key is there. What is given out is authentic: it was sealed with the session's key for
/// its place. Whether the leaf beside it says the same, and
/// what it commits to, is for <c>vitrine verify</c>. Not for use by two threads at once.
/// </summary>
internal sealed class SessionEntries : IDisposable
{
    private readonly SessionId _id;
    private readonly EntryCipher _cipher;
    private readonly JournalReader _reader;
    private byte[] _entry = new byte[4096];

    private SessionEntries(SessionId id, EntryCipher cipher, JournalReader reader) => (_id, _cipher, _reader) = (id, cipher, reader);

    /// <summary>Where the next entry's frame starts.</summary>
    public long Position => Math.Max(_reader.ValidBytes, JournalReader.FirstPosition);

    /// <summary>Index of the next entry.</summary>
    public long Next => _reader.Count;

    /// <summary>Chain hash in front of the next entry.</summary>
    public byte[] Chain => Convert.FromHexString(_reader.Head.Chain);

    /// <summary>Opens them; null when the session was purged: its key is gone.</summary>
    /// <exception cref="IOException">Record or key cannot be read.</exception>
    public static SessionEntries? Open(StateDirectory state, SessionId id)
    {
        EntryCipher? cipher = state.LoadCipher(id);
        if (cipher is null)
            return null;
        try
        {
            return new SessionEntries(id, cipher, JournalReader.Open(state.LogOf(id)));
        }
        catch
        {
            cipher.Dispose();
            throw;
        }
    }

    /// <summary>Reads an entry's JSON; null when it is none.</summary>
    public static Entry? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return Entry.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Goes to a noted position; false when the journal does not reach so far.</summary>
    public bool TrySeek(long position, long index) => _reader.TrySeek(position, index);

    /// <summary>Gives the next entry's JSON, valid until the next call. After anything but <see cref="JournalReadStatus.Entry"/> the position stays.</summary>
    /// <exception cref="IOException">The record cannot be read.</exception>
    public JournalReadStatus TryRead(out ReadOnlySpan<byte> json)
    {
        json = default;
        (long position, long index) = (Position, Next);
        JournalReadStatus status = _reader.TryRead(out ReadOnlySpan<byte> leaf, out ReadOnlySpan<byte> record);
        if (status != JournalReadStatus.Entry)
            return status;
        if (record.IsEmpty && TryOpenWithoutRecord(leaf, out json))
            return status;
        int length = record.Length - SealedRecord.Overhead;
        if (length > _entry.Length)
            _entry = new byte[Math.Max(length, 2 * _entry.Length)];
        if (length >= 0 && _cipher.TryDecrypt(index, record, _entry.AsSpan(0, length)))
        {
            json = _entry.AsSpan(0, length);
            return status;
        }

        _reader.TrySeek(position, index);
        return JournalReadStatus.Damaged;
    }

    /// <summary>What the first entry says; goes to the second.</summary>
    public SessionContext ReadContext() =>
        TryRead(out ReadOnlySpan<byte> json) == JournalReadStatus.Entry && Parse(json) is { } first ? SessionContext.Of(first.Data) : SessionContext.Unknown;

    public void Dispose()
    {
        _reader.Dispose();
        _cipher.Dispose();
    }

    // The leaf alone tells all.
    private bool TryOpenWithoutRecord(ReadOnlySpan<byte> leaf, out ReadOnlySpan<byte> json)
    {
        using var opener = new EntryOpener(_id.ToString(), null);
        bool isOpened = opener.Open(_reader.Count - 1, leaf, default, out Entry? entry) == EntryOpening.Opened;
        json = isOpened ? entry!.ToUtf8() : default;
        return isOpened;
    }
}
