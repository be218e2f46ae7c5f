using System.Net.Sockets;

namespace Vitrine.Runtime.Watching;

/// <summary>A watcher's end of a session's control socket.</summary>
public sealed class ControlClient : IAsyncDisposable
{
    private readonly NetworkStream _stream;
    private readonly ControlLines _lines;

    private ControlClient(NetworkStream stream) => (_stream, _lines) = (stream, new ControlLines(stream));

    /// <summary>Connects; null when the session has no socket or its supervisor is gone.</summary>
    /// <exception cref="IOException">The state directory can't be opened.</exception>
    public static async Task<ControlClient?> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            using var address = ControlAddress.Of(path);
            await socket.ConnectAsync(address.EndPoint, cancellationToken).ConfigureAwait(false);
            return new ControlClient(new NetworkStream(socket, ownsSocket: true));
        }
        catch (SocketException)
        {
            // No such socket, or nobody listens: a session that ended, or one of an earlier version.
            socket.Dispose();
            return null;
        }
    }

    /// <summary>
    /// The next news: a question that opened (once more for those open when connecting), or one that closed; both null when the session ended.
    /// </summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<(Question? Opened, ClosedQuestion? Closed)> ReadAsync(CancellationToken cancellationToken)
    {
        ControlMessage? message = await _lines.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (message?.Question, message?.Closed);
    }

    /// <summary>Answers a question.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task AnswerAsync(long id, Answer answer, CancellationToken cancellationToken) =>
        await _lines.WriteAsync(new ControlMessage { Closed = new ClosedQuestion(id, answer) }, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _lines.Dispose();
        await _stream.DisposeAsync().ConfigureAwait(false);
    }
}
