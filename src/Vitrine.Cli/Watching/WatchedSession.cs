using Vitrine.Cli.Report.Html;
using Vitrine.Core.Model;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Watching;

namespace Vitrine.Cli.Watching;

/// <summary>What a watcher knows of one session: its record so far, and the questions that stand open.</summary>
internal sealed class WatchedSession : IAsyncDisposable
{
    private readonly SessionFollower _follower;
    private readonly List<Question> _questions = [];
    private readonly Lock _lock = new();

    private WatchedSession(SessionId id, SessionFollower follower, ControlClient? control) => (Id, _follower, Control) = (id, follower, control);

    public SessionId Id { get; }

    public SessionSummary Summary { get; } = new();

    public Timeline Timeline { get; } = new(keepLast: true);

    /// <summary>Null where the session can't be asked anything, or has ended.</summary>
    public ControlClient? Control { get; private set; }

    public bool IsOver { get; private set; }

    public IReadOnlyList<Question> Questions
    {
        get
        {
            lock (_lock)
                return [.. _questions];
        }
    }

    /// <exception cref="IOException">Its record can't be read.</exception>
    public static async Task<WatchedSession?> OpenAsync(SessionStore store, SessionId id, CancellationToken cancellationToken)
    {
        if (store.Open(id) is not { } stored)
            return null;
        return new WatchedSession(id, stored.Follow(), await ControlClient.ConnectAsync(store.ControlOf(id), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Connects where that was too early: a session has a record before it can be asked anything. Whether it is connected now and was not.</summary>
    /// <exception cref="IOException">The state directory can't be opened.</exception>
    public async Task<bool> ConnectAsync(SessionStore store, CancellationToken cancellationToken)
    {
        if (Control is not null || IsOver)
            return false;
        Control = await ControlClient.ConnectAsync(store.ControlOf(Id), cancellationToken).ConfigureAwait(false);
        return Control is not null;
    }

    /// <summary>Takes in what was recorded since the last call.</summary>
    public void ReadNew(Action<Entry>? also = null) => _follower.ReadNew(entry =>
    {
        Summary.Add(entry);
        Timeline.Add(entry);
        IsOver |= entry.Data is SessionEnded;
        also?.Invoke(entry);
    });

    /// <summary>Takes in questions until the session ends.</summary>
    public async Task ListenAsync(Action<Question?, ClosedQuestion?> changed, CancellationToken cancellationToken)
    {
        try
        {
            while (Control is { } control)
            {
                (Question? opened, ClosedQuestion? closed) = await control.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (opened is null && closed is null)
                    return;
                bool isNews;
                lock (_lock)
                {
                    isNews = closed is not null || _questions.TrueForAll(question => question.Id != opened!.Id);
                    if (closed is not null)
                        _questions.RemoveAll(question => question.Id == closed.Id);
                    else if (isNews)
                        _questions.Add(opened!);
                }

                if (isNews)
                    changed(opened, closed);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The session ended, or the watcher does.
        }
        finally
        {
            lock (_lock)
                _questions.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _follower.Dispose();
        if (Control is { } control)
            await control.DisposeAsync().ConfigureAwait(false);
        Control = null;
    }
}
