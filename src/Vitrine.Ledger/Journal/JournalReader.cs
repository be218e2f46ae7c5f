using System.Buffers.Binary;
using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Journal;

/// <summary>What one call of <see cref="JournalReader.TryRead"/> met.</summary>
public enum JournalReadStatus
{
    /// <summary>The file does not start as an entry file does.</summary>
    NotALedger,

    /// <summary>An entry, whose chain hash is right.</summary>
    Entry,

    /// <summary>The end, exactly after a frame. A live log may have more on the next call.</summary>
    End,

    /// <summary>The end, within a frame. A live log may have the rest on the next call.</summary>
    TornTail,

    /// <summary>The next frame is not what was written.</summary>
    Damaged,
}

/// <summary>
/// Reads an entry file from the front, checking each hash before it gives the entry. Memory is one window of two frames, whatever the file
/// holds. It takes no lock: a log can be read while it is written. Not for use by two threads at once.
/// </summary>
public sealed class JournalReader : IDisposable
{
    /// <summary>Where the first frame of a journal starts.</summary>
    public const int FirstPosition = JournalFormat.HeaderSize;

    private readonly DurableFile _file;
    private readonly byte[] _window = new byte[2 * JournalFormat.MaximumFrameSize];
    private readonly byte[] _chain = new byte[JournalFormat.HashSize];
    private int _start, _end;

    internal JournalReader(DurableFile file) => _file = file;

    /// <summary>Entries read so far.</summary>
    public long Count { get; private set; }

    /// <summary>Length of the file up to the end of the last entry that was read; 0 until the header was.</summary>
    public long ValidBytes { get; private set; }

    /// <summary>The head after the last entry that was read.</summary>
    public JournalHead Head => new(Count, Convert.ToHexStringLower(_chain));

