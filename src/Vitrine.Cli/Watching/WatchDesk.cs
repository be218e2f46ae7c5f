using Vitrine.Core.Model;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Watching;

namespace Vitrine.Cli.Watching;

/// <summary>All running sessions, or one: finds them as they start, follows their records, and carries answers.</summary>
internal sealed class WatchDesk(SessionStore store, SessionId? only) : IAsyncDisposable
{
    private readonly Dictionary<SessionId, (WatchedSession Session, Task Listening)> _watched = [];

    /// <summary>Called with each entry that is new.</summary>
    public Action<SessionId, Entry>? Recorded { get; init; }

    /// <summary>Called with each question that opens or closes, on another thread.</summary>
    public Action<SessionId, Question?, ClosedQuestion?>? Asked { get; init; }

    /// <summary>The sessions, oldest first.</summary>
    public IReadOnlyList<WatchedSession> Sessions => [.. _watched.Values.Select(watched => watched.Session).OrderBy(session => session.Id)];

    /// <summary>Looks for new sessions and takes in what was recorded.</summary>
    /// <exception cref="IOException">The state directory can't be read.</exception>
    public async Task UpdateAsync(CancellationToken cancellationToken)
    {
        foreach (SessionId id in only is { } one ? [one] : store.ListRunning())
        {
            if (_watched.ContainsKey(id) || await OpenAsync(id, cancellationToken).ConfigureAwait(false) is not { } session)
                continue;
            _watched[id] = (session, session.ListenAsync((opened, closed) => Asked?.Invoke(id, opened, closed), cancellationToken));
        }

        foreach ((SessionId id, (WatchedSession session, Task listening)) in _watched.ToArray())
            if (listening.IsCompleted && await session.ConnectAsync(store, cancellationToken).ConfigureAwait(false))
                _watched[id] = (session, session.ListenAsync((opened, closed) => Asked?.Invoke(id, opened, closed), cancellationToken));

        foreach ((SessionId id, (WatchedSession session, _)) in _watched)
            session.ReadNew(Recorded is null ? null : entry => Recorded(id, entry));
    }

    /// <summary>Answers a question; false when its session is gone.</summary>
    public static async Task<bool> AnswerAsync(WatchedSession session, Question question, Answer answer, CancellationToken cancellationToken)
    {
        try
        {
            if (session.Control is not { } control)
                return false;
            await control.AnswerAsync(question.Id, answer, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (IOException)
        {
            // It ended just now, and the question with it.
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((WatchedSession session, Task listening) in _watched.Values)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<WatchedSession?> OpenAsync(SessionId id, CancellationToken cancellationToken)
    {
        try
        {
            return await WatchedSession.OpenAsync(store, id, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Its mark is there before its record, and goes after it: the next round knows more.
            return null;
        }
    }
}
