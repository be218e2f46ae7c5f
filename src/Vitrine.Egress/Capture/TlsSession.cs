using System.IO.Pipelines;
using System.Net.Security;

namespace Vitrine.Egress.Capture;

/// <summary>A terminated TLS connection. Disposing it completes the pipes and says goodbye (close_notify).</summary>
internal sealed class TlsSession : IAsyncDisposable
{
    /// <summary>Wraps a stream whose handshake is done.</summary>
    public TlsSession(SslStream stream)
    {
        Stream = stream;
        Pipe = new DuplexPipe(
            PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024, minimumReadSize: 1024, leaveOpen: true)),
            PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)));
    }

    /// <summary>The stream.</summary>
    public SslStream Stream { get; }

    /// <summary>The clear bytes.</summary>
    public IDuplexPipe Pipe { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Pipe.Input.CompleteAsync().ConfigureAwait(false);
            await Pipe.Output.CompleteAsync().ConfigureAwait(false);
            await Stream.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side is gone already; nobody hears the goodbye.
        }

        await Stream.DisposeAsync().ConfigureAwait(false);
    }
}
