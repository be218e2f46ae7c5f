using Microsoft.Win32.SafeHandles;
using Vitrine.Ledger.Files;
using Xunit;

namespace Vitrine.Tests.Ledger;

/// <summary>
/// A file in memory that can fail at any call, hold a call up, and tell what was flushed. Real files can't be made to give EIO on demand without
/// root; the calls that can fail for real (a full disk, a size limit) are tested on real files besides.
/// </summary>
internal sealed class TestFile() : DurableFile(new SafeFileHandle(-1, ownsHandle: false), "test")
{
    private readonly Lock _gate = new();
    private byte[] _bytes = [];

    /// <summary>Number of the call (write or flush, from 0) that fails, or -1.</summary>
    public int FailingCall { get; init; } = -1;

    /// <summary>Whether a failing write writes half of its bytes first.</summary>
    public bool IsTearing { get; init; }

    /// <summary>Whether there is room to be made ahead: zeros after what is written.</summary>
    public bool HasRoom { get; init; }

    /// <summary>Held while a write should not go on.</summary>
    public ManualResetEventSlim MayWrite { get; } = new(true);

    /// <summary>Set when a write has begun.</summary>
    public ManualResetEventSlim Writing { get; } = new(false);

    /// <summary>Set by each write.</summary>
    public ManualResetEventSlim Written { get; } = new(false);

    /// <summary>Set by each flush.</summary>
    public ManualResetEventSlim Flushed { get; } = new(false);

    public int Calls { get; private set; }

    public int Flushes { get; private set; }

    public byte[] Bytes
    {
        get
        {
            lock (_gate)
                return [.. _bytes];
        }
    }

    public override void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        Writing.Set();
        MayWrite.Wait(TestContext.Current.CancellationToken);
        bool fails = Calls++ == FailingCall;
        if (fails && IsTearing)
            bytes = bytes[..(bytes.Length / 2)];
        if (!fails || IsTearing)
        {
            lock (_gate)
            {
                Array.Resize(ref _bytes, Math.Max(_bytes.Length, (int)offset + bytes.Length));
                bytes.CopyTo(_bytes.AsSpan((int)offset));
            }
        }

        Written.Set();
        if (fails)
            throw new IOException("Input/output error.");
    }

    /// <summary>What a power loss would leave at worst: the bytes at the last flush that succeeded.</summary>
    public byte[] FlushedBytes { get; private set; } = [];

    public override bool TryAllocate(long offset, long count)
    {
        if (!HasRoom)
            return false;
        lock (_gate)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length, (int)(offset + count)));
        return true;
    }

    public override void Truncate(long length)
    {
        lock (_gate)
            Array.Resize(ref _bytes, (int)length);
    }

    public override void StartWriteback(long offset, long count)
    {
    }

    public override void Sync()
    {
        Flushes++;
        if (Calls++ == FailingCall)
            throw new IOException("Input/output error.");
        FlushedBytes = Bytes;
        Flushed.Set();
    }
}
