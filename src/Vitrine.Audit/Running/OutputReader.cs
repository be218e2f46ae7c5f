using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Audit.Running;

/// <summary>Reads what a box prints on one stream: its beginning is kept, the rest is counted, and never does the box wait for us.</summary>
internal sealed class OutputReader : IDisposable
{
    private const int Kept = 1 << 20;
    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.In, HandleInheritability.None);
    private readonly MemoryStream _head = new();
    private readonly Task _reading;
    private long _total;

    public OutputReader()
    {
        Writer = new SafeFileHandle(_pipe.ClientSafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The end that the box writes to.</summary>
    public SafeFileHandle Writer { get; }

    /// <summary>Bytes that came so far.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>What came first, when the box has ended: at most a mebibyte.</summary>
    public async Task<byte[]> FinishAsync()
    {
        _pipe.DisposeLocalCopyOfClientHandle();
        await _reading.ConfigureAwait(false);
        return _head.ToArray();
    }

    private void Read()
    {
        byte[] buffer = new byte[64 * 1024];
        for (int read; (read = _pipe.Read(buffer)) > 0;)
        {
            Interlocked.Add(ref _total, read);
            _head.Write(buffer, 0, (int)Math.Min(read, Kept - _head.Length));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Writer.Dispose();
        _pipe.DisposeLocalCopyOfClientHandle();
        // Disposing of a pipe waits for a read that waits, and that for whoever still holds the other end: where no box was made, or one is just being ended,
        // this must not.
        _ = _reading.ContinueWith(
            read =>
            {
                // Where nobody finished it, nobody else looks at how it ended.
                _ = read.Exception;
                _pipe.Dispose();
                _head.Dispose();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
