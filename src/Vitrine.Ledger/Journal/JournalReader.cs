using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Journal;

/// <summary>What one call of <see cref="JournalReader.TryRead"/> met.</summary>
public enum JournalReadStatus
{
    /// <summary>The file does not start as an entry file of the version that this program knows; <see cref="JournalReader.Version"/> says more.</summary>
    NotALedger,

    /// <summary>An entry, whose chain hash is right.</summary>
    Entry,

    /// <summary>The end, exactly after a frame; room for more may follow. A live log may have more on the next call.</summary>
    End,

    /// <summary>The end, within a frame. A live log may have the rest on the next call.</summary>
    TornTail,

    /// <summary>The next frame is not what was written.</summary>
    Damaged,
}

/// <summary>
/// Reads an entry file from the front, checking each hash before it gives the entry. Memory is one window, whatever the file holds: 64 KiB, or two
/// frames where they are larger. It takes no lock: a log can be read while it is written. Not for use by two threads at once.
/// </summary>
public sealed class JournalReader : IDisposable
{
    /// <summary>Where the first frame of a journal starts.</summary>
    public const int FirstPosition = JournalFormat.HeaderSize;

    // How often a frame that is not right is read again as long as it changes under the reader's eyes.
    private const int MaximumAttempts = 100;
    private readonly DurableFile _file;
    private readonly byte[] _chain = new byte[JournalFormat.HashSize];
    private byte[] _window = new byte[64 * 1024];
    private int _start, _end, _needed;
    private bool _isElsewhere;

    internal JournalReader(DurableFile file) => _file = file;

    /// <summary>Entries read so far, those before the place where it was opened included.</summary>
    public long Count { get; private set; }

    /// <summary>Length of the file up to the end of the last entry that was read; 0 until the header was.</summary>
    public long ValidBytes { get; private set; }

    /// <summary>The version that the header of an entry file names; null until it was read, and for any other file.</summary>
    public long? Version { get; private set; }

    /// <summary>The head after the last entry that was read.</summary>
    public JournalHead Head => Position.Head;

    /// <summary>The point after the last entry that was read, where <see cref="Open(string, JournalPosition)"/> goes on.</summary>
    public JournalPosition Position => new(Count, ValidBytes, Convert.ToHexStringLower(_chain));

