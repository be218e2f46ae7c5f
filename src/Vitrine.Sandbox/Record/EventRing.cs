using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Sandbox.Record;

/// <summary>What the listener thread leaves for the journal thread of one opened file.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenEvent
{
    public int Thread;
    public ushort PathLength;
    public OpenAccess Access;
}

/// <summary>How a file was opened. <see cref="Marker"/> is no open: it stands for an observation in the side queue.</summary>
internal enum OpenAccess : byte
{
    Read,
    Write,
    List,
    Marker,
}

/// <summary>
/// A bounded ring of bytes between one writer and one reader. The writer never waits: the agent's system call hangs on it. When the ring is
/// full the event is refused and the caller counts it.
/// </summary>
internal sealed class EventRing(int capacity) : IDisposable
{
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(capacity, pinned: true);
    private readonly AutoResetEvent _wake = new(false);
    private long _written, _read;
    private int _asleep;

    private static int HeaderSize => Unsafe.SizeOf<OpenEvent>();

    /// <summary>Adds an event; false when there is no room.</summary>
    public bool TryWrite(OpenEvent header, ReadOnlySpan<byte> path)
    {
        long written = _written;
        int size = HeaderSize + path.Length;
        if (size > _buffer.Length - (int)(written - Volatile.Read(ref _read)))
            return false;
        header.PathLength = (ushort)path.Length;
        Copy(MemoryMarshal.AsBytes(new ReadOnlySpan<OpenEvent>(in header)), written);
        Copy(path, written + HeaderSize);
        Volatile.Write(ref _written, written + size);
        if (Volatile.Read(ref _asleep) != 0)
            Wake();
        return true;
    }

    /// <summary>Takes the next event; the path's bytes go into the buffer. False when there is none.</summary>
    public bool TryRead(out OpenEvent header, Span<byte> path, out int length)
    {
        header = default;
        length = 0;
        long read = _read;
        if (Volatile.Read(ref _written) == read)
            return false;
        CopyOut(read, MemoryMarshal.AsBytes(new Span<OpenEvent>(ref header)));
        length = header.PathLength;
        CopyOut(read + HeaderSize, path[..length]);
        Volatile.Write(ref _read, read + HeaderSize + length);
        return true;
    }

    /// <summary>
    /// Waits for an event, as a rule by looking again after some milliseconds: a wake-up for each event would cost the agent more than the event does.
    /// </summary>
    public void Wait(bool longIdle)
    {
        if (!longIdle)
        {
            _wake.WaitOne(4);
            return;
        }

        Interlocked.Exchange(ref _asleep, 1);
        if (Volatile.Read(ref _written) == _read)
            _wake.WaitOne(1000);
        Volatile.Write(ref _asleep, 0);
    }

    /// <summary>Wakes the reader.</summary>
    public void Wake() => _wake.Set();

    /// <inheritdoc/>
    public void Dispose() => _wake.Dispose();

    private void Copy(ReadOnlySpan<byte> bytes, long position)
    {
        int at = (int)(position % _buffer.Length), first = Math.Min(bytes.Length, _buffer.Length - at);
        bytes[..first].CopyTo(_buffer.AsSpan(at));
        bytes[first..].CopyTo(_buffer);
    }

    private void CopyOut(long position, Span<byte> bytes)
    {
        int at = (int)(position % _buffer.Length), first = Math.Min(bytes.Length, _buffer.Length - at);
        _buffer.AsSpan(at, first).CopyTo(bytes);
        _buffer.AsSpan(0, bytes.Length - first).CopyTo(bytes[first..]);
    }
}
