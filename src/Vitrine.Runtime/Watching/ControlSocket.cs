using System.Net.Sockets;
using System.Threading.Channels;

namespace Vitrine.Runtime.Watching;

/// <summary>
/// Where watchers of a running session connect: a Unix socket in the state directory, which is its owner's alone and outside every mount of the box; who
/// connects must be the same user, or root. It carries questions and answers; what happens in the session watchers read from its record.
/// </summary>
public sealed class ControlSocket : IAsyncDisposable
{
    private const int MostWatchers = 8, MostWaiting = 256;
    private readonly Socket _listener;
    private readonly string _path;
    private readonly Approvals _approvals;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly List<Channel<ControlMessage>> _watchers = [];
    private readonly Task _serving;

    private ControlSocket(Socket listener, string path, Approvals approvals)
    {
        (_listener, _path, _approvals) = (listener, path, approvals);
        approvals.Opened += question => Tell(new ControlMessage { Question = question });
        approvals.Closed += (question, answer) => Tell(new ControlMessage { Closed = new ClosedQuestion(question.Id, answer) });
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>How many watch at this moment.</summary>
    public int Watchers
    {
        get
        {
            lock (_lock)
                return _watchers.Count;
        }
    }

    /// <summary>Opens the socket.</summary>
    /// <param name="path">Where; see <see cref="Recording.SessionStore.ControlOf"/>.</param>
    /// <param name="approvals">The session's questions.</param>
    /// <exception cref="IOException">It can't be made.</exception>
    public static ControlSocket Open(string path, Approvals approvals)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            using var address = ControlAddress.Of(path);
            listener.Bind(address.EndPoint);
            listener.Listen(MostWatchers);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return new ControlSocket(listener, path, approvals);
        }
        catch (SocketException failure)
        {
            listener.Dispose();
            throw new IOException($"{path}: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        File.Delete(_path);
        await _ending.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _serving.ConfigureAwait(false);
        _ending.Dispose();
    }

    private async Task ServeAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                Socket watcher = await _listener.AcceptAsync(_ending.Token).ConfigureAwait(false);
                serving.RemoveAll(static task => task.IsCompleted);
                if (serving.Count < MostWatchers && PeerCredentials.IsOwner(watcher))
                    serving.Add(TalkAsync(watcher));
                else
                    watcher.Dispose();
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The session ends.
        }

        await Task.WhenAll(serving).ConfigureAwait(false);
    }

    private async Task TalkAsync(Socket socket)
    {
        var waiting = Channel.CreateBounded<ControlMessage>(MostWaiting);
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        using var lines = new ControlLines(stream);
        lock (_lock)
            _watchers.Add(waiting);
        try
        {
            // Those that opened in between come twice, with the same number.
            foreach (Question question in _approvals.Open)
                waiting.Writer.TryWrite(new ControlMessage { Question = question });
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
            Task told = TellAsync(lines, waiting.Reader, ending.Token);
            Task heard = HearAsync(lines, ending.Token);
            await Task.WhenAny(told, heard).ConfigureAwait(false);
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(told, heard).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException)
        {
            // A watcher that leaves or talks nonsense is no loss to the session: its questions stay open for others, or time out.
        }
        finally
        {
            lock (_lock)
                _watchers.Remove(waiting);
        }
    }

    private static async Task TellAsync(ControlLines lines, ChannelReader<ControlMessage> waiting, CancellationToken cancellationToken)
    {
        await foreach (ControlMessage message in waiting.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            await lines.WriteAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private async Task HearAsync(ControlLines lines, CancellationToken cancellationToken)
    {
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            if (message.Closed is not { Answer: not Answer.Nobody } closed)
                throw new IOException("A watcher answers questions and says nothing else.");
            _approvals.Give(closed.Id, closed.Answer);
        }
    }

    private void Tell(ControlMessage message)
    {
        lock (_lock)
        {
            // One that does not read any more loses its connection.
            foreach (Channel<ControlMessage> watcher in _watchers)
                if (!watcher.Writer.TryWrite(message))
                    watcher.Writer.TryComplete();
        }
    }
}