    /// <summary>Opens an entry file; a symbolic link is refused.</summary>
    /// <exception cref="IOException">It is not there or cannot be opened.</exception>
    public static JournalReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new JournalReader(DurableFile.Open(path, writable: false));
    }

    /// <summary>
    /// Opens an entry file at a point that was noted earlier; what is before it is not read again. A file that does not go through this point is
    /// <see cref="JournalReadStatus.Damaged"/> there.
    /// </summary>
    /// <exception cref="IOException">It is not there or cannot be opened.</exception>
    public static JournalReader Open(string path, JournalPosition from)
    {
        JournalReader reader = Open(path);
        if (from.Count == 0)
            return reader;
        try
        {
            reader.GoTo(from);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Reads the last entry without the ones before it, in time that does not depend on the file's length. The entry is bound to the hash before
    /// it, not to the whole chain: for a listing, not for a proof. Null when the file does not end with a whole frame.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static JournalFrame? ReadLast(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = DurableFile.Open(path, writable: false);
        Span<byte> tail = JournalTail.Read(file, out long offset);
        int start = JournalFormat.FindLastFrame(tail, offset, out FrameLayout layout);
        if (start < 0)
            return null;
        Span<byte> frame = tail[start..];
        return new JournalFrame(frame[layout.LeafRange].ToArray(), frame[layout.SealedRange].ToArray());
    }

    /// <summary>Whether a writer holds the log at this moment.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static bool IsBeingWritten(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = DurableFile.Open(path, writable: false);
        return file.IsLockedByWriter();
    }

    /// <summary>
    /// Gives the next entry. After anything but <see cref="JournalReadStatus.Entry"/> the position stays, so that a live log can be followed.
    /// </summary>
    /// <param name="leaf">The entry's leaf, valid until the next call.</param>
    /// <param name="sealedRecord">Its sealed record, likewise; empty where it has none.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public JournalReadStatus TryRead(out ReadOnlySpan<byte> leaf, out ReadOnlySpan<byte> sealedRecord)
    {
        JournalReadStatus status = TryReadNext(out FrameLayout layout);
        if (status == JournalReadStatus.Damaged)
            status = TryReadAgain(out layout);
        if (status == JournalReadStatus.Entry)
        {
            ReadOnlySpan<byte> frame = _window.AsSpan(_start - layout.Size, layout.Size);
            leaf = frame[layout.LeafRange];
            sealedRecord = frame[layout.SealedRange];
            return status;
        }

        leaf = sealedRecord = default;
        // What follows the last good frame may be other bytes the next time: it was being written, or was cut off and written anew.
        _start = _end = 0;
        return status;
    }

    /// <summary>
    /// Goes to a frame in the middle, whose position was noted earlier. The hash before it is taken from the file, so entries that are read from there are
    /// bound to each other and not to those before them. False, and nothing is changed, when the file does not reach that far.
    /// </summary>
    /// <param name="position"><see cref="ValidBytes"/> before the frame; at least <see cref="FirstPosition"/>.</param>
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
        _isElsewhere = false;
        (Count, ValidBytes) = (count, position);
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
        while ((status = TryRead(out _, out _)) == JournalReadStatus.Entry)
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

    private void GoTo(JournalPosition from)
    {
        Span<byte> before = stackalloc byte[JournalFormat.HashSize];
        bool isHash = from.Chain is { Length: 2 * JournalFormat.HashSize }
            && Convert.FromHexString(from.Chain, _chain, out _, out _) == System.Buffers.OperationStatus.Done;
        bool isThere = ReadHeader() == JournalReadStatus.Entry && from.Bytes >= JournalFormat.HeaderSize + JournalFormat.FrameOverhead
            && _file.Read(before, from.Bytes - JournalFormat.HashSize) == JournalFormat.HashSize;
        if (isHash)
            Convert.FromHexString(from.Chain, _chain, out _, out _);
        _isElsewhere = !isHash || !isThere || !before.SequenceEqual(_chain);
        _start = _end = 0;
        (Count, ValidBytes) = (from.Count, from.Bytes);
    }

    /// <summary>
    /// A batch that is being written while it is read can show later pages before it shows earlier ones. Then the bytes differ when they are
    /// read again, and a frame is damaged only when they do not.
    /// </summary>
    private JournalReadStatus TryReadAgain(out FrameLayout layout)
    {
        byte[] before = [];
        for (int attempt = 0; ; attempt++)
        {
            byte[] now = _window.AsSpan(_start, Math.Min(_needed, _end - _start)).ToArray();
            layout = default;
            if (attempt == MaximumAttempts || (attempt > 0 && now.AsSpan().SequenceEqual(before)))
                return JournalReadStatus.Damaged;
            before = now;
            _start = _end = 0;
            if (TryReadNext(out layout) is var status and not JournalReadStatus.Damaged)
                return status;
        }
    }

    private JournalReadStatus TryReadNext(out FrameLayout layout)
    {
        layout = default;
        _needed = 0;
        if (_isElsewhere)
            return JournalReadStatus.Damaged;
        if (ValidBytes == 0 && ReadHeader() is var header and not JournalReadStatus.Entry)
            return header;
        if (!Fill(JournalFormat.LeafLengthSize))
            return _end == _start || _window[_start] == 0 ? JournalReadStatus.End : WhenNotWhole();
        int leaf = JournalFormat.LeafLengthOf(_window.AsSpan(_start));
        if (leaf == 0)
            return IsZeroFrom(ValidBytes) ? JournalReadStatus.End : JournalReadStatus.Damaged;
        if (!Fill(JournalFormat.LengthsSize + leaf))
            return WhenNotWhole();
        layout = JournalFormat.LayoutOf(_window.AsSpan(_start));
        if (!layout.IsFit || !Fill(layout.Size))
            return WhenNotWhole();
        Span<byte> frame = _window.AsSpan(_start, layout.Size);
        return TryAccept(frame, layout) ? JournalReadStatus.Entry : WhenWrong(frame, layout);
    }

    private JournalReadStatus ReadHeader()
    {
        bool whole = Fill(JournalFormat.HeaderSize);
        ReadOnlySpan<byte> found = _window.AsSpan(_start, Math.Min(_end - _start, JournalFormat.HeaderSize));
        if (!whole)
            return JournalFormat.Header.StartsWith(found) || IsZeroFrom(0) ? JournalReadStatus.TornTail : JournalReadStatus.NotALedger;
        Version = JournalFormat.VersionOf(found);
        if (!found.SequenceEqual(JournalFormat.Header))
            return IsZeroFrom(0) ? JournalReadStatus.TornTail : JournalReadStatus.NotALedger;
        JournalFormat.Begin(_chain);
        Take(JournalFormat.HeaderSize);
        return JournalReadStatus.Entry;
    }

    private bool TryAccept(Span<byte> frame, FrameLayout layout)
    {
        Span<byte> chain = stackalloc byte[JournalFormat.HashSize];
        _chain.CopyTo(chain);
        JournalFormat.Advance(frame, layout, chain);
        if (!chain.SequenceEqual(frame[^JournalFormat.HashSize..]))
            return false;
        chain.CopyTo(_chain);
        Count++;
        Take(frame.Length);
        return true;
    }

    private void Take(int bytes)
    {
        _start += bytes;
        ValidBytes += bytes;
    }

    // A frame that was never finished ends before its end, with the file or with nothing but zeros to the file's end. A changed length can point
    // there too, and look so; but then the file still ends with a frame that proves itself, which a torn one does not. Without this test,
    // reopening would cut good entries off. The window holds all that is left but zeros: less than a frame.
    private JournalReadStatus WhenNotWhole() =>
        IsZeroFrom(ValidBytes + Math.Max(_needed, 1) - 1)
        && JournalFormat.FindLastFrame(_window.AsSpan(_start, _end - _start), ValidBytes, out _) == JournalFormat.NoFrame
            ? JournalReadStatus.TornTail
            : JournalReadStatus.Damaged;

    // A hash that ends in zeros looks as if it were cut there; if it was, it is right up to there.
    private JournalReadStatus WhenWrong(Span<byte> frame, FrameLayout layout)
    {
        Span<byte> chain = stackalloc byte[JournalFormat.HashSize];
        _chain.CopyTo(chain);
        JournalFormat.Advance(frame, layout, chain);
        ReadOnlySpan<byte> begun = frame[^JournalFormat.HashSize..].TrimEnd((byte)0);
        return chain.StartsWith(begun) ? WhenNotWhole() : JournalReadStatus.Damaged;
    }

    private bool IsZeroFrom(long offset)
    {
        byte[] piece = new byte[Math.Clamp(_file.Length - offset, 1, 64 * 1024)];
        while (true)
        {
            int read = _file.Read(piece, offset);
            if (piece.AsSpan(0, read).ContainsAnyExcept((byte)0))
                return false;
            if (read < piece.Length)
                return true;
            offset += read;
        }
    }

    /// <summary>Makes at least <paramref name="bytes"/> available at the start of the window, unless the file ends before.</summary>
    private bool Fill(int bytes)
    {
        _needed = bytes;
        if (_end - _start >= bytes)
            return true;
        _window.AsSpan(_start, _end - _start).CopyTo(_window);
        _end -= _start;
        _start = 0;
        if (bytes > _window.Length)
            Array.Resize(ref _window, Math.Max(bytes, Math.Min(2 * _window.Length, 2 * JournalFormat.MaximumFrameSize)));
        _end += _file.Read(_window.AsSpan(_end), ValidBytes + _end);
        return _end >= bytes;
    }
}
