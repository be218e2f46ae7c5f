using Vitrine.Core.Model;

namespace Vitrine.Runtime.Watching;

/// <summary>
/// The open questions of one session. Each waits a bounded time for a person and is then a denial. Equal questions are one, however many processes ask;
/// what was refused or approved for the session is not asked again; and a session has only so many questions, so that nobody is worn down into saying yes.
/// </summary>
/// <param name="wait">How long a question waits.</param>
/// <param name="time">The clock.</param>
public sealed class Approvals(TimeSpan wait, TimeProvider time) : IDisposable
{
    private const int MostOpen = 32, MostInAll = 500, LongestText = 2_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Pending> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Answer> _settled = new(StringComparer.Ordinal);
    private long _asked;
    private bool _isClosed;

    /// <summary>Called with each question as it opens, on the asker's thread. Must not wait.</summary>
    public Action<Question>? Opened { get; set; }

    /// <summary>Called with each question as it closes. Must not wait.</summary>
    public Action<Question, Answer>? Closed { get; set; }

    /// <summary>The questions that stand open, oldest first.</summary>
    public IReadOnlyList<Question> Open
    {
        get
        {
            lock (_lock)
                return [.. _open.Values.Select(pending => pending.Question).OrderBy(question => question.Id)];
        }
    }

    /// <summary>Asks a person; completes with the answer, or with <see cref="Answer.Nobody"/> when the time is over.</summary>
    /// <param name="subject"><c>command</c>, <c>file</c> or <c>request</c>.</param>
    /// <param name="what">What is to be done.</param>
    /// <param name="decision">The decision that says to ask.</param>
    /// <param name="always">The policy's line that would allow it for ever.</param>
    /// <param name="process">Who asks.</param>
    public Task<Answer> AskAsync(string subject, string what, Decision decision, string? always, int? process)
    {
        // What a person can't read whole must not be approved.
        if (what.Length > LongestText)
            return Task.FromResult(Answer.Nobody);
        string key = $"{subject}\n{what}";
        Pending pending;
        lock (_lock)
        {
            if (_settled.TryGetValue(key, out Answer settled))
                return Task.FromResult(settled);
            if (_open.TryGetValue(key, out Pending? same))
                return same.Answered.Task;
            if (_isClosed || _open.Count >= MostOpen || _asked >= MostInAll)
                return Task.FromResult(Answer.Nobody);
            var question = new Question(++_asked, subject, what, decision.Rule, decision.Origin, always, time.GetUtcNow() + wait) { Process = process };
            pending = new Pending(question);
            _open.Add(key, pending);
        }

        Opened?.Invoke(pending.Question);
        ITimer timer = time.CreateTimer(_ => Give(pending.Question.Id, Answer.Nobody), null, wait, Timeout.InfiniteTimeSpan);
        _ = pending.Answered.Task.ContinueWith(static (_, state) => ((ITimer)state!).Dispose(), timer, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return pending.Answered.Task;
    }

    /// <summary>Answers a question; false when it is not open any more.</summary>
    public bool Give(long id, Answer answer)
    {
        Pending? found = null;
        lock (_lock)
        {
            foreach ((string key, Pending pending) in _open)
            {
                if (pending.Question.Id != id)
                    continue;
                found = pending;
                _open.Remove(key);
                if (answer is Answer.Refused or Answer.Session or Answer.Always)
                    _settled[key] = answer;
                break;
            }
        }

        if (found is null)
            return false;
        found.Answered.TrySetResult(answer);
        Closed?.Invoke(found.Question, answer);
        return true;
    }

    /// <summary>Denies what is open and what is asked from now on.</summary>
    public void Dispose()
    {
        lock (_lock)
            _isClosed = true;
        foreach (Question question in Open)
            Give(question.Id, Answer.Nobody);
    }

    private sealed record Pending(Question Question)
    {
        public TaskCompletionSource<Answer> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
