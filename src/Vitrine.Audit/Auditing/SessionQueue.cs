using System.ComponentModel;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;

namespace Vitrine.Audit.Auditing;

/// <summary>Why a session gave what it gave.</summary>
internal enum SessionEnd
{
    /// <summary>There was no budget left.</summary>
    Refused,

    /// <summary>It could not be run.</summary>
    Failed,

    /// <summary>It was run and seen.</summary>
    Seen,
}

/// <summary>What came of a session.</summary>
internal readonly record struct SessionAnswer(SessionEnd End, Observation? Observation);

/// <summary>
/// Runs sessions, a bounded number at a time, each once: what the store holds is not run again. The store has a capture before anybody else sees it, so an interrupted audit
/// never concluded from what is lost.
/// </summary>
internal sealed class SessionQueue : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private readonly AuditSettings _settings;
    private readonly AuditSteps _steps;
    private readonly CaptureStore _store;
    private readonly Pace _pace;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stop;
    private readonly SemaphoreSlim _slots;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenSource _grace = new();
    private readonly CancellationTokenRegistration _onEnding;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<SessionAnswer>> _running = new(StringComparer.Ordinal);
    private readonly HashSet<string> _counted = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Variation> _variations = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unseen = new(StringComparer.Ordinal);
    private int _inRow;

    public SessionQueue(AuditSettings settings, AuditSteps steps, CaptureStore store, Pace pace, TimeProvider time, CancellationToken stop)
    {
        (_settings, _steps, _store, _pace, _time, _stop) = (settings, steps, store, pace, time, stop);
        _slots = new SemaphoreSlim(settings.Jobs);
        TimeSpan left = settings.Budget.Time - pace.Elapsed;
        _deadline = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, stop);
        _onEnding = _ending.Token.Register(() => _grace.CancelAfter(Grace));
        Tally = new CoverageTally(settings.Levels);
    }

    /// <summary>Sessions that were seen or failed, earlier parts among them.</summary>
    public int Done { get; private set; }

    /// <summary>Sessions that could not be run or had to be ended.</summary>
    public int Failed { get; private set; }

    /// <summary>Whether so many sessions in a row had to be ended that the plan was cut down.</summary>
    public bool Shrunk { get; private set; }

    /// <summary>Why the last session failed; empty if none did.</summary>
    public string LastFailure { get; private set; } = "";

    /// <summary>What was tried.</summary>
    public CoverageTally Tally { get; }

    /// <summary>Conditions that had a session.</summary>
    public IReadOnlyList<Variation> Variations
    {
        get
        {
            lock (_lock)
                return [.. _variations.Values];
        }
    }

    /// <summary>What of sessions could not be seen, each once; at most 64.</summary>
    public IReadOnlyList<string> Unseen
    {
        get
        {
            lock (_lock)
                return [.. _unseen];
        }
    }

    /// <summary>Whether a session has run already.</summary>
    public bool Has(Cell cell) => _store.Find(cell) is not null;

    /// <summary>Runs a session, or gives what it gave before.</summary>
    /// <param name="cell">Which.</param>
    /// <param name="share">The share of the budget up to which it may be begun.</param>
    /// <exception cref="OperationCanceledException">The audit was stopped.</exception>
    public Task<SessionAnswer> RunAsync(Cell cell, double share)
    {
        lock (_lock)
        {
            if (_running.TryGetValue(cell.Name, out Task<SessionAnswer>? same))
                return same;
            Task<SessionAnswer> task = Task.Run(() => RunOnceAsync(cell, share), _stop);
            _running.Add(cell.Name, task);
            return task;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _onEnding.Dispose();
        _ending.Dispose();
        _deadline.Dispose();
        _grace.Dispose();
        _slots.Dispose();
    }

    private async Task<SessionAnswer> RunOnceAsync(Cell cell, double share)
    {
        await _slots.WaitAsync(_stop).ConfigureAwait(false);
        try
        {
            // Counted when it is asked for, not when it ran: then a resumed audit comes to the same numbers at the same places.
            if (_store.Find(cell) is { } known)
            {
                lock (_lock)
                {
                    if (!_counted.Contains(cell.Name))
                        _pace.Spend(cell.Cost);
                }

                return Count(cell, known.File is null ? null : _store.Read(known), known.Failure);
            }

            if (!_pace.AllowsTime(share) || _ending.IsCancellationRequested)
                return new SessionAnswer(SessionEnd.Refused, null);
            return await RunNowAsync(cell).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
            lock (_lock)
                _running.Remove(cell.Name);
        }
    }

    private async Task<SessionAnswer> RunNowAsync(Cell cell)
    {
        _pace.Spend(cell.Cost);
        try
        {
            // A session that does not end when it is told to is left to its own time limit: the audit ends.
            Capture capture = await _steps.Run(cell, _ending.Token).WaitAsync(_grace.Token).ConfigureAwait(false);
            capture = capture with { Variation = cell.Variation.Name, Repetition = cell.Repetition };
            _store.Write(cell, capture, _pace.Elapsed.TotalSeconds);
            return Count(cell, capture, null);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            _stop.ThrowIfCancellationRequested();
            return new SessionAnswer(SessionEnd.Refused, null);
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or TimeoutException or UnauthorizedAccessException or Win32Exception or AuditBoxException)
        {
            _store.WriteFailure(cell, failure.Message, _pace.Elapsed.TotalSeconds);
            return Count(cell, null, failure.Message);
        }
    }

    private SessionAnswer Count(Cell cell, Capture? capture, string? failure)
    {
        lock (_lock)
        {
            bool first = _counted.Add(cell.Name);
            bool ended = capture is null || capture.ExitStatus < 0;
            if (first)
            {
                Done++;
                Failed += ended ? 1 : 0;
                _inRow = ended ? _inRow + 1 : 0;
                if (_inRow >= _settings.TimeoutsInRow && !Shrunk)
                {
                    Shrunk = true;
                    _pace.Shrink(_pace.Spent + 2 * _settings.Levels.Select(level => level.Level.Factor).Distinct().Count());
                }
            }

            LastFailure = failure ?? LastFailure;
            if (capture is null)
                return new SessionAnswer(SessionEnd.Failed, null);
            if (first)
            {
                Tally.Add(cell.Variation, cell.Script);
                _variations[cell.Variation.Name] = cell.Variation;
                foreach (string unseen in capture.Unseen)
                {
                    if (_unseen.Count < 64)
                        _unseen.Add(unseen);
                }
            }

            return new SessionAnswer(SessionEnd.Seen, new Observation(cell.Variation, cell.Script, capture));
        }
    }
}