    /// <summary>Opens an entry file; a symbolic link is refused.</summary>
    /// <exception cref="IOException">It is not there or cannot be opened.</exception>
    public static JournalReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new JournalReader(DurableFile.Open(path, writable: false));
    }

    /// <summary>
    /// Reads the last entry without the ones before it, in time that does not depend on the file's length. The entry is bound to the hash before
    /// it, not to the whole chain: for a listing, not for a proof. Null when the file does not end with a whole frame.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[]? ReadLast(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = DurableFile.Open(path, writable: false);
        Span<byte> tail = ReadTail(file, out long offset);
        int start = JournalFormat.FindLastFrame(tail, offset);
        return start < 0 ? null : tail[(start + JournalFormat.LengthSize)..^JournalFormat.HashSize].ToArray();
    }

    /// <summary>Whether a writer holds the log at this moment.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static bool IsBeingWritten(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = DurableFile.Open(path, writable: false);
        return file.IsLockedByWriter();
    }

    /// <summary>Gives the next entry. After anything but <see cref="JournalReadStatus.Entry"/> the position stays, so that a live log can be followed.</summary>
    /// <param name="entry">The entry's bytes, valid until the next call.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public JournalReadStatus TryRead(out ReadOnlySpan<byte> entry)
    {
        JournalReadStatus status = TryReadNext(out entry);
        // What follows the last good frame may be other bytes the next time: it was being written, or was cut off and written anew.
        if (status != JournalReadStatus.Entry)
            _start = _end = 0;
        return status;
    }

    /// <summary>
    /// Goes to a frame in the middle, whose position was noted earlier. The hash before it is taken from the file, so entries that are read from there are
    /// bound to each other and not to those before them. False, and nothing is changed, when the file does not reach that far.
    /// </summary>
    /// <param name="position"><see cref="ValidBytes"/> before the frame.</param>
    /// <param name="count">How many entries stand before it.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TrySeek(long position, long count)
    {
        Span<byte> chain = stackalloc byte[JournalFormat.HashSize];
        if (position > JournalFormat.HeaderSize)
        {
            if (position < JournalFormat.HeaderSize + JournalFormat.HashSize || _file.Read(chain, position - JournalFormat.HashSize) < chain.Length)
                return false;
        }
        else if (position == JournalFormat.HeaderSize)
        {
            JournalFormat.Begin(chain);
        }
        else
        {
            return false;
        }

        chain.CopyTo(_chain);
        _start = _end = 0;
        ValidBytes = position;
        Count = count;
        return true;
    }

    /// <summary>Length of a journal, and the chain hash that stands in front of a position; all zero when the file does not reach that far.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="position">Where a frame ends.</param>
    /// <param name="chain">32 bytes.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static long ReadChain(string path, long position, Span<byte> chain)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNotEqual(chain.Length, JournalFormat.HashSize);
        using var file = DurableFile.Open(path, writable: false);
        if (position < JournalFormat.HeaderSize + JournalFormat.HashSize || file.Read(chain, position - JournalFormat.HashSize) < chain.Length)
            chain.Clear();
        return file.Length;
    }

    /// <summary>Reads what is left and gives the verdict over the whole.</summary>
    /// <param name="expected">A head noted earlier that the log must go through.</param>
    public JournalVerification ReadToEnd(JournalHead? expected = null)
    {
        bool headSeen = expected is null or { Count: 0 };
        JournalReadStatus status;
        while ((status = TryRead(out _)) == JournalReadStatus.Entry)
        {
            if (expected is { } head && head.Count == Count)
            {
                if (head.Chain != Head.Chain)
                    break;
                headSeen = true;
            }
        }

        JournalState state = status switch
        {
            JournalReadStatus.NotALedger => JournalState.NotALedger,
            JournalReadStatus.Damaged => JournalState.Damaged,
            _ when !headSeen => JournalState.HeadMissing,
            JournalReadStatus.TornTail => JournalState.TornTail,
            _ => JournalState.Intact,
        };
        return new JournalVerification(state, Count, ValidBytes, Head);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Copies the chain hash after the last entry that was read.</summary>
    internal void CopyChainTo(Span<byte> destination) => _chain.CopyTo(destination);

    private static Span<byte> ReadTail(DurableFile file, out long offset)
    {
        long length = file.Length;
        offset = Math.Max(JournalFormat.HeaderSize, length - JournalFormat.MaximumFrameSize - JournalFormat.HashSize);
        if (length <= offset)
            return [];
        byte[] tail = new byte[length - offset];
        return tail.AsSpan(0, file.Read(tail, offset));
    }

    private JournalReadStatus TryReadNext(out ReadOnlySpan<byte> entry)
    {
        entry = default;
        if (ValidBytes == 0 && ReadHeader() is var header and not JournalReadStatus.Entry)
            return header;
        if (!Fill(JournalFormat.LengthSize))
            return _end == _start ? JournalReadStatus.End : WhenCutShort();
        int length = BinaryPrimitives.ReadUInt16BigEndian(_window.AsSpan(_start));
        if (length == 0)
            return IsZeroToTheEnd() ? JournalReadStatus.TornTail : JournalReadStatus.Damaged;
        if (!Fill(length + JournalFormat.FrameOverhead))
            return WhenCutShort();
        return TryAccept(_window.AsSpan(_start, length + JournalFormat.FrameOverhead), length, out entry);
    }

    private JournalReadStatus ReadHeader()
    {
        bool whole = Fill(JournalFormat.HeaderSize);
        ReadOnlySpan<byte> found = _window.AsSpan(_start, Math.Min(_end - _start, JournalFormat.HeaderSize));
        if (!whole)
            return JournalFormat.Header.StartsWith(found) || IsZeroToTheEnd() ? JournalReadStatus.TornTail : JournalReadStatus.NotALedger;
        if (!found.SequenceEqual(JournalFormat.Header))
            return IsZeroToTheEnd() ? JournalReadStatus.TornTail : JournalReadStatus.NotALedger;
        JournalFormat.Begin(_chain);
        Take(JournalFormat.HeaderSize);
        return JournalReadStatus.Entry;
    }

    private JournalReadStatus TryAccept(Span<byte> frame, int length, out ReadOnlySpan<byte> entry)
    {
        entry = default;
        Span<byte> chain = stackalloc byte[JournalFormat.HashSize];
        _chain.CopyTo(chain);
        JournalFormat.Advance(frame, length, chain);
        if (!chain.SequenceEqual(frame[^JournalFormat.HashSize..]))
            return JournalReadStatus.Damaged;
        chain.CopyTo(_chain);
        entry = frame.Slice(JournalFormat.LengthSize, length);
        Count++;
        Take(frame.Length);
        return JournalReadStatus.Entry;
    }

    private void Take(int bytes)
    {
        _start += bytes;
        ValidBytes += bytes;
    }

    // A changed length can point past the end of the file and look like a frame that was never finished. But then the file still ends with a
    // frame that proves itself, which a torn one does not; without this test, reopening would cut good entries off. The window holds all that is
    // left: less than a frame.
    private JournalReadStatus WhenCutShort() =>
        JournalFormat.FindLastFrame(_window.AsSpan(_start, _end - _start), ValidBytes) < 0 ? JournalReadStatus.TornTail : JournalReadStatus.Damaged;

    private bool IsZeroToTheEnd()
    {
        Span<byte> piece = stackalloc byte[4096];
        for (long offset = ValidBytes; ;)
        {
            int read = _file.Read(piece, offset);
            if (piece[..read].ContainsAnyExcept((byte)0))
                return false;
            if (read < piece.Length)
                return true;
            offset += read;
        }
    }

    /// <summary>Makes at least <paramref name="bytes"/> available at the start of the window, unless the file ends before.</summary>
    private bool Fill(int bytes)
    {
        if (_end - _start >= bytes)
            return true;
        _window.AsSpan(_start, _end - _start).CopyTo(_window);
        _end -= _start;
        _start = 0;
        _end += _file.Read(_window.AsSpan(_end), ValidBytes + _end);
        return _end >= bytes;
    }
}
